"""Graph, changes, history, problems: plain Python, no torch, no Qt."""
