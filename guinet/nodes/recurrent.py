"""Recurrent layers: a state that is carried along a sequence."""

from __future__ import annotations

from guinet.core.ports import Port, PortType
from guinet.nodes.table import inferred, layer

_INPUT = {"input_size": inferred(-1)}
_STATES = {"hx": Port("hx", PortType.TENSOR, multiple=True, optional=True)}
"""The two states of an LSTM, `(h_0, c_0)`: two wires into one port, in this order."""

ENTRIES = (
    layer(
        "LSTM",
        "Reads a sequence with a memory that gates open and close.",
        float_weights=True,
        loops=True,
        aliases=("long short-term memory",),
        positional=2,
        details=_INPUT,
        inputs=_STATES,
        outputs=("output", "h_n", "c_n"),
        unpack="output, (h_n, c_n)",
    ),
    layer(
        "GRU",
        "Reads a sequence with a gated state: an LSTM with fewer parts.",
        float_weights=True,
        loops=True,
        aliases=("gated recurrent unit",),
        positional=2,
        details=_INPUT,
        outputs=("output", "h_n"),
    ),
    layer(
        "RNN",
        "Reads a sequence with a plain state.",
        float_weights=True,
        loops=True,
        aliases=("elman", "recurrent"),
        positional=2,
        details=_INPUT,
        outputs=("output", "h_n"),
    ),
    layer(
        "LSTMCell",
        "One step of an LSTM.",
        float_weights=True,
        positional=2,
        details=_INPUT,
        inputs=_STATES,
        outputs=("h_1", "c_1"),
    ),
    layer("GRUCell", "One step of a GRU.", float_weights=True, positional=2, details=_INPUT),
    layer("RNNCell", "One step of an RNN.", float_weights=True, positional=2, details=_INPUT),
)
