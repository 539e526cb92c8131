"""The lines of a training script that the settings change: optimiser, scheduler, groups, clipping and accumulation."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from guinet.compile.expressions import literal
from guinet.core.settings import SCHEDULER_PREFIX
from guinet.core.values import Value
from guinet.nodes.formulas import Formula
from guinet.train.groups import parameter_groups
from guinet.train.planned import Plan
from guinet.train.schedulers import FUNCTION, SchedulerChoice

_LINE: Final = 116
"""Letters of a line, before it is indented into its function."""


def imports(plan: Plan) -> tuple[str, ...]:
    groups = ("from fnmatch import fnmatchcase", "from typing import Any") if plan.optimizer.groups else ()
    return (*groups, "import math") if any(map(_needs_math, _schedulers(plan))) else groups


def _schedulers(plan: Plan) -> tuple[SchedulerChoice, ...]:
    return (plan.scheduler, *plan.scheduler.parts) if plan.scheduler is not None else ()


def _needs_math(scheduler: SchedulerChoice) -> bool:
    return FUNCTION in scheduler.arguments and Formula(str(scheduler.arguments[FUNCTION])).needs_math


def settings(plan: Plan) -> tuple[str, ...]:
    """The constants below the first ones."""
    lines = [f"ACCUMULATE = {plan.update.accumulate}"] if plan.update.accumulate > 1 else []
    if plan.optimizer.groups:
        lines.append("GROUPS: dict[str, dict[str, Any]] = {  # by pattern; the first that fits holds")
        lines += [f"    {literal(pattern)}: {_dict(given)}," for pattern, given in plan.optimizer.groups.items()]
        lines.append("}")
    return tuple(lines)


def definitions(plan: Plan) -> tuple[str, ...]:
    """The functions a training needs besides its own."""
    return (inspect.getsource(parameter_groups),) if plan.optimizer.groups else ()


def on_device(objective: str) -> str:
    """The text of the objective, with its criteria where the batches are: some hold the weights of classes."""
    lines = objective.split("\n")
    for statement in ast.parse(objective).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.value).startswith("nn."):
            lines[(statement.end_lineno or statement.lineno) - 1] += ".to(DEVICE)"
    return "\n".join(lines)


def made(plan: Plan) -> str:
    """The lines that make the optimiser and the scheduler."""
    parameters = "parameter_groups(model, GROUPS)" if plan.optimizer.groups else "model.parameters()"
    lines = [f"optimizer = {plan.optimizer.kind}({parameters}{_keywords(plan.optimizer.arguments)})"]
    if plan.scheduler is not None:
        lines += _scheduler(_of_any_length(plan.scheduler, plan))
    return "\n".join(lines)


class _Python(str):
    """Stands where a value would, as it is to be written."""


def _of_any_length(scheduler: SchedulerChoice, plan: Plan) -> SchedulerChoice:
    """Where the plan has told it how long the training is, it follows what the script's `train` is given."""
    if "total_steps" not in scheduler.arguments or f"{SCHEDULER_PREFIX}total_steps" in plan.settings:
        return scheduler
    length = _Python(f"epochs * {plan.update.updates(plan.batches)}")
    return replace(scheduler, arguments={**scheduler.arguments, "total_steps": length})


def _scheduler(scheduler: SchedulerChoice) -> list[str]:
    if not scheduler.parts:
        return _call("scheduler = ", scheduler, "")
    parts = [line for part in scheduler.parts for line in _call("    ", part, ",")]
    given = f"optimizer, schedulers{_keywords(scheduler.arguments)}"
    if not scheduler.arguments:
        given = "schedulers, optimizer=optimizer"
    return ["schedulers = [", *parts, "]", f"scheduler = {scheduler.kind}({given})"]


def _call(before: str, scheduler: SchedulerChoice, after: str) -> list[str]:
    """On one line, or with a line for each argument where that would be too long: a formula may be."""
    line = f"{before}{scheduler.kind}(optimizer{_keywords(scheduler.arguments)}){after}"
    if len(line) <= _LINE:
        return [line]
    indent = " " * (len(before) - len(before.lstrip()))
    given = [f"{indent}    {name}={_written(name, value)}," for name, value in scheduler.arguments.items()]
    return [f"{before}{scheduler.kind}(", f"{indent}    optimizer,", *given, f"{indent}){after}"]


def batches(plan: Plan) -> str:
    """What the batches of an epoch are made from."""
    shuffle = f"shuffle={plan.shuffle}, generator=generator"
    return f'parts["train"], BATCH_SIZE, {shuffle}' + ", drop_last=True" * plan.drop_last


def loop(plan: Plan, batches: str) -> str:
    """The head of the loop over the batches."""
    if plan.update.accumulate == 1:
        return f"for batch in {batches}:"
    return f"for index, batch in enumerate({batches}):"


def step(plan: Plan, call: str) -> str:
    """The lines from a batch to the update; `call` are those from the batch to its loss."""
    if plan.optimizer.calls_back:
        body = "\n".join(("optimizer.zero_grad()", call, "loss.backward()", *_clips(plan), "return loss"))
        # The batch is a default: the function is made anew in every round of the loop.
        head = "def closure(batch: dict[str, torch.Tensor] = batch) -> torch.Tensor:"
        lines = ["", head, textwrap.indent(body, "    "), "", "loss = optimizer.step(closure)", *_after_update(plan)]
    elif plan.update.accumulate > 1:
        update = "\n".join((*_clips(plan), "optimizer.step()", *_after_update(plan)))
        lines = [
            call,
            "if index % ACCUMULATE == 0:",
            "    optimizer.zero_grad()",
            f"share = min(ACCUMULATE, {plan.batches} - index // ACCUMULATE * ACCUMULATE)",
            "(loss / share).backward()",
            f"if (index + 1) % ACCUMULATE == 0 or index + 1 == {plan.batches}:",
            textwrap.indent(update, "    "),
        ]
    else:
        update = "\n".join(("loss.backward()", *_clips(plan), "optimizer.step()", *_after_update(plan)))
        lines = [call, "optimizer.zero_grad()", update]
    return "\n".join(lines)


def epoch_end(plan: Plan, validated: bool) -> tuple[str, ...]:
    """The scheduler's step, for those that count epochs."""
    if plan.scheduler is None or plan.scheduler.per_step:
        return ()
    loss = 'scores["loss"]' if validated else "total / rows"
    return (f"scheduler.step({loss if plan.scheduler.metric else ''})",)


def _after_update(plan: Plan) -> tuple[str, ...]:
    return ("scheduler.step()",) if plan.scheduler is not None and plan.scheduler.per_step else ()


def _clips(plan: Plan) -> tuple[str, ...]:
    limits = {"value": plan.update.clip_value, "norm": plan.update.clip_norm}
    return tuple(
        f"torch.nn.utils.clip_grad_{name}_(model.parameters(), {limit!r})"
        for name, limit in limits.items()
        if limit is not None
    )


def _keywords(arguments: Mapping[str, Value]) -> str:
    return "".join(f", {name}={_written(name, value)}" for name, value in arguments.items())


def _written(name: str, value: Value) -> str:
    if isinstance(value, _Python):
        return value
    return Formula(str(value)).source if name == FUNCTION else literal(value)


def _dict(arguments: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{literal(name)}: {literal(value)}" for name, value in arguments.items()) + "}"
