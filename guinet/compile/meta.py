"""Runs one node on the meta device, at two batch sizes, and remembers the answer.

What runs is the text the node has in the generated code. Nothing is allocated and no random number is drawn.
"""

from __future__ import annotations

import builtins
import math
import re
import types
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, TypeAlias

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from guinet.compile import expressions
from guinet.compile.expressions import Pattern
from guinet.compile.known import (
    BATCHES,
    FEW,
    Known,
    KnownSequence,
    KnownTensor,
    Pair,
    Unknowable,
    observe,
    rebased,
    settle,
)
from guinet.compile.written import line_of, names_for, running, text_of
from guinet.core.values import Value
from guinet.nodes.types import Form, NodeType

Inputs: TypeAlias = "Mapping[str, Known | tuple[Known, ...]]"
"""What arrives, by port; a tuple at a port that takes several wires."""

# All of Python's own names: torch imports some of its files when an operation first runs on the meta device, and Python
# looks for `__import__` here.
NAMESPACE: Final[Mapping[str, object]] = {"torch": torch, "nn": nn, "F": F, "__builtins__": builtins}
LARGEST: Final = 64 * 2**30
"""Bytes a single layer's parameters, or one sample's result, may take before they are refused."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`outputs` by port, or what went wrong in torch's words. `bytes` is the size of the parameters.

    `raised` is the class of the exception, `line` where in a text written by hand it arose, 0 for nowhere.
    """

    outputs: Mapping[str, Known] = field(default_factory=dict)
    parameters: int = 0
    bytes: int = 0
    sample_bytes: int = 0
    error: str = ""
    warnings: tuple[str, ...] = ()
    raised: str = ""
    line: int = 0


_memory: dict[object, Answer] = {}
_MEMORY_SIZE: Final = 20_000


def ask(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs) -> Answer:
    """The answer of torch to this node with these arguments (without references) and inputs."""
    by_hand = text_of(type) is not None
    if not by_hand:
        arguments = {name: value for name, value in arguments.items() if name not in _ELSEWHERE}
    key = (type.kind, repr(sorted(arguments.items())), tuple(inputs.items()))
    answer = _memory.get(key)
    if answer is None:
        if len(_memory) >= _MEMORY_SIZE:
            _memory.clear()
        answer = _memory[key] = (_run_by_hand if by_hand else _run)(type, arguments, inputs)
    return answer


_NEEDS_NUMBERS: Final = re.compile("meta|data-dependent|NotImplementedError", re.IGNORECASE)


def _run_by_hand(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs) -> Answer:
    """Someone's code runs on the meta device as torch does; what needs numbers, on a few zeros."""
    answer = _run(type, arguments, inputs)
    if _NEEDS_NUMBERS.search(f"{answer.error} {answer.raised}") and answer.parameters <= _TRIED:
        return _run(replace(type, real=True), arguments, inputs)
    return answer


_ELSEWHERE: Final = frozenset(("device", "seed", "hold"))
"""Arguments that say where a tensor lies, who keeps it or what it is drawn from, which is nothing to its shape."""


def forget() -> None:
    """Empties the memory of answers and modules (for measurements)."""
    _memory.clear()
    _construct.cache_clear()
    _compiled.cache_clear()


@lru_cache(maxsize=512)
def _construct(text: str, kind: str = "", device: str = "meta") -> nn.Module:
    """`kind` is that of code written by hand, "" for all else."""
    # Evaluation mode: shapes are the same, batch norms cost half, and none complains of a single value per channel.
    with torch.device(device):
        made = eval(_compiled(text), names_for(kind, NAMESPACE))
    if not isinstance(made, nn.Module):
        name = made.__class__.__name__
        raise TypeError(f"{name} is no nn.Module: write `class {name}(nn.Module):` and call super().__init__() in it")
    return made.eval()


@lru_cache(maxsize=4096)
def _compiled(text: str) -> types.CodeType:
    return compile(text, "<node>", "eval")


def parameter_shapes(type: NodeType, arguments: Mapping[str, Value]) -> dict[str, tuple[int, ...]]:
    """The shapes of a layer's parameters by their paths. It must be one that `ask` has had an answer for."""
    text = expressions.constructor(type, arguments)
    module = _construct(text) if text_of(type) is None else _construct(text, type.kind, "cpu" if type.real else "meta")
    return {path: tuple(parameter.shape) for path, parameter in module.named_parameters()}


