"""`argparse.ArgumentParser`: a text that is read is given no command line, and its options are what they begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from guinet.exchange.python.values import Builtin, Record, look, plain

PARSER: Final = "ArgumentParser"
_FLAGS: Final[Mapping[str, object]] = {"store_true": False, "store_false": True, "count": None}
_NUMBER: Final = re.compile(r"-?\d{1,9}(\.\d{1,9})?(e-?\d{1,2})?")


def parser() -> Record:
    return Record(None, kind=PARSER)


def call(owner: Record, name: str, given: Sequence[object], keywords: Mapping[str, object]) -> object:
    """What a method of the parser gives: the options as a record, or a group of them, which is the parser as well."""
    match name:
        case "add_argument":
            _add(owner, [str(plain(value)) for value in given], keywords)
            return None
        case "set_defaults":
            owner.attributes |= keywords
            return None
        case "parse_args":
            return Record(None, dict(owner.attributes))
        case "parse_known_args":
            return (Record(None, dict(owner.attributes)), [])
    return owner


def _add(owner: Record, names: Sequence[str], keywords: Mapping[str, object]) -> None:
    long = next((name for name in names if name.startswith("--")), names[0] if names else "")
    own = str(plain(keywords["dest"])) if "dest" in keywords else long.lstrip("-").replace("-", "_")
    action = plain(keywords.get("action"))
    default = keywords.get("default", _FLAGS.get(action) if isinstance(action, str) else None)
    kind = look(keywords.get("type"))
    text = plain(default)
    number = isinstance(kind, Builtin) and kind.name in ("int", "float") and isinstance(text, str)
    if number and isinstance(text, str) and _NUMBER.fullmatch(text):
        default = int(text) if kind == Builtin("int") and text.lstrip("-").isdigit() else float(text)
    owner.attributes[own] = default
