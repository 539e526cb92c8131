"""The devices torch can train on here."""

from __future__ import annotations

import re
from typing import Final

import torch

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.train.problems import TrainingError, failed

_ELSEWHERE: Final = re.compile(r"(cuda|xpu)(:\d\d?)?|mps")
"""What another machine may have."""


def devices() -> tuple[tuple[str, str], ...]:
    """Names as torch writes them, each with a title for people: ("cuda:0", "NVIDIA H100"). The CPU comes first."""
    found = [("cpu", "CPU")]
    if torch.cuda.is_available():
        found += [(f"cuda:{index}", torch.cuda.get_device_name(index)) for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append(("mps", "Apple GPU"))
    if torch.xpu.is_available():
        found += [(f"xpu:{index}", torch.xpu.get_device_name(index)) for index in range(torch.xpu.device_count())]
    return tuple(found)


def find_device(name: str) -> torch.device:
    """The device called `name`; "cuda" is "cuda:0". Raises TrainingError when it is not here."""
    names = [known for known, _ in devices()]
    if name not in names and f"{name}:0" not in names:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "The device “{device}” is not here; there is {devices}. Choose one of them (--device on the command line).",
        )
        raise failed("device", template, {"device": name, "devices": ", ".join(names)})
    return torch.device(name if name in names else f"{name}:0")


def device_name(name: str, *, elsewhere: bool = False) -> str:
    """As torch writes it; with `elsewhere` also one that only another machine may have. Raises TrainingError."""
    try:
        return str(find_device(name))
    except TrainingError:
        known = _ELSEWHERE.fullmatch(name) if elsewhere else None
        if known is None:
            raise
        return name if known[2] or name == "mps" else f"{name}:0"
