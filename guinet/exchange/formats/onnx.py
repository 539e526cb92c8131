"""`onnx`: the graph for other runtimes, compared by running it in onnxruntime."""

from __future__ import annotations

from pathlib import Path

import torch

from guinet.core.problems import Problem
from guinet.exchange.batch import dynamic_shapes
from guinet.exchange.companion import quoted
from guinet.exchange.compare import close_outputs
from guinet.exchange.quiet import recording
from guinet.exchange.subject import Subject

TOLERANCE = 1e-5
"""Relative: other kernels add in another order."""


def write(subject: Subject, folder: Path, name: str) -> list[str]:
    with recording(name):
        torch.onnx.export(
            subject.module,
            tuple(subject.inputs.values()),
            folder / name,
            dynamo=True,
            external_data=False,
            input_names=list(subject.inputs),
            dynamic_shapes=dynamic_shapes(subject),
            verbose=False,
        )
    return [name]


def snippet(subject: Subject, name: str) -> str:
    given = ", ".join(f'"{argument}": {argument}.numpy()' for argument in subject.inputs)
    return (
        "import onnxruntime\n\n"
        f'session = onnxruntime.InferenceSession({quoted(name)}, providers=["CPUExecutionProvider"])\n'
        f"# outputs = session.run(None, {{{given}}})\n"
    )


def compare(subject: Subject, folder: Path, name: str) -> Problem:
    call = (
        "[torch.from_numpy(each) for each in session.run(None, {argument.name: value.numpy() "
        "for argument, value in zip(session.get_inputs(), inputs.values())})]"
    )
    return close_outputs(subject, snippet(subject, name), folder, call, TOLERANCE)
