"""What one training step costs, by node: estimated on the meta device, or measured on a real batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain as joined
from typing import Any, Final

import torch
from msgspec.structs import replace
from torch import Tensor, nn

from guinet.compile.ghost import ghostly
from guinet.core.costs import Basis, Chain, Cost, Room
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import Project
from guinet.nodes.registry import REGISTRY
from guinet.probe import peak
from guinet.probe.books import Books, of_parameters
from guinet.probe.following import Follower
from guinet.probe.kernels import Kernels
from guinet.probe.ledger import Ledger
from guinet.probe.optimizer_state import update_rise
from guinet.probe.pretence import pretended
from guinet.probe.room import Need, room_on
from guinet.probe.trial import Trial, make_trial
from guinet.train.optimizer_state import kept_bytes, state_bytes
from guinet.train.problems import TrainingError
from guinet.train.wiring import Batch

_ONLY_MEASURED: Final = "only-measured"
"""The doubt that leaves no more than a measurement."""
_MEASURED_STEPS: Final = 4
"""One to wake what sleeps, one for its time, one for its operations, one for its memory."""


def estimate(trial: Trial) -> Cost:
    """From a run on the meta device: no number is computed and no memory taken, however large the network is.

    Where that cannot run (the network looks at values) the parameters are told, with a doubt that says so. Raises
    TrainingError where the optimiser cannot train the parameters.
    """
    with ghostly():
        module = trial.build()
    books, doubts = _with_state(trial, module), list[Problem]()
    backward, need = None, None
    batch = trial.empty_batch(trial.batch_size)
    try:
        backward = _count(trial, module, books, batch)
        update = _update(trial, module, books)
        need = _need_on_cpu(trial, module, books, update)
        if need is None:
            need = _need(trial, module, books, update, trial.empty_batch)
            doubts += _one_piece(trial, books.calls)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the check has run every node, so what fails here lacks the values that
        # the meta device does not have; torch has no error of its own for that.
        doubts.append(_only_measured(error))
    return _told(trial, books, Basis.ESTIMATED, batch, backward, need, tuple(doubts))


def cost_of(
    project: Project,
    measured: bool = False,
    device: str | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Cost:
    """What a step of the project costs, estimated, or `measured` on a real batch on its device or `device`.

    Operations are those of the estimate wherever it has them: on a device torch runs some layers (an LSTM) in one piece
    that its counter does not know. What only a run can tell is measured unasked; where the run fails, the parameters
    are told, with a doubt that says why. `progress` as in `measure`. Raises as `make_trial` and, when `measured`, as
    `measure`.
    """
    estimated = estimate(make_trial(project, device))
    unknown = any(doubt.code == _ONLY_MEASURED for doubt in estimated.doubts)
    if not measured and not unknown:
        return estimated
    trial = make_trial(project, device)
    try:
        found = measure(trial, progress)
    except TrainingError as error:
        if measured:
            raise
        return replace(estimated, doubts=(error.problem,))
    if unknown:
        return replace(found, doubts=estimated.doubts if not measured else ())
    flops = {node.chain: node.flops for node in (*estimated.nodes, estimated.total)}
    return replace(
        found,
        nodes=tuple(replace(node, flops=flops.get(node.chain, node.flops)) for node in found.nodes),
        total=replace(found.total, flops=flops[found.total.chain]),
        backward_flops=estimated.backward_flops,
        room=_room(trial, estimated.room, found.room),
    )


def _room(trial: Trial, guess: Room | None, found: Room | None) -> Room | None:
    """As measured; what each further row takes was estimated, and is more where the step took more than that."""
    if guess is None or found is None or guess.needed <= guess.fixed:
        return found
    more = max(1.0, (found.needed - found.fixed) / (guess.needed - guess.fixed))
    return room_on(trial.device, Need(found.fixed, found.needed, row=guess.row * more), trial.batch_size, trial.rows)


def measure(trial: Trial, progress: Callable[[float], None] = lambda share: None) -> Cost:
    """From steps on a real batch, on the device of the trial; the project's seed gives the weights. `progress` is told
    how much is done, from 0 to 1, after each step.

    Raises TrainingError when the step fails, with its node where that is known.
    """
    with trial.calm(), trial.explained():
        module = trial.build().to(trial.device)
        batch = trial.real_batch()
        optimizer = trial.optimizer.build(module) if _trains(trial, module) else None
        step = _Step(trial, module, optimizer, batch)
        step.run()  # the first makes what the optimiser keeps, and wakes what sleeps
        progress(1 / _MEASURED_STEPS)
        seconds = step.timed()
        progress(2 / _MEASURED_STEPS)
        books = of_parameters(trial, module)
        if optimizer is not None:
            _add_by_path(trial, module, books, kept_bytes(optimizer, module))
        backward = _count(trial, module, books, batch)
        progress(3 / _MEASURED_STEPS)
        most = step.peak()
    need = None if most is None else Need(_fixed(books), most)
    cost = _told(trial, books, Basis.MEASURED, batch, backward, need, ())
    return replace(cost, seconds=seconds, peak=most)


class _Step:
    """One training step, or one forward pass where there is nothing to train."""

    def __init__(self, trial: Trial, module: nn.Module, optimizer: torch.optim.Optimizer | None, batch: Batch) -> None:
        self._trial = trial
        self._module = module
        self._forward = trial.forward(module.train())
        self._optimizer = optimizer
        self._batch = batch

    def run(self) -> None:
        optimizer = self._optimizer
        if optimizer is None:
            self._forward(self._batch)
        else:
            optimizer.step(self._closure)

    def timed(self) -> float:
        """The seconds of one step."""
        self._wait()
        began = time.perf_counter()
        self.run()
        self._wait()
        return time.perf_counter() - began

    def peak(self) -> int | None:
        """The most bytes of tensors that are there at once in a step; None where the device does not tell."""
        optimizer, module = self._optimizer, self._module
        module.zero_grad()
        kept = sum(kept_bytes(optimizer, module).values()) if optimizer is not None else 0
        standing = sum(tensor.nbytes for tensor in _given(module, self._batch)) + kept
        rise = peak.rise(self.run, self._trial.device)
        return None if rise is None else standing + rise

    def _closure(self) -> float:
        with torch.enable_grad():
            assert self._optimizer is not None
            self._optimizer.zero_grad()
            loss = self._forward(self._batch)[1]
            assert loss is not None
            loss.backward()  # type: ignore[no-untyped-call]
        return loss  # type: ignore[return-value]  # torch annotates a number, and takes a tensor

    def _wait(self) -> None:
        if self._trial.device.type == "cuda":
            torch.cuda.synchronize(self._trial.device)


def _trains(trial: Trial, module: nn.Module) -> bool:
    return trial.plan is not None and any(True for _ in module.parameters())


def _with_state(trial: Trial, module: nn.Module) -> Books:
    """The parameters, and what the optimiser keeps of them; choosing that freezes those of frozen groups."""
    state: Mapping[str, int] = {}
    if any(True for _ in module.parameters()):
        state = state_bytes(trial.optimizer, module)
    books = of_parameters(trial, module)
    _add_by_path(trial, module, books, state)
    return books


def _add_by_path(trial: Trial, module: nn.Module, books: Books, amounts: Mapping[str, int]) -> None:
    for path, amount in amounts.items():
        books.add("optimizer", {trial.places.chain(path): amount})


def _count(trial: Trial, module: nn.Module, books: Books, batch: Batch) -> int | None:
    """Runs a step and enters what it did; returns the operations of the backward pass, None where there was none."""
    follower = Follower(trial.places, module)
    ledger = Ledger(lambda: follower.chain, _given(module, batch))
    forward = trial.forward(module.train())
    backward = None
    with ledger.open():
        with follower.following():
            loss = forward(batch)[1]
        flops = ledger.total_flops
        books.add("flops", ledger.flops)
        if loss is not None and loss.requires_grad:
            loss.backward()  # type: ignore[no-untyped-call]
            backward = ledger.total_flops - flops
    books.calls.update(follower.calls)
    books.add("activations", ledger.kept)
    return backward


def _need_on_cpu(trial: Trial, module: nn.Module, books: Books, update: int) -> Need | None:
    """As `_need`, by the kernels of the CPU, which also tell what autograd keeps. None for another device, and where
    torch cannot pretend."""
    if trial.device.type != "cpu":
        return None
    try:
        with pretended(trial, module) as batch:
            kept = _kept(trial, module, batch(trial.batch_size))
            need = _need(trial, module, books, update, batch)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - it ran on the meta device, whose figures are told then: torch describes fewer
        # operations of the CPU than it has, and has no error of its own for that.
        return None
    books.put("activations", kept)
    return need


def _need(trial: Trial, module: nn.Module, books: Books, update: int, batch: Callable[[int], Batch]) -> Need:
    """From the sizes of the tensors that are alive on the way forward and back, of a batch and of one twice as large.
    `update` is what the update needs."""
    standing = books.sum("weights", "optimizer")
    once, twice = (_passes(trial, module, batch(times * trial.batch_size)) for times in (1, 2))
    return Need(_fixed(books), standing + once, update, (twice - once) / trial.batch_size)


def _update(trial: Trial, module: nn.Module, books: Books) -> int:
    """The bytes there are in the update; 0 where there is none."""
    if not books.sum("gradients"):
        return 0
    return _fixed(books) + _bytes(trial.empty_batch(trial.batch_size)) + update_rise(trial.optimizer, module)


def _kept(trial: Trial, module: nn.Module, batch: Batch) -> Mapping[Any, int]:
    """What autograd keeps, by chain."""
    follower = Follower(trial.places, module)
    ledger = Ledger(lambda: follower.chain, _given(module, batch))
    forward = trial.forward(module.train())
    with Kernels(), ledger.keeping(), follower.following():
        forward(batch)
    return ledger.kept


def _passes(trial: Trial, module: nn.Module, batch: Batch) -> int:
    """The most bytes at once for a batch, beyond what stands; the gradients are made on the way."""
    module.zero_grad()
    forward = trial.forward(module)

    def work() -> None:
        loss = forward(batch)[1]
        if loss is not None and loss.requires_grad:
            loss.backward()  # type: ignore[no-untyped-call]

    return _bytes(batch) + peak.rise_of_ghosts(work)


def _fixed(books: Books) -> int:
    return books.sum("weights", "gradients", "optimizer")


def _given(module: nn.Module, batch: Batch) -> Iterator[Tensor]:
    """What is there whatever autograd keeps."""
    return joined(module.parameters(), module.buffers(), batch.values())


def _told(
    trial: Trial,
    books: Books,
    basis: Basis,
    batch: Batch,
    backward: int | None,
    need: Need | None,
    doubts: tuple[Problem, ...],
) -> Cost:
    """Where `need` is not known, it is the sum of what is kept."""
    size, fixed = _bytes(batch), _fixed(books)
    need = need or Need(fixed, fixed + size + books.sum("activations"))
    return Cost(
        basis,
        str(trial.device),
        trial.batch_size,
        books.table(trial),
        books.total(trial),
        size,
        backward,
        room=room_on(trial.device, need, trial.batch_size, trial.rows),
        doubts=doubts,
    )


def _bytes(batch: Batch) -> int:
    return sum(values.nbytes for values in batch.values())


def _only_measured(error: Exception) -> Problem:
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "The network looks at values while it runs, so its work and activations cannot be estimated: measure them.",
    )
    return Problem(_ONLY_MEASURED, template, {}, Severity.INFO, detail=str(error))


def _one_piece(trial: Trial, chains: Iterable[Chain]) -> Iterator[Problem]:
    """Of layers that loop along a sequence, which a device may run in one piece: what that keeps no estimate knows."""
    blocks = trial.project.blocks
    keys = [chain[-1] for chain in chains if chain]
    found = [key for key in keys if (type := REGISTRY.get(blocks[key[0]].nodes[key[1]].kind)) and type.loops]
    if found:
        names = ", ".join(dict.fromkeys(blocks[block].nodes[node].name for block, node in found))
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{node} may take more memory than estimated, since a device runs all its time steps in one piece: "
            "measure it.",
        )
        yield Problem("one-piece", template, {"node": names}, Severity.INFO, *found[0])