def _run(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs) -> Answer:
    caught: list[str] = []
    module, parameters, size = None, 0, 0
    try:
        with _on_meta(caught), running(type):
            if type.form in (Form.MODULE, Form.LOSS):
                text = expressions.constructor(type, arguments)
                by_hand = text_of(type) is not None
                device = "cpu" if by_hand and type.real else "meta"
                module = _construct(text, type.kind, device) if by_hand else _construct(text)
                parameters = sum(parameter.numel() for parameter in module.parameters())
                size = sum(parameter.numel() * parameter.element_size() for parameter in module.parameters())
            if size > LARGEST:
                return Answer(parameters=parameters, bytes=size)
            if type.real:
                outputs = _observed_real(type, arguments, inputs, parameters)
            else:
                outputs = _observed(type, module, arguments, inputs)
            if not type.real and ("index" in inputs or any(known.dtype != torch.float32 for known in tensors(inputs))):
                _try_dtypes(type, arguments, inputs, parameters)
    except Unknowable as error:
        return Answer(parameters=parameters, bytes=size, error=f"Its form depends on the batch: {error}.")
    except NotImplementedError as error:
        passed = inputs.get(type.inputs[0].name) if type.view and "copy out of meta tensor" in str(error) else None
        if passed is None or isinstance(passed, tuple):
            words, raised = _first_words(error), error.__class__.__name__
            return Answer({}, parameters, size, 0, words, tuple(caught), raised, line_of(error))
        outputs = {type.outputs[0].name: passed}
    except Exception as error:  # noqa: BLE001 - torch and Python raise what they like; it becomes a problem in words
        words, raised = _first_words(error), error.__class__.__name__
        return Answer({}, parameters, size, 0, words, tuple(caught), raised, line_of(error))
    return Answer(
        outputs, parameters, size, _sample_bytes(outputs.values(), not inputs), warnings=tuple(dict.fromkeys(caught))
    )


def _observed(
    type: NodeType, module: nn.Module | None, arguments: Mapping[str, Value], inputs: Inputs
) -> dict[str, Known]:
    """One run, and a second where the first leaves a doubt; two at small batches for what loops."""
    if type.loops or type.ports_for is not None:
        few = {port: _rebased(known, BATCHES, FEW) for port, known in inputs.items()}
        results = [_call(type, module, arguments, few, run) for run in range(len(FEW))]
        return {name: rebased(observe(results[0][name], results[1][name]), FEW, BATCHES) for name in results[0]}
    first = _call(type, module, arguments, inputs, 0)
    settled = {} if _is_multiple(tuple(arguments.values())) else {name: settle(value) for name, value in first.items()}
    found = {name: known for name, known in settled.items() if known is not None}
    if len(found) == len(first):
        return found
    second = _call(type, module, arguments, inputs, 1)
    return {name: observe(first[name], second[name]) for name in first}


_TRIED: Final = 1_000_000
"""Values that a check may put in real tensors, weights included."""


def _observed_real(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs, parameters: int) -> dict[str, Known]:
    """Two runs on a few real zeros, for what the meta device cannot run."""
    if type.follows_values:
        raise NotImplementedError("Meta tensors have no numbers, which its shape follows")
    few = {port: _rebased(known, BATCHES, FEW) for port, known in inputs.items()}
    if sum(math.prod(known.shapes[0]) for known in tensors(few)) + parameters > _TRIED:
        raise Unknowable("it takes too much to try")
    results = _run_really(type, arguments, few, len(FEW))
    return {name: rebased(observe(results[0][name], results[1][name]), FEW, BATCHES) for name in results[0]}


def _run_really(type: NodeType, arguments: Mapping[str, Value], few: Inputs, times: int) -> list[dict[str, object]]:
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        constructed = type.form in (Form.MODULE, Form.LOSS)
        names = names_for(type.kind, NAMESPACE)
        made = eval(_compiled(expressions.constructor(type, arguments)), names) if constructed else None
        return [_call(type, made, arguments, few, run, real=True) for run in range(times)]


