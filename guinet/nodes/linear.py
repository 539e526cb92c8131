"""Linear layers and what takes their place."""

from __future__ import annotations

from guinet.nodes.table import inferred, layer

ENTRIES = (
    layer(
        "Linear",
        "Multiplies the last dimension by a learned matrix: every output sees every input.",
        float_weights=True,
        aliases=("fc", "dense", "fully connected", "perceptron"),
        positional=2,
        details={"in_features": inferred(-1)},
    ),
    layer(
        "Bilinear",
        "Combines two inputs: every output sees every pair of values, one of each.",
        float_weights=True,
        positional=3,
        details={"in1_features": inferred(-1, "input1"), "in2_features": inferred(-1, "input2")},
    ),
    layer("Identity", "Passes its input on unchanged.", aliases=("pass", "nothing")),
)
