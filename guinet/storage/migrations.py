"""Brings files of earlier formats to the present one, a version at a time, as plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP, NotAllowed, Problem, Unreadable
from guinet.storage.fields import a_list, a_text, an_object, each, field
from guinet.storage.problems import Misfit
from guinet.storage.text import described
from guinet.storage.writing import FORMAT


def migrate(raw: dict[str, object], name: str | Problem) -> dict[str, object]:
    """`raw` in the present format.

    Raises NotAllowed when the file is of a newer format, Unreadable when it has no version, Misfit when it
    does not fit the format it says it has.
    """
    version = _version(raw, name)
    if version > FORMAT:
        raise NotAllowed(
            QT_TRANSLATE_NOOP(
                "Problem",
                "{name} was made by a newer GuiNet (format {version}; this one reads up to {newest}): "
                "update GuiNet to open it.",
            ),
            name=name,
            version=version,
            newest=FORMAT,
        )
    for step in range(version, FORMAT):
        raw = {**STEPS[step](raw), "guinet": step + 1}
    return raw


def _version(raw: Mapping[str, object], name: str | Problem) -> int:
    version = raw.get("guinet")
    if "guinet" not in raw:
        raise Unreadable(
            QT_TRANSLATE_NOOP(
                "Problem", '{name} is JSON but not a GuiNet project (it has no "guinet" version): choose another file.'
            ),
            name=name,
        )
    if type(version) is not int or version < 0:
        raise Misfit(
            QT_TRANSLATE_NOOP("Problem", "should be the version of the format, 0 to {newest}, but is {found}"),
            "guinet",
            found=described(version),
            newest=FORMAT,
        )
    return version


def _from_0(raw: dict[str, object]) -> dict[str, object]:
    """Format 0 kept each node's position in the node, and wires as a list of objects without ids."""
    return {**raw, "blocks": field(raw, "blocks", lambda blocks: each(an_object(blocks), _block_from_0))}


def _block_from_0(_: str, raw: object) -> dict[str, object]:
    block = dict(an_object(raw))
    nodes: dict[str, object] = field(block, "nodes", an_object, {})
    block["layout"] = {
        id: node["position"] for id, node in nodes.items() if isinstance(node, dict) and "position" in node
    }
    block["nodes"] = each(nodes, lambda _, node: {key: x for key, x in an_object(node).items() if key != "position"})
    wires: dict[str, object] = field(block, "wires", _wires_from_0, {})
    block["wires"] = wires
    return block


def _wires_from_0(raw: object) -> dict[str, object]:
    import hashlib  # only for old files: it takes a while to import

    wires: dict[str, object] = {}
    for index, item in enumerate(a_list(raw)):
        text = each({str(index): item}, _wire_from_0)[str(index)]
        # Ids drawn from what is wired: two people who migrate one file get one file.
        wires[hashlib.sha256(f"{text} {index}".encode()).hexdigest()[:10]] = text
    return wires


def _wire_from_0(_: str, raw: object) -> str:
    fields = an_object(raw)
    order = fields.get("order", 0)
    if type(order) is not int:
        raise Misfit(
            QT_TRANSLATE_NOOP("Problem", "should be a whole number, but is {found}"), "order", found=described(order)
        )
    return f"{field(fields, 'from', a_text)} -> {field(fields, 'to', a_text)}" + (f"[{order}]" if order else "")


STEPS: Final[Mapping[int, Callable[[dict[str, object]], dict[str, object]]]] = {0: _from_0}
"""By the version each one starts from."""
