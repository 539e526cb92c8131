"""Rules that load first values from a file beside the project instead of drawing them: what they hold."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from guinet.core.graph import Block, Initialiser, Selects
from guinet.core.initialising import set_rules
from guinet.core.problems import QT_TRANSLATE_NOOP

LOAD: Final = "load"
"""The function of such a rule. It is for the whole network: a pattern for all of it, of the main block."""

FILE, DIGEST, PARTLY = "file", "sha256", "partly"
"""Its arguments: the name of a .safetensors file beside the project, the SHA-256 of its content, and whether values
that the file lacks stay as they were drawn."""

SUFFIX: Final = ".safetensors"
WHOLE: Final = "*"


def loading(file: str, digest: str, partly: bool = False) -> Initialiser:
    """A rule that loads a file."""
    arguments: dict[str, str | bool] = {FILE: file, DIGEST: digest}
    if partly:
        arguments[PARTLY] = True
    return Initialiser(Selects.PATTERN, WHOLE, "", LOAD, arguments)


def loads(rule: Initialiser) -> bool:
    return rule.function == LOAD


def loaded_file(rule: Initialiser) -> str:
    """The name of its file; "" for what is no name of a weights file beside the project."""
    name = rule.arguments.get(FILE)
    if not isinstance(name, str) or not name.endswith(SUFFIX) or name.startswith("."):
        return ""
    return name if PurePosixPath(name).name == name == PureWindowsPath(name).name and name.isprintable() else ""


def loaded_digest(rule: Initialiser) -> str:
    digest = rule.arguments.get(DIGEST)
    return digest if isinstance(digest, str) else ""


def loads_partly(rule: Initialiser) -> bool:
    return rule.arguments.get(PARTLY) is True


def start_from(block: Block, file: str, digest: str, partly: bool = False) -> None:
    """Has the values of a file loaded after all other rules of the main block, as one undo step. One that is for the
    whole network takes the place of those that loaded before it."""
    gone = [rule for rule in block.initialisers if loads(rule) and (not partly or loaded_file(rule) == file)]
    rules = [rule for rule in block.initialisers if rule not in gone]
    set_rules(block, [*rules, loading(file, digest, partly)], QT_TRANSLATE_NOOP("Step", "Load first values"))
