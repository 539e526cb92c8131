"""Reads a live module: what it does is recorded while it runs, written as straight-line code, and read as text is."""