def _try_dtypes(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs, parameters: int) -> None:
    """Raises what torch says of real zeros: the meta device takes dtypes that no other does."""
    few = {port: _rebased(known, BATCHES, FEW) for port, known in inputs.items()}
    if sum(math.prod(known.shapes[0]) for known in tensors(few)) + parameters > _TRIED:
        return
    try:
        _run_really(type, arguments, few, 1)
    except RuntimeError as error:
        if "ZeroDivisionError" not in str(error):
            raise


def tensors(inputs: Inputs) -> Iterator[KnownTensor]:
    for items in inputs.values():
        for known in items if isinstance(items, tuple) else (items,):
            if isinstance(known, KnownTensor):
                yield known


def _rebased(known: Known | tuple[Known, ...], old: Pair, new: Pair) -> Known | tuple[Known, ...]:
    return tuple(rebased(item, old, new) for item in known) if isinstance(known, tuple) else rebased(known, old, new)


def _is_multiple(value: Value) -> bool:
    """Whether a number set by hand looks like the batch."""
    if isinstance(value, tuple):
        return any(map(_is_multiple, value))
    return isinstance(value, int) and value != 0 and value % BATCHES[0] == 0


_INTERNAL: Final = re.compile(r"\s*\(Triggered internally at [^)]*\)\.?")
"""Where in torch's C++ a warning comes from."""


@contextmanager
def _on_meta(caught: list[str]) -> Iterator[None]:
    with torch.no_grad(), warnings.catch_warnings(record=True) as records:
        warnings.simplefilter("always")
        yield
        caught += [
            _INTERNAL.sub("", str(record.message)) for record in records if issubclass(record.category, UserWarning)
        ]


def _call(
    type: NodeType,
    module: nn.Module | None,
    arguments: Mapping[str, Value],
    inputs: Inputs,
    run: int,
    real: bool = False,
) -> dict[str, object]:
    variables: dict[str, object] = {} if module is None else {"module": module}
    wired: dict[str, str | tuple[str, ...]] = {}
    for port, known in inputs.items():
        names = []
        for item in known if isinstance(known, tuple) else (known,):
            names.append(f"v{len(variables)}")
            value = item.at(run)
            variables[names[-1]] = (
                torch.zeros_like(value, device="cpu") if real and isinstance(value, Tensor) else value
            )
        wired[port] = tuple(names) if isinstance(known, tuple) else names[0]
    text = expressions.call(type, "module", wired, arguments)
    # The mode slows every call inside the operation, so it is for those that make tensors of nothing.
    at_rest = bool(inputs) if text_of(type) is None else real
    with nullcontext() if at_rest else torch.device("meta"):
        result = eval(_compiled(text), {**names_for(type.kind, NAMESPACE), **variables})
    return _unpacked(output_pattern(type, arguments), result)


def output_pattern(type: NodeType, arguments: Mapping[str, Value]) -> Pattern:
    """How the result is taken apart: one name, or names nested as torch returns them."""
    names = tuple(port.name for port in type.ports(arguments).outputs)
    if len(names) == 1:
        return names[0]
    nested = expressions.pattern(type.unpack) if type.unpack else names
    return nested if set(expressions.pattern_names(nested)) == set(names) else names


def _unpacked(parts: Pattern, result: object) -> dict[str, object]:
    if isinstance(parts, str):
        return {parts: result}
    if not isinstance(result, Sequence) or len(result) != len(parts):
        many = len(result) if isinstance(result, Sequence) else 1
        raise Unknowable(f"{many} results where the node has {len(parts)} outputs")
    pairs = (_unpacked(part, item).items() for part, item in zip(parts, result, strict=True))
    return {name: value for items in pairs for name, value in items}


def _first_words(error: Exception) -> str:
    """The message without torch's C++ frames."""
    text = str(error).split("\nException raised from")[0].split("(most recent call first)")[0].strip()
    return text or type(error).__name__


def _sample_bytes(outputs: Iterable[Known], whole: bool) -> int:
    """Of what follows the batch the share of one sample; `whole` of what is made of nothing, and so knows no batch."""
    return max(map(_bytes, outputs), default=0) // (1 if whole else BATCHES[0])


def _bytes(known: Known) -> int:
    if isinstance(known, KnownTensor):
        total = known.dtype.itemsize
        for size, stride in zip(known.shapes[0], known.strides[0], strict=True):
            total *= size if stride else 1
        return total
    return sum(map(_bytes, known.items)) if isinstance(known, KnownSequence) else 0
