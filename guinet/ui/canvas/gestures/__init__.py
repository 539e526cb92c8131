"""One object per gesture of a hand on the canvas."""
