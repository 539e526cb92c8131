"""Python text becomes the graph: it is parsed and followed line by line, and never run or imported.

`reading.read` is the way in. `reader.Reader` follows the text as Python would, with values of `values` instead of
tensors and modules; what a tensor meets on its way becomes nodes and wires of a `drawing.Drawing`.
"""
