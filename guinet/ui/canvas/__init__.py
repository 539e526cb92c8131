"""The canvas: `guinet.ui.canvas.canvas.Canvas`, and pictures of a block for files."""
