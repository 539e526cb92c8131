"""The one training loop, its events, checkpoints and runs. Importing this package loads no torch."""
