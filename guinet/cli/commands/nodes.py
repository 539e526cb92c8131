"""List every kind of node with its ports and arguments."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from guinet.cli.output import print_json, table
from guinet.core.values import MISSING

if TYPE_CHECKING:
    from guinet.core.ports import Port
    from guinet.nodes.types import Argument, NodeType


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    from guinet.nodes.registry import REGISTRY

    types = REGISTRY.types()
    if options.json:
        print_json({"nodes": [_as_json(each) for each in types]})
    else:
        print(table(("kind", "category", "title"), [(each.kind, each.category, each.title) for each in types]))
    return 0


def _as_json(node: NodeType) -> dict[str, object]:
    ports = node.ports({})
    return {
        "kind": node.kind,
        "category": node.category,
        "title": node.title,
        "inputs": [_port(port) for port in ports.inputs],
        "outputs": [_port(port) for port in ports.outputs],
        "arguments": [_argument(argument) for argument in node.arguments],
    }


def _port(port: Port) -> dict[str, object]:
    return {"name": port.name, "type": port.type.value, "multiple": port.multiple, "optional": port.optional}


def _argument(argument: Argument) -> dict[str, object]:
    known: dict[str, object] = {
        "name": argument.name,
        "type": argument.type.value,
        "required": argument.required,
        "inferred": argument.inferred is not None,
    }
    if argument.default is not MISSING:
        known["default"] = argument.default
    if argument.choices:
        known["choices"] = list(argument.choices)
    return known
