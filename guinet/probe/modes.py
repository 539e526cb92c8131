"""Train and eval mode of what an evaluation runs: of the module, or of the layers in the lines of a script."""

from __future__ import annotations

import ast
from typing import Final, Literal, TypeAlias

from torch import nn

from guinet.compile.script import Statement

Mode: TypeAlias = Literal["eval", "train"]

EVAL: Final = "eval"
TRAIN: Final = "train"


def mode_of(mode: Mode | None, has_module: bool) -> Mode:
    """The mode that holds where `mode` may be left open: eval for a module; a script's layers are in train mode, as
    torch makes them."""
    return mode if mode is not None else EVAL if has_module else TRAIN


def in_eval_mode(line: str) -> str:
    """The line with each layer it makes and calls put into eval mode: `nn.Dropout(0.5).eval()(x)`."""
    lines = line.splitlines(keepends=True)
    makers = [node.func for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call)]
    ends = {
        (maker.end_lineno or 1, maker.end_col_offset or 0)
        for maker in makers
        if isinstance(maker, ast.Call) and _makes_layer(maker)
    }
    for row, column in sorted(ends, reverse=True):
        # Python counts columns in bytes.
        text = lines[row - 1].encode()
        lines[row - 1] = (text[:column] + b".eval()" + text[column:]).decode()
    return "".join(lines)


def settle(statement: Statement, namespace: dict[str, object]) -> None:
    """Puts the layers into eval mode that the statement has made."""
    for name in (
        target.id
        for assign in ast.parse(statement.made).body
        if isinstance(assign, ast.Assign)
        for target in assign.targets
        if isinstance(target, ast.Name)
    ):
        layer = namespace.get(name)
        if isinstance(layer, nn.Module):
            layer.eval()


def _makes_layer(call: ast.Call) -> bool:
    """`nn.Dropout(0.5)`, `torch.nn.Dropout(0.5)`, or a class of a block; other functions may give functions too."""
    return isinstance(call.func, ast.Name) or "nn" in ast.unparse(call.func).split(".")
