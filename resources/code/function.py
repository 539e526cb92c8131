def scaled(x, factor: float = 2.0):
    """A parameter without a default is an input of the node, one with a default an argument."""
    return factor * x
