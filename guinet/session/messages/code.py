"""Python text that is to become nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from guinet.core.graph import BlockData, Position
from guinet.core.problems import Problem
from guinet.session.commands import Study
from guinet.session.events import Finding


class ReadCode(Study, frozen=True, kw_only=True):
    """Asks for the nodes that `text` describes, for the block `block`, at a place in canvas units if any."""

    supersedes: ClassVar[bool] = False

    text: str
    block: str
    place: Position | None = None


class CodeRead(Finding, frozen=True):
    """What was asked for: `main` in its places, the definitions of blocks it leads to, and code by id.

    `remarks` say what of the text was read otherwise than it stands there.
    """

    block: str
    place: Position | None
    main: BlockData
    blocks: tuple[BlockData, ...]
    code: Mapping[str, str]
    remarks: tuple[Problem, ...]
