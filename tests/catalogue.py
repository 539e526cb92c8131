"""Kinds of nodes that are there, and their arguments."""

from __future__ import annotations

from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Argument, NodeType


def get(kind: str) -> NodeType:
    found = REGISTRY.get(kind)
    assert found is not None, kind
    return found


def argument(kind: str, name: str) -> Argument:
    found = get(kind).argument(name)
    assert found is not None, name
    return found
