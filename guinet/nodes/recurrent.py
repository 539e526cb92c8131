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
        aliases=("gated recurrent unit",),
        positional=2,
        details=_INPUT,
        outputs=("output", "h_n"),
    ),
    layer(
        "RNN",
        "Reads a sequence with a plain state.",
        aliases=("elman", "recurrent"),
        positional=2,
        details=_INPUT,
        outputs=("output", "h_n"),
    ),
    layer(
        "LSTMCell",
        "One step of an LSTM.",
        positional=2,
        details=_INPUT,
        inputs=_STATES,
        outputs=("h_1", "c_1"),
    ),
    layer("GRUCell", "One step of a GRU.", positional=2, details=_INPUT),
    layer("RNNCell", "One step of an RNN.", positional=2, details=_INPUT),
)
