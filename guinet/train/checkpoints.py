"""Checkpoints of one run: the last state, to go on from, and the best weights, to use.

best.safetensors           weights of the epoch with the lowest validation loss
last.json                  names the two files below and their SHA-256; written after them
last-120-….safetensors     weights after step 120
last-120-….state           optimiser, random states and place in the data after step 120
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import torch
from msgspec import Struct
from torch import Tensor

from guinet.core.problems import QT_TRANSLATE_NOOP, NotAllowed, Unreadable
from guinet.storage.atomic import LEFTOVERS, reason, replacing
from guinet.train.weights import Weights, load_weights, save_weights

FORMAT: Final = 1
_MANIFEST: Final = "last.json"
_BEST: Final = "best.safetensors"


class Checkpoint(Struct, frozen=True):
    """The state of a training after step `step`; `state` holds what the engine put there."""

    step: int
    weights: Weights
    state: dict[str, Any]


class Checkpoints:
    """The checkpoints in `folder`. Each is replaced whole: a process killed at any moment leaves a good one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def best_path(self) -> Path:
        return self.folder / _BEST

    @property
    def has_last(self) -> bool:
        return (self.folder / _MANIFEST).exists()

    @property
    def last_step(self) -> int | None:
        """That of the last checkpoint; None where there is none that can be read."""
        try:
            return int(self._manifest()["step"])
        except (Unreadable, NotAllowed):
            return None

    def save_last(self, step: int, weights: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
        """Raises OSError when it cannot be written; the checkpoint before it is whole then."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # A name of its own each time: the files of the checkpoint in force are never written to.
        name = f"last-{step}-{secrets.token_hex(4)}"
        paths = [self.folder / f"{name}{ending}" for ending in (".safetensors", ".state")]
        try:
            save_weights(weights, paths[0])
            with replacing(paths[1]) as temporary:
                _save_state(dict(state), temporary)
            files = {path.name: _file_digest(path) for path in paths}
            with replacing(self.folder / _MANIFEST) as temporary:
                temporary.write_text(json.dumps({"format": FORMAT, "step": step, "files": files}), encoding="utf-8")
        finally:
            self._tidy()

    def save_best(self, weights: Mapping[str, Tensor], notes: Mapping[str, str]) -> None:
        """Raises OSError when it cannot be written; the best before it is whole then."""
        self.folder.mkdir(parents=True, exist_ok=True)
        save_weights(weights, self.best_path, notes)

    def load_last(self) -> Checkpoint:
        """Raises Unreadable when there is none or it is damaged, NotAllowed when a newer GuiNet wrote it."""
        manifest = self._manifest()
        weights_name, state_name = manifest["files"]
        weights = load_weights(self.folder / weights_name)
        path = self.folder / state_name
        if not path.exists() or _file_digest(path) != manifest["files"][state_name]:
            raise Unreadable(
                QT_TRANSLATE_NOOP(
                    "Problem", "{path} is missing or damaged: start a new run, or use the weights in {best}"
                ),
                path=path,
                best=self.best_path,
            )
        return Checkpoint(manifest["step"], weights, load_state(path))

    def load_best(self) -> Weights:
        """Raises Unreadable when there is none or it is damaged; the sentence names the tensor."""
        if not self.best_path.exists():
            raise Unreadable(
                QT_TRANSLATE_NOOP("Problem", "There are no best weights in {folder}: train for at least one epoch"),
                folder=self.folder,
            )
        return load_weights(self.best_path)

    def _manifest(self) -> dict[str, Any]:
        path = self.folder / _MANIFEST
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            if manifest["format"] > FORMAT:
                raise NotAllowed(
                    QT_TRANSLATE_NOOP(
                        "Problem", "{path} was written by a newer GuiNet: update GuiNet to go on with this run"
                    ),
                    path=path,
                )
            weights, state = manifest["files"]
            if not (isinstance(manifest["step"], int) and Path(weights).name == weights and Path(state).name == state):
                raise ValueError("it names no files of this folder")
            return dict(manifest)
        except FileNotFoundError as error:
            raise Unreadable(
                QT_TRANSLATE_NOOP("Problem", "There is no checkpoint in {folder}: start a new run"), folder=self.folder
            ) from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Unreadable(
                QT_TRANSLATE_NOOP("Problem", "{path} is damaged ({error}): start a new run"), path=path, error=error
            ) from error

    def _tidy(self) -> None:
        """Removes what belongs to no checkpoint in force: older ones, and what a full disk or a kill left behind."""
        try:
            named = {*self._manifest()["files"]} if self.has_last else set()
        except (Unreadable, NotAllowed):
            return
        for path in [*self.folder.glob("last-*"), *self.folder.glob(LEFTOVERS)]:
            if path.name not in named:
                # A file that cannot be removed does no harm.
                with contextlib.suppress(OSError):
                    path.unlink()


def load_state(path: Path) -> dict[str, Any]:
    """What `torch.save` wrote, of tensors and plain values only: no code is run. Raises Unreadable."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path} cannot be read ({error}): choose another file"),
            path=path,
            error=reason(error),
        ) from error
    except Exception as error:  # damaged bytes make the unpickler raise anything at all
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path} is not a weights file: choose a .safetensors or .pt file"), path=path
        ) from error
    if not isinstance(state, dict):
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path} holds no state of a training: choose another checkpoint"), path=path
        )
    return state


def _save_state(state: dict[str, Any], path: Path) -> None:
    # In memory first: torch's own writer tells a full disk in words of its own.
    held = io.BytesIO()
    torch.save(state, held)
    path.write_bytes(held.getbuffer())


def _file_digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
