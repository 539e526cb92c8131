"""The boundary between the window and torch: commands one way, events the other, both plain data."""
