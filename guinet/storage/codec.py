"""Changes, blocks and values as JSON and back, exactly, whatever their fields: what the recovery log is made of.

A record becomes an object with its class's name under `@`, a tuple a list, and what JSON lacks a tagged object.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, get_args

from guinet.core.changes import Change
from guinet.core.graph import (
    BlockArgument,
    BlockData,
    End,
    Frame,
    FrameMode,
    Initialiser,
    Node,
    NodeMode,
    Note,
    Selects,
    Tie,
    Wire,
)
from guinet.core.values import MISSING, Reference, Wired

TAG: Final = "@"

_PARTS: Final = (Node, Wire, End, BlockData, BlockArgument, Frame, Tie, Initialiser, Note, Reference, Wired)
CLASSES: Final[Mapping[str, type[Any]]] = {cls.__name__: cls for cls in (*get_args(Change), *_PARTS)}
"""What may be read back: data classes only, none of which does anything when made."""

_CHOICES: Final[Mapping[str, type[StrEnum]]] = {cls.__name__: cls for cls in (FrameMode, NodeMode, Selects)}
_PLAIN: Final = frozenset({str, int, bool, type(None)})
_FIELDS: Final[Mapping[type[Any], tuple[str, ...]]] = {cls: cls.__struct_fields__ for cls in CLASSES.values()}
_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))


class Undecodable(Exception):
    """Text that `dumps` did not write, or a later version did."""


def dumps(value: object) -> str:
    """One line of text. Raises TypeError for anything but changes, their parts and plain data."""
    return _ENCODER.encode(_encoded(value))


def loads(text: str) -> Any:
    """What `dumps` was given. Raises Undecodable."""
    try:
        return _decoded(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Undecodable(str(error)) from error


def _encoded(value: object) -> object:
    cls = type(value)
    if cls in _PLAIN:
        return value
    if cls in _FIELDS:
        return {TAG: cls.__name__} | {name: _encoded(getattr(value, name)) for name in _FIELDS[cls]}
    if cls in _CHOICES.values():
        return {TAG: cls.__name__, "value": str(value)}
    if isinstance(value, float):
        return value if math.isfinite(value) else {TAG: "float", "text": str(value)}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if isinstance(value, list):
        return {TAG: "list", "items": [_encoded(item) for item in value]}
    if isinstance(value, Mapping):
        items = {str(key): _encoded(item) for key, item in value.items()}
        return {TAG: "map", "items": list(items.items())} if TAG in items else items
    if value is MISSING:
        return {TAG: "missing"}
    raise TypeError(f"{cls.__name__} cannot be recorded")


def _decoded(raw: object) -> Any:
    if isinstance(raw, list):
        return tuple(_decoded(item) for item in raw)
    if not isinstance(raw, dict):
        return raw
    tag = raw.pop(TAG, None)
    if tag is None:
        return {key: _decoded(item) for key, item in raw.items()}
    if tag in CLASSES:
        return CLASSES[tag](**{key: _decoded(item) for key, item in raw.items()})
    if tag in _CHOICES:
        return _CHOICES[tag](raw["value"])
    return _SPECIAL[tag](raw)


_SPECIAL: Final[Mapping[str, Callable[[dict[str, Any]], Any]]] = {
    "float": lambda raw: float(raw["text"]),
    "list": lambda raw: [_decoded(item) for item in raw["items"]],
    "map": lambda raw: {key: _decoded(item) for key, item in raw["items"]},
    "missing": lambda raw: MISSING,
}
