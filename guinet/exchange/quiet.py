"""Recording a model with torch, which says on the way what only its makers can use."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import warnings
from collections.abc import Iterator
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.exchange.problems import ExportFailed, export_failed

_LOGGERS: Final = ("torch.onnx", "torch.fx.experimental.symbolic_shapes")
_COLOURS: Final = re.compile(r"\x1b\[\d*m")


@contextlib.contextmanager
def recording(name: str) -> Iterator[None]:
    """Inside, warnings and what is printed are kept off the terminal. Raises ExportFailed, on one line, when the model
    cannot be recorded; `name` is that of the file."""
    # Warnings: an LSTM's list of its own weights is re-made while it is recorded; torch warns of that and of its own
    # deprecated calls. Printed, and logged: where a graph cannot be recorded, all of it up to there.
    nowhere = io.StringIO()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        contextlib.ExitStack() as levels,
    ):
        warnings.simplefilter("ignore")
        for each in map(logging.getLogger, _LOGGERS):
            levels.callback(each.setLevel, each.level)
            each.setLevel(logging.ERROR)
        try:
            yield
        except (OSError, GuinetError):
            raise
        except Exception as error:  # torch's recorders raise what they like
            raise _failed(name, error) from error


def _failed(name: str, error: BaseException) -> ExportFailed:
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(cause)
    if any("data-dependent" in str(each) for each in chain):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "the model could not be exported to {file}: which way it goes depends on the values, as in a While or an "
            "If, and a recorded graph has one way only; nothing was written, choose pt, safetensors, full or py",
        )
        return ExportFailed(template, file=name)
    first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return export_failed(name, _COLOURS.sub("", first).strip())
