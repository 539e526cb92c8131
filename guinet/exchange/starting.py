"""Weights that a network is to begin with: of a run, of a file, or as they are; kept in a file beside the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count, product
from pathlib import Path

import torch
from msgspec import Struct
from torch import Tensor

from guinet import data
from guinet.compile.loaded_values import few, network_state
from guinet.compile.shapes import Checker
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem, Unreadable
from guinet.core.project import Project
from guinet.core.values import shape_text
from guinet.exchange.weights import read_weights
from guinet.nodes.loaded_values import SUFFIX
from guinet.storage.atomic import reason
from guinet.storage.weights_files import BadWeights, weights_table
from guinet.train.checkpoints import Checkpoints
from guinet.train.runs import RunStore, no_such_run
from guinet.train.weights import load_weights, save_weights

_WRAPPERS = ("state_dict", "model_state_dict", "model", "module", "net", "weights")
"""What training scripts put a state_dict under when they keep more than that in a file."""


class Matched(Struct, frozen=True):
    """`state`: the values that fit, by their names in the network. `missing` are names of the network that there is
    nothing for; `other` those whose shape is another, with the shape there and the shape here."""

    state: Mapping[str, Tensor]
    missing: tuple[str, ...] = ()
    other: tuple[tuple[str, str, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is left to be drawn."""
        return not self.missing and not self.other


class Kept(Struct, frozen=True):
    """The file beside the project, its SHA-256, and what of the network it has."""

    file: str
    digest: str
    matched: Matched


def run_state(runs: Path, run: str, last: bool = False) -> Mapping[str, Tensor]:
    """The best weights of a run, or its last ones. Raises Unreadable where there are none, Misuse for no such run."""
    store = RunStore(runs)
    try:
        if store.get(run) is None:
            raise no_such_run(store, run)
    finally:
        store.close()
    checkpoints = Checkpoints(runs / run)
    return checkpoints.load_last().weights.tensors if last else checkpoints.load_best().tensors


def file_state(path: Path) -> Mapping[str, Tensor]:
    """The tensors in a safetensors file, or in what `torch.save` wrote, a state_dict alone or among other things. No
    code is run. Raises Unreadable."""
    found: Mapping[str, object] = read_weights(path).tensors
    for name in _WRAPPERS:
        inner = found.get(name)
        if isinstance(inner, Mapping):
            found = inner
    tensors = {name: value for name, value in found.items() if isinstance(value, Tensor)}
    if not tensors:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{file} holds no tensors by name: choose the file of a state_dict, or a safetensors file."
        )
        raise BadWeights(Problem("weights", template, {"file": path.name}))
    return tensors


def match(state: Mapping[str, Tensor], own: Mapping[str, Sequence[int]], below: str = "") -> Matched:
    """What of `state` fits a network whose values are `own`, or what of it lies below a path.

    Names may begin otherwise there ("module.", or without the block they are in here): the beginning is taken that
    most names fit with.
    """
    wanted = {name: tuple(shape) for name, shape in own.items() if not below or f"{name}.".startswith(f"{below}.")}
    there = max(_renamed(state, wanted), key=lambda names: sum(name in wanted for name in names))
    fits = {name: there[name] for name in wanted if name in there and tuple(there[name].shape) == wanted[name]}
    other = [name for name in wanted if name in there and name not in fits]
    return Matched(
        fits,
        tuple(name for name in wanted if name not in there),
        tuple((name, shape_text(there[name].shape), shape_text(wanted[name])) for name in other),
    )


def _renamed(state: Mapping[str, Tensor], wanted: Mapping[str, object]) -> Iterator[Mapping[str, Tensor]]:
    """The state as it is, and with other beginnings of its names."""
    yield state
    drop, add = ("", *_beginnings(state)), ("", *_beginnings(wanted))
    for old, new in product(drop, add):
        if old or new:
            yield {f"{new}{name.removeprefix(old)}": value for name, value in state.items() if name.startswith(old)}


def _beginnings(names: Mapping[str, object]) -> list[str]:
    """What comes before the dots of names, the usual ones of a network: a few."""
    found = dict.fromkeys(
        chain.from_iterable(
            (".".join(parts[:depth]) + "." for depth in range(1, len(parts))) for parts in (n.split(".") for n in names)
        )
    )
    return list(found)[:40]


def keep(project: Project, state: Mapping[str, Tensor], source: str, below: str = "") -> Kept:
    """Writes what of `state` fits the network, or what of it lies below a path, to a file beside the project, under a
    name that is free, unless it is there already. `source` names the weights in messages.

    Raises GuinetError for a project never saved, where nothing fits, or when the file cannot be written.
    """
    if project.path is None:
        raise GuinetError(
            QT_TRANSLATE_NOOP("Problem", "Save the project first: the weights it begins with are kept beside it.")
        )
    running = plain(project)
    own = network_state(Checker(running, data.project_specs(running)).scope)
    matched = match(state, own, below)
    if not matched.state:
        raise _nothing_fits(state, own, source, below)
    path = _free(project.path, matched.state)
    try:
        if not path.exists():
            save_weights(matched.state, path)
    except OSError as error:
        template = QT_TRANSLATE_NOOP("Problem", "{file} cannot be written ({error}): make room, or save elsewhere.")
        raise BadWeights(Problem("weights", template, {"file": str(path), "error": reason(error)})) from error
    return Kept(path.name, weights_table(path).digest, matched)


def _nothing_fits(state: Mapping[str, Tensor], own: Mapping[str, object], source: str, below: str) -> BadWeights:
    template = QT_TRANSLATE_NOOP(
        "Problem",
        "Nothing in {source} fits this network by name and shape: it holds {there}, and the network has {here}.",
    )
    here = [name for name in own if not below or f"{name}.".startswith(f"{below}.")] or ["–"]
    return BadWeights(Problem("weights", template, {"source": source, "there": few([*state]), "here": few(here)}))


def _free(project: Path, state: Mapping[str, Tensor]) -> Path:
    """A name beside the project for a file of these weights: one that is free, or that of a file that has them."""
    names = (f"{project.stem}.weights{f'-{number}' if number > 1 else ''}{SUFFIX}" for number in count(1))
    return next(path for path in map(project.with_name, names) if not path.exists() or _has(path, state))


def _has(path: Path, state: Mapping[str, Tensor]) -> bool:
    try:
        found = load_weights(path).tensors
    except Unreadable:
        return False
    return found.keys() == state.keys() and all(torch.equal(found[name], state[name].cpu()) for name in state)
