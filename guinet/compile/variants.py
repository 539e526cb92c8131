"""Blocks with what they are given: each combination is evaluated once, however many instances share it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from guinet.compile.known import Known
from guinet.compile.scope import DataSpecs, Scope
from guinet.core.graph import Block
from guinet.core.project import MAIN, Project
from guinet.core.values import Value

_MOST: Final = 1000
"""Scopes kept before those of past edits are dropped; the ones in use live on in their parents."""


class Variants:
    """The scopes of a project's blocks. `data_specs` gives what a data node puts out."""

    def __init__(self, project: Project, data_specs: DataSpecs) -> None:
        self._project = project
        self._data_specs = data_specs
        self._scopes: dict[object, Scope] = {}
        self._active: list[str] = []

    def main(self) -> Scope:
        """A new scope of the main block, not yet run."""
        block = self._project.blocks[MAIN]
        return Scope(block, defaults(block), None, self._data_specs, self.instantiate)

    def alone(self, block: Block) -> Scope | None:
        """A block without instances: with its defaults, and inputs nobody knows."""
        return self.instantiate(block.id, defaults(block), {})

    def instantiate(
        self, block_id: str, exposed: Mapping[str, Value], given: Mapping[str, Known | None]
    ) -> Scope | None:
        """The scope of a block with these arguments and inputs; None inside itself."""
        if block_id in self._active:
            return None
        key = (block_id, repr(sorted(exposed.items())), tuple(sorted(given.items(), key=lambda item: item[0])))
        scope = self._scopes.get(key)
        if scope is None:
            if len(self._scopes) >= _MOST:
                self._scopes.clear()
            self._active.append(block_id)
            scope = Scope(self._project.blocks[block_id], exposed, given, self._data_specs, self.instantiate)
            scope.run(scope.order)
            self._active.pop()
            self._scopes[key] = scope
        return scope

    def forget(self, blocks: Collection[str]) -> None:
        """Drops what is known of blocks whose definitions changed."""
        for key in [key for key, scope in self._scopes.items() if scope.block.id in blocks]:
            del self._scopes[key]


def defaults(block: Block) -> dict[str, Value]:
    """The values of the exposed arguments where no instance sets them."""
    return {argument.name: argument.default for argument in block.arguments}
