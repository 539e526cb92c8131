"""The accounts of one step, by node: what was counted, and the table it becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace
from torch import nn

from guinet.core.costs import Chain, NodeCost
from guinet.probe.ledger import ELSEWHERE
from guinet.probe.trial import Trial


@dataclass
class Books:
    """Each figure of `NodeCost` by chain, for the node alone; `calls` are in the order of the first."""

    calls: Counter[Chain] = field(default_factory=Counter)
    figures: dict[str, Counter[Chain]] = field(default_factory=dict)

    def add(self, name: str, amounts: Mapping[Any, int]) -> None:
        self.figures.setdefault(name, Counter()).update(amounts)

    def put(self, name: str, amounts: Mapping[Any, int]) -> None:
        """In place of what was added."""
        self.figures[name] = Counter(amounts)

    def sum(self, *names: str) -> int:
        return sum(self.figures.get(name, Counter()).total() for name in names)

    def table(self, trial: Trial) -> tuple[NodeCost, ...]:
        """A row for each node that ran or has parameters, blocks with all that is inside them."""
        sums: dict[Chain, Counter[str]] = {chain: Counter() for chain in self._chains(trial)}
        for name, amounts in self.figures.items():
            for chain, amount in amounts.items():
                for length in range(1, len(chain) + 1):
                    sums[chain[:length]][name] += amount
        return tuple(_row(trial, chain, self.calls[chain], figures) for chain, figures in sums.items())

    def total(self, trial: Trial) -> NodeCost:
        bare = NodeCost((), "", trial.project.main.name, calls=1)
        return _filled(bare, {name: amounts.total() for name, amounts in self.figures.items()})

    def _chains(self, trial: Trial) -> Iterator[Chain]:
        """Those that ran, in that order, each after the blocks around it; then the others."""
        seen: set[Chain] = {ELSEWHERE}
        for chain in (*self.calls, *(chain for amounts in self.figures.values() for chain in amounts)):
            for length in range(1, len(chain) + 1):
                if chain[:length] not in seen and not trial.is_border(chain[:length]):
                    seen.add(chain[:length])
                    yield chain[:length]


def of_parameters(trial: Trial, module: nn.Module) -> Books:
    """What the parameters and buffers of `module` are in number and bytes; each once, where it comes first."""
    books = Books()
    for path, parameter in module.named_parameters():
        chain = trial.places.chain(path)
        books.add("parameters", {chain: parameter.numel()})
        books.add("weights", {chain: parameter.nbytes})
        if parameter.requires_grad:
            books.add("trainable", {chain: parameter.numel()})
            books.add("gradients", {chain: parameter.nbytes})
    for path, buffer in module.named_buffers():
        books.add("weights", {trial.places.chain(path): buffer.nbytes})
    return books


def _row(trial: Trial, chain: Chain, calls: int, figures: Mapping[str, int]) -> NodeCost:
    project = trial.project
    block, id = chain[-1]
    node = project.blocks[block].nodes[id]
    inner = project.blocks.get(node.block_id or "")
    type = inner.name if inner is not None else node.kind.rpartition(".")[2]
    report = trial.report.nodes.get(block, {}).get(id)
    output = ", ".join(str(spec) for spec in report.outputs.values()) if report is not None else ""
    return _filled(NodeCost(chain, trial.path(chain), type, output, calls), figures)


def _filled(bare: NodeCost, figures: Mapping[str, int]) -> NodeCost:
    return replace(
        bare,
        parameters=figures.get("parameters", 0),
        trainable=figures.get("trainable", 0),
        weights=figures.get("weights", 0),
        gradients=figures.get("gradients", 0),
        optimizer=figures.get("optimizer", 0),
        activations=figures.get("activations", 0),
        flops=figures.get("flops", 0),
    )
