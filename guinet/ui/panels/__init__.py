"""The panels around the canvas. Each is told what to show and tells what was clicked; none holds state of the graph."""
