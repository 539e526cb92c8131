"""A module's weights as a safetensors file that tells when a bit of it was flipped."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import torch
from msgspec import Struct
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Unreadable, sentence
from guinet.storage.atomic import replacing

DIGESTS: Final = "guinet.sha256"
"""The key of the file's own metadata that holds the SHA-256 of every tensor, by name, as JSON."""

VERSIONS: Final = "guinet.state_dict_metadata"
"""The key that holds `state_dict._metadata`: the versions modules were written with."""


class Weights(Struct, frozen=True):
    """What a weights file holds: tensors by `state_dict` name, `state_dict._metadata`, and notes kept beside them."""

    tensors: Mapping[str, Tensor]
    versions: Mapping[str, Any]
    notes: Mapping[str, str]

    def load_into(self, module: nn.Module) -> None:
        """Raises Unreadable when names or shapes are not those of the module."""
        state: OrderedDict[str, Tensor] = OrderedDict(self.tensors)
        state._metadata = self.versions  # type: ignore[attr-defined]  # where torch itself keeps it
        try:
            module.load_state_dict(state)
        except RuntimeError as error:
            raise self._refused(module, str(error)) from error

    def _refused(self, module: nn.Module, words: str) -> Unreadable:
        misfits = tuple(self._misfits(module))
        if not misfits:
            template = QT_TRANSLATE_NOOP(
                "Problem", "The weights do not fit the network, which may have been changed since: {words}"
            )
            return Unreadable(template, words=words.splitlines()[-1].strip())
        template = QT_TRANSLATE_NOOP(
            "Problem", "The weights do not fit the network, which may have been changed since: {reason}"
        )
        if len(misfits) > 1:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "The weights do not fit the network, which may have been changed since: {reason}, and {count} more",
            )
        return Unreadable(template, reason=misfits[0], count=len(misfits) - 1)

    def _misfits(self, module: nn.Module) -> Iterator[Problem]:
        own = module.state_dict()
        for name, value in own.items():
            if name not in self.tensors:
                yield sentence(QT_TRANSLATE_NOOP("Problem", "it has {name}, which they lack"), name=name)
            elif self.tensors[name].shape != value.shape:
                template = QT_TRANSLATE_NOOP("Problem", "{name} is {here} in it, but {there} in them")
                yield sentence(template, name=name, here=_shape(value), there=_shape(self.tensors[name]))
        template = QT_TRANSLATE_NOOP("Problem", "they hold {name}, which it lacks")
        yield from (sentence(template, name=name) for name in self.tensors if name not in own)


def _shape(tensor: Tensor) -> str | Problem:
    one = sentence(QT_TRANSLATE_NOOP("Problem", "one number"))
    return "×".join(map(str, tensor.shape)) or one


def snapshot(module: nn.Module) -> OrderedDict[str, Tensor]:
    """A copy of the module's `state_dict` that later steps leave alone."""
    state = module.state_dict()
    copy = OrderedDict((name, value.detach().clone()) for name, value in state.items())
    copy._metadata = state._metadata  # type: ignore[attr-defined]
    return copy


def save_weights(state: Mapping[str, Tensor], path: Path, notes: Mapping[str, str] | None = None) -> None:
    """Writes a `state_dict` to `path`, whole or not at all. Tied tensors are written under each of their names.

    Raises OSError when it cannot be written; nothing is left behind then.
    """
    # Clones: safetensors refuses tensors that share memory.
    tensors = {name: value.detach().to("cpu", copy=True).contiguous() for name, value in state.items()}
    metadata = {
        **(notes or {}),
        "format": "pt",
        DIGESTS: json.dumps({name: digest(tensor) for name, tensor in tensors.items()}),
        VERSIONS: json.dumps(getattr(state, "_metadata", {})),
    }
    with replacing(path) as temporary:
        try:
            save_file(tensors, temporary, metadata)
        except SafetensorError as error:
            raise OSError(str(error)) from error


def load_weights(path: Path, device: torch.device | str = "cpu") -> Weights:
    """Reads a safetensors file, one of ours or of anybody; runs no code.

    Raises Unreadable when it is missing or damaged; where digests are kept, the sentence names the tensor.
    """
    try:
        with _readable(path) as name, safe_open(name, framework="pt") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no iterator
        _check(tensors, json.loads(metadata.get(DIGESTS, "null")), path)
        versions = json.loads(metadata.get(VERSIONS, "{}"))
    except (OSError, SafetensorError, ValueError, TypeError, AttributeError, RuntimeError, RecursionError) as error:
        raise Unreadable(
            QT_TRANSLATE_NOOP("Problem", "The weights in {path} cannot be read ({error}): choose another checkpoint"),
            path=path,
            error=error,
        ) from error
    notes = {name: value for name, value in metadata.items() if name not in (DIGESTS, VERSIONS, "format")}
    return Weights({name: tensor.to(device) for name, tensor in tensors.items()}, versions, notes)


@contextmanager
def _readable(path: Path) -> Iterator[str | Path]:
    """A name of the file that safetensors takes: it takes no name that is not UTF-8, which other systems allow."""
    try:
        str(path).encode()
        yield path
    except UnicodeEncodeError:
        with path.open("rb") as opened:
            yield f"/dev/fd/{opened.fileno()}"


def _check(tensors: Mapping[str, Tensor], digests: Mapping[str, str] | None, path: Path) -> None:
    if digests is None:
        return
    for name in sorted(tensors.keys() | digests.keys()):
        if name not in tensors or digests.get(name) != digest(tensors[name]):
            raise Unreadable(
                QT_TRANSLATE_NOOP(
                    "Problem", "{path} is damaged: the tensor {name} is not what was written; use another checkpoint"
                ),
                path=path,
                name=name,
            )


def digest(tensor: Tensor) -> str:
    """The SHA-256 of a CPU tensor's bytes, in order."""
    return hashlib.sha256(tensor.contiguous().reshape(-1).view(torch.uint8).numpy().data).hexdigest()
