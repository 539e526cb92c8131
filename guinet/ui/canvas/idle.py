"""What of a block does not run: muted and bypassed nodes, what hangs on them, dots on wires; in step with the block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from guinet.core.graph import REROUTE_KIND, End, Node, NodeMode
from guinet.core.leaving import Leaving, is_special, leaving, mode_of
from guinet.ui.translate import tr

if TYPE_CHECKING:
    from guinet.ui.canvas.scene import Scene


class Idle:
    """Worked out anew after an edit only where the block has such nodes."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._special: dict[str, tuple[object, ...]] = {}
        self.leaving = Leaving()

    def state(self, node: str) -> str:
        """ "muted", "bypassed", "waiting" for what depends on a muted node only, or "" for a node that runs."""
        block = self._scene.block
        if node in self.leaving.out:
            return "muted" if mode_of(block, node) == NodeMode.MUTED else "waiting"
        return "bypassed" if node in self.leaving.passing and block.nodes[node].kind != REROUTE_KIND else ""

    def source(self, end: End) -> End | None:
        """The output whose value a wire from `end` carries."""
        return self.leaving.source(end) if self.leaving else end

    def load(self) -> None:
        """Reads the whole block."""
        self._special = {node.id: _key(node) for node in self._scene.block.nodes.values() if is_special(node)}
        self.leaving = leaving(self._scene.block) if self._special else Leaving()

    def update(self, nodes: Iterable[str], rewired: bool) -> set[str]:
        """Follows an edit of these nodes, or of wires; the nodes that run now and did not, or the other way round."""
        there, before = self._scene.block.nodes, dict(self._special)
        for node in nodes:
            if node in there and is_special(there[node]):
                self._special[node] = _key(there[node])
            else:
                self._special.pop(node, None)
        if before == self._special and not (rewired and before):
            return set()
        old, self.leaving = self.leaving, leaving(self._scene.block) if self._special else Leaving()
        changed = (old.out ^ self.leaving.out) | (old.passing ^ self.leaving.passing)
        if old.passed != self.leaving.passed:
            changed |= self.leaving.passing
        return {node for node in changed if node in there}


def _key(node: Node) -> tuple[object, ...]:
    """What decides what becomes of a node that may not run: its ports depend on its kind and its arguments."""
    return node.mode, node.kind, tuple(node.arguments.items())


def state_text(state: str) -> str:
    """What a node that does not run says instead of its arguments."""
    words = {"muted": tr("muted"), "bypassed": tr("bypassed"), "waiting": tr("left out")}
    return words.get(state, "")
