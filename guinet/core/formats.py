"""The formats a model can leave in: names shared by the window, the command line and the exporters."""

from __future__ import annotations

from typing import Final

MODEL_FORMATS: Final = {
    "pt": ".pt",
    "full": ".pt",
    "safetensors": ".safetensors",
    "onnx": ".onnx",
    "pt2": ".pt2",
    "py": ".py",
    "training-py": ".py",
}
"""Formats written from the module, with the ending of their files."""

PICTURES: Final = {"svg": ".svg", "png": ".png"}
"""Pictures of the canvas."""

FORMATS: Final = (*MODEL_FORMATS, *PICTURES)
