"""What panels ask the torch side and what it answers, a module for each topic: plain data, as commands and events."""
