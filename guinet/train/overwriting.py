"""Which node wrote over a tensor that backward still needed: torch says which tensor it was, but not who. The batch is
run once more, watched."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import torch
from msgspec import Struct
from msgspec.structs import replace
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from guinet.compile import module as modules
from guinet.compile.inplace import plain_form
from guinet.compile.source import Source
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Problem
from guinet.train.places import Key, Places

if TYPE_CHECKING:
    from guinet.train.planned import Plan

N = TypeVar("N")

_VERSIONS: Final = re.compile(
    r"modified by an inplace operation: \[[\w.]+ \[([\d, ]*)\]\](?:, which is output \d+ of (\w+))?, "
    r"is at version \d+; expected version (\d+)"
)


class Written(Struct, Generic[N], frozen=True):
    """A tensor that `node` wrote over: what had computed it, and autograd's count of its versions before and after."""

    node: N
    shape: tuple[int, ...]
    grad_fn: str
    before: int
    after: int


def culprit(words: str, writes: Iterable[Written[N]]) -> N | None:
    """Who wrote over what torch complains of in these words, where autograd's counts tell."""
    found = _VERSIONS.search(words)
    if found is None:
        return None
    shape = tuple(int(size) for size in found[1].split(",") if size.strip())
    fitting = [write for write in writes if write.before <= int(found[3]) < write.after]
    fitting = [write for write in fitting if write.shape == shape] or fitting
    # torch says now "AddBackward0", now "Sigmoid" of a SigmoidBackward0.
    fitting = [write for write in fitting if write.grad_fn.startswith(found[2] or "\0")] or fitting
    return fitting[0].node if len({write.node for write in fitting}) == 1 else None


def explain(error: Exception, plan: Plan, source: Source) -> Problem:
    """The problem that an exception of a step is, on the node it arose at, or on the one that wrote over what backward
    came to need."""
    problem = modules.explain(error, source)
    if problem.node is not None or _VERSIONS.search(str(error)) is None:
        return problem
    key, project = culprit(str(error), _writes(plan)), plan.places.project
    if key is None or project is None:
        return problem
    block = project.blocks[key[0]]
    node = block.nodes[key[1]]
    template = QT_TRANSLATE_NOOP("Problem", "{node} works in place, and writes over values that backward still needs.")
    changes = plain_form(block, node)
    title = QT_TRANSLATE_NOOP("Fix", "Let {node} make a new tensor")
    fixes = (Fix(title, changes, {"node": node.name}),) if changes else ()
    values = {"node": node.name}
    return replace(problem, code="overwritten", template=template, values=values, block=block.id, node=node.id,
        fixes=fixes)  # fmt: skip


def _writes(plan: Plan) -> list[Written[Key]]:
    """What one more forward pass writes over, with fresh weights; as far as it comes."""
    batch = {port: values[: plan.batch_size].to(plan.device) for port, values in plan.splits.train.fields.items()}
    with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
        module = plan.build().to(plan.device).train()
        watch = _Watch(plan.places, module)
        try:
            with watch:
                plan.wiring.forward(module)(batch)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - it came as far as backward once: what fails now only tells less
            return watch.writes
    return watch.writes


class _Watch(TorchFunctionMode):
    def __init__(self, places: Places, module: nn.Module) -> None:
        super().__init__()
        self.writes: list[Written[Key]] = []
        self._places = places
        self._paths = {id(part): path for path, part in module.named_modules()}

    def __torch_function__(
        self, function: Any, types: Any, arguments: tuple[Any, ...] = (), options: dict[str, Any] | None = None
    ) -> Any:
        options = options or {}
        tensors = [each for each in (*arguments, *options.values()) if isinstance(each, Tensor)]
        before = [(each._version, "" if each.grad_fn is None else each.grad_fn.name()) for each in tensors]
        result = function(*arguments, **options)
        for tensor, (version, grad_fn) in zip(tensors, before, strict=True):
            key = self._running(sys._getframe(1)) if tensor._version > version else None
            if key is not None:
                self.writes.append(Written(key, tuple(tensor.shape), grad_fn, version, tensor._version))
        return result

    def _running(self, innermost: FrameType) -> Key | None:
        """The node whose line runs, or that whose layer does where a Sequential calls it."""
        for frame in _frames(innermost):
            place = self._places.of_line(frame.f_code.co_filename, frame.f_lineno)
            if place is None:
                owner = frame.f_locals.get("self")
                path = self._paths.get(id(owner), "") if isinstance(owner, nn.Module) else ""
                place = self._places.of_path(path) if path else None
            if place is not None:
                return place.block, place.node
        return None


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
