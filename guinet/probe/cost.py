"""What one training step costs, by node: estimated on the meta device, or measured on a real batch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import chain as joined

import torch
from msgspec.structs import replace
from torch import Tensor, nn

from guinet.compile.ghost import ghostly
from guinet.core.costs import Basis, Cost
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import Project
from guinet.probe.books import Books, of_parameters
from guinet.probe.following import Follower
from guinet.probe.ledger import Ledger
from guinet.probe.optimizer_state import kept_bytes, state_bytes
from guinet.probe.room import room_on
from guinet.probe.trial import Trial, make_trial
from guinet.train.problems import TrainingError


def estimate(trial: Trial) -> Cost:
    """From a run on the meta device: no number is computed and no memory taken, however large the network is.

    Where that cannot run (the network looks at values) the parameters are told, with a doubt that says so. Raises
    TrainingError where the optimiser cannot train the parameters.
    """
    with ghostly():
        module = trial.build()
    books, doubts = _with_state(trial, module), []
    backward, row = None, 0.0
    batch = trial.empty_batch(trial.batch_size)
    try:
        backward = _count(trial, module, books, batch)
        row = _growth(trial, module, books.sum("activations"))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the check has run every node, so what fails here lacks the values that
        # the meta device does not have; torch has no error of its own for that.
        doubts.append(_only_measured(error))
    return _told(trial, books, Basis.ESTIMATED, batch, backward, row, tuple(doubts))


def cost_of(project: Project, measured: bool = False, device: str | None = None) -> Cost:
    """What a step of the project costs, estimated, or `measured` on a real batch on its device or `device`.

    Operations are those of the estimate wherever it has them: on a device torch runs some layers (an LSTM) in one piece
    that its counter does not know. What only a run can tell is measured unasked; where the run fails, the parameters
    are told, with a doubt that says why. Raises as `make_trial` and, when `measured`, as `measure`.
    """
    estimated = estimate(make_trial(project, device))
    if not measured and not estimated.doubts:
        return estimated
    try:
        found = measure(make_trial(project, device))
    except TrainingError as error:
        if measured:
            raise
        return replace(estimated, doubts=(error.problem,))
    if estimated.doubts:
        return replace(found, doubts=estimated.doubts if not measured else ())
    room = estimated.room
    flops = {node.chain: node.flops for node in (*estimated.nodes, estimated.total)}
    if found.room is not None and room is not None:
        room = replace(room, needed=found.room.needed, free=found.room.free, usable=found.room.usable)
    return replace(
        found,
        nodes=tuple(replace(node, flops=flops.get(node.chain, node.flops)) for node in found.nodes),
        total=replace(found.total, flops=flops[found.total.chain]),
        backward_flops=estimated.backward_flops,
        room=room,
    )


def measure(trial: Trial) -> Cost:
    """From steps on a real batch, on the device of the trial; the project's seed gives the weights.

    Raises TrainingError when the step fails, with its node where that is known.
    """
    with trial.calm(), trial.explained():
        module = trial.build().to(trial.device)
        batch = trial.real_batch()
        optimizer = trial.optimizer.build(module) if _trains(trial, module) else None
        step = _Step(trial, module, optimizer, batch)
        step.run()  # the first makes what the optimiser keeps, and wakes what sleeps
        seconds = step.timed()
        books = of_parameters(trial, module)
        if optimizer is not None:
            _add_by_path(trial, module, books, kept_bytes(optimizer, module))
        backward = _count(trial, module, books, batch)
        peak = step.peak()
    cost = _told(trial, books, Basis.MEASURED, batch, backward, 0.0, ())
    return replace(cost, seconds=seconds, peak=peak)


class _Step:
    """One training step, or one forward pass where there is nothing to train."""

    def __init__(
        self, trial: Trial, module: nn.Module, optimizer: torch.optim.Optimizer | None, batch: Mapping[str, Tensor]
    ) -> None:
        self._trial = trial
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
        """The most bytes a GPU had in use for tensors in a step; None on other devices, which do not tell."""
        if self._trial.device.type != "cuda":
            return None
        torch.cuda.reset_peak_memory_stats(self._trial.device)
        self.run()
        self._wait()
        return int(torch.cuda.max_memory_allocated(self._trial.device))

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


def _count(trial: Trial, module: nn.Module, books: Books, batch: Mapping[str, Tensor]) -> int | None:
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


def _growth(trial: Trial, module: nn.Module, kept: int) -> float:
    """Bytes that each further row of a batch takes: from a batch twice as large."""
    batch, twice = trial.empty_batch(trial.batch_size), trial.empty_batch(2 * trial.batch_size)
    ledger = Ledger(lambda: None, _given(module, twice))
    with ledger.keeping():
        trial.forward(module)(twice)
    further = ledger.kept.total() - kept + _bytes(twice) - _bytes(batch)
    return further / trial.batch_size


def _given(module: nn.Module, batch: Mapping[str, Tensor]) -> Iterator[Tensor]:
    """What is there whatever autograd keeps."""
    return joined(module.parameters(), module.buffers(), batch.values())


def _told(
    trial: Trial,
    books: Books,
    basis: Basis,
    batch: Mapping[str, Tensor],
    backward: int | None,
    row: float,
    doubts: tuple[Problem, ...],
) -> Cost:
    fixed = books.sum("weights", "gradients", "optimizer")
    size = _bytes(batch)
    step = books.sum("activations") + size
    return Cost(
        basis,
        str(trial.device),
        trial.batch_size,
        books.table(trial),
        books.total(trial),
        size,
        backward,
        room=room_on(trial.device, fixed, step, trial.batch_size, row, trial.rows),
        doubts=doubts,
    )


def _bytes(batch: Mapping[str, Tensor]) -> int:
    return sum(values.nbytes for values in batch.values())


def _only_measured(error: Exception) -> Problem:
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "The network looks at values while it runs, so its work and activations cannot be estimated: measure them.",
    )
    return Problem("only-measured", template, {}, Severity.INFO, detail=str(error))
