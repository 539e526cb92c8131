"""The one training loop, its events, checkpoints and runs. Importing this package loads no torch.

Called, as `guinet.train(project, epochs=3)`, it is the function `guinet.library.train`, which tells more.
"""
