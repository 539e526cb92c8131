"""Runs one node on the meta device, at two batch sizes, and remembers the answer.

What runs is the text the node has in the generated code. Nothing is allocated and no random number is drawn, unless the
meta device, which has no numbers, refuses: then it runs on a few real ones (`guinet.compile.trial`).
"""

from __future__ import annotations

import builtins
import re
import types
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Final, TypeAlias

import torch
import torch.nn.functional as F
from msgspec import Struct, field
from torch import Tensor, nn

from guinet.compile import expressions, trial
from guinet.compile.endless import allowed
from guinet.compile.expressions import Pattern
from guinet.compile.known import (
    BATCHES,
    FEW,
    Known,
    KnownLater,
    KnownSequence,
    KnownTensor,
    Unknowable,
    is_later,
    is_uncertain,
    observe,
    rebased,
    settle,
)
from guinet.compile.written import line_of, names_for, running, text_of
from guinet.core.values import Value, wires_in
from guinet.nodes.types import Form, NodeType

Inputs: TypeAlias = "Mapping[str, Known | tuple[Known, ...]]"
"""What arrives, by port; a tuple at a port that takes several wires."""

# All of Python's own names: torch imports some of its files when an operation first runs on the meta device, and Python
# looks for `__import__` here.
NAMESPACE: Final[Mapping[str, object]] = {"torch": torch, "nn": nn, "F": F, "__builtins__": builtins}
LARGEST: Final = 64 * 2**30
"""Bytes a single layer's parameters, or one sample's result, may take before they are refused."""


class Answer(Struct, frozen=True):
    """`outputs` by port, or what went wrong in torch's words. `bytes` is the size of the parameters.

    `raised` is the class of the exception, `line` where in a text written by hand it arose, 0 for nowhere. `when_run`:
    something of the outputs follows the values that arrive, so that only a run tells.
    """

    outputs: Mapping[str, Known] = field(default_factory=dict)
    parameters: int = 0
    bytes: int = 0
    sample_bytes: int = 0
    error: str = ""
    warnings: tuple[str, ...] = ()
    raised: str = ""
    line: int = 0
    when_run: bool = False


_memory: dict[object, Answer] = {}
_MEMORY_SIZE: Final = 20_000


def ask(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs) -> Answer:
    """The answer of torch to this node with these arguments (without references) and inputs."""
    if text_of(type) is None:
        elsewhere = {port for name in _ELSEWHERE for port in wires_in(arguments.get(name))}
        arguments = {name: value for name, value in arguments.items() if name not in _ELSEWHERE}
        elsewhere -= {port for value in arguments.values() for port in wires_in(value)}
        inputs = {port: known for port, known in inputs.items() if port not in elsewhere}
    rounds = 0 if text_of(type) is None else allowed.get()
    key = (type.kind, repr(sorted(arguments.items())), tuple(inputs.items()), rounds)
    answer = _memory.get(key)
    if answer is None:
        if len(_memory) >= _MEMORY_SIZE:
            _memory.clear()
        answer = _memory[key] = _run(type, arguments, inputs)
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
    module = _made(type, arguments)
    return {path: tuple(parameter.shape) for path, parameter in module.named_parameters()}


def parameter_names(type: NodeType, arguments: Mapping[str, Value]) -> tuple[str, ...]:
    """The names of a layer's own parameters, also of those it was made without, such as `bias` with `bias=False`."""
    return tuple(_made(type, arguments)._parameters)


def state_shapes(type: NodeType, arguments: Mapping[str, Value]) -> dict[str, tuple[int, ...]]:
    """The shapes of all that a layer's `state_dict` holds: buffers too."""
    return {path: tuple(values.shape) for path, values in _made(type, arguments).state_dict().items()}


def _made(type: NodeType, arguments: Mapping[str, Value]) -> nn.Module:
    """The layer; someone's own on the CPU where its constructor needs numbers, which the meta device does not have."""
    text = expressions.constructor(type, arguments)
    if text_of(type) is None:
        return _construct(text)
    try:
        return _construct(text, type.kind)
    except Exception:  # noqa: BLE001 - someone's code raises what it likes; on the CPU it says what is wrong, if all is
        return _construct(text, type.kind, "cpu")


def _run(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs) -> Answer:
    caught: list[str] = []
    module, parameters, size = None, 0, 0
    try:
        with _on_meta(caught), running(type):
            if type.form in (Form.MODULE, Form.LOSS):
                module = _made(type, arguments)
                parameters = sum(parameter.numel() for parameter in module.parameters())
                size = sum(parameter.numel() * parameter.element_size() for parameter in module.parameters())
            if size > LARGEST:
                return Answer(parameters=parameters, bytes=size)
            outputs = _outputs(type, module, arguments, inputs, parameters)
            if not type.real and ("index" in inputs or any(known.dtype != torch.float32 for known in tensors(inputs))):
                _try_dtypes(type, arguments, inputs, parameters)
    except Unknowable as error:
        return Answer(parameters=parameters, bytes=size, error=f"Its form depends on the batch: {error}.")
    except Exception as error:  # noqa: BLE001 - torch and Python raise what they like; it becomes a problem in words
        words, raised = _first_words(error), error.__class__.__name__
        return Answer({}, parameters, size, 0, words, tuple(caught), raised, line_of(error))
    certain = not any(map(is_uncertain, each_of(inputs)))
    return Answer(
        outputs,
        parameters,
        size,
        _sample_bytes(outputs.values(), not inputs),
        warnings=tuple(dict.fromkeys(caught)),
        when_run=certain and any(map(is_uncertain, outputs.values())),
    )


def _outputs(
    type: NodeType, module: nn.Module | None, arguments: Mapping[str, Value], inputs: Inputs, parameters: int
) -> Mapping[str, Known]:
    """What the node gives: as the meta device tells, or else as a trial on real numbers does.

    That the trial succeeds at two batch sizes shows that the meta device failed for want of numbers; where both fail,
    the former's words are those of torch about these very shapes. Raises them, or Unknowable.
    """
    if any(map(is_later, each_of(inputs))):
        return _all_later(type, arguments)
    try:
        if not type.real:
            return _observed(type, module, arguments, inputs)
        refused: Exception | None = None
    except Unknowable:
        if any(map(is_uncertain, each_of(inputs))):
            return _all_later(type, arguments)
        raise
    except Exception as error:  # noqa: BLE001 - torch and Python raise what they like; the trial tells more
        refused = error
    try:
        return _observed_real(type, arguments, inputs, parameters)
    except trial.TooMuch:
        if refused is None or any(map(is_uncertain, each_of(inputs))):
            return _all_later(type, arguments)
        passed = inputs.get(type.inputs[0].name) if type.view and isinstance(refused, NotImplementedError) else None
        if passed is not None and not isinstance(passed, tuple):
            return {type.outputs[0].name: passed}
        # torch's way of saying that it has this operation for real numbers only.
        if isinstance(refused, NotImplementedError):
            return _all_later(type, arguments)
        raise refused from None
    except Exception as error:  # noqa: BLE001 - torch and Python raise what they like; it becomes a problem in words
        # A size that nobody knows yet may be the very one that fits.
        if any(map(is_uncertain, each_of(inputs))):
            return _all_later(type, arguments)
        own = text_of(type) is not None and refused.__class__ is not error.__class__
        raise error if refused is None or own else refused from None


def _all_later(type: NodeType, arguments: Mapping[str, Value]) -> dict[str, Known]:
    return {port.name: KnownLater() for port in type.ports(arguments).outputs}


def each_of(inputs: Inputs) -> Iterator[Known]:
    """All that arrives, one by one."""
    for known in inputs.values():
        yield from known if isinstance(known, tuple) else (known,)


def _observed(
    type: NodeType, module: nn.Module | None, arguments: Mapping[str, Value], inputs: Inputs
) -> dict[str, Known]:
    """One run, and a second where the first leaves a doubt; two at small batches for what loops."""
    if type.loops or type.ports_for is not None:
        few = trial.few_of(inputs)
        results = [_call(type, module, arguments, _values(few, run)) for run in range(len(FEW))]
        return {name: rebased(observe(results[0][name], results[1][name]), FEW, BATCHES) for name in results[0]}
    first = _call(type, module, arguments, _values(inputs, 0))
    settled = {} if _is_multiple(tuple(arguments.values())) else {name: settle(value) for name, value in first.items()}
    found = {name: known for name, known in settled.items() if known is not None}
    if len(found) == len(first):
        return found
    second = _call(type, module, arguments, _values(inputs, 1))
    return {name: observe(first[name], second[name]) for name in first}


def _observed_real(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs, parameters: int) -> dict[str, Known]:
    """What a few real numbers tell, for what the meta device cannot run."""
    made = None

    def run(values: Mapping[str, object]) -> dict[str, object]:
        nonlocal made
        if made is None:
            made = _really_made(type, arguments)
        return _call(type, made, arguments, values, real=True)

    with torch.no_grad():
        return trial.tried(run, inputs, parameters, zeros_only=text_of(type) is not None)


def _really_made(type: NodeType, arguments: Mapping[str, Value]) -> nn.Module | None:
    if type.form not in (Form.MODULE, Form.LOSS):
        return None
    made: nn.Module = eval(_compiled(expressions.constructor(type, arguments)), names_for(type.kind, NAMESPACE))
    return made


def _try_dtypes(type: NodeType, arguments: Mapping[str, Value], inputs: Inputs, parameters: int) -> None:
    """Raises what torch says of real zeros, and of ones too: the meta device takes dtypes that no other does."""
    try:
        few = trial.few_of(inputs)
    except trial.TooMuch:
        return
    if any(map(is_uncertain, each_of(inputs))) or trial.numbers_in(few) + parameters > trial.MOST:
        return
    refused: RuntimeError | None = None
    for values in trial.plain_numbers(few):
        try:
            with torch.random.fork_rng(devices=[]), torch.no_grad():
                _call(type, _really_made(type, arguments), arguments, values, real=True)
        except RuntimeError as error:
            refused = refused or error
            if "ZeroDivisionError" not in str(error):
                continue
        return
    if refused is not None:
        raise refused


def tensors(inputs: Inputs) -> Iterator[KnownTensor]:
    for items in inputs.values():
        for known in items if isinstance(items, tuple) else (items,):
            if isinstance(known, KnownTensor):
                yield known


def _values(inputs: Inputs, run: int) -> dict[str, object]:
    """What arrives at a batch size, on the meta device."""
    return {
        port: tuple(item.at(run) for item in known) if isinstance(known, tuple) else known.at(run)
        for port, known in inputs.items()
    }


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
    values: Mapping[str, object],
    real: bool = False,
) -> dict[str, object]:
    """Runs the node's text. `values` are what arrives, a tuple where a port takes several wires."""
    try:
        return _called(type, module, arguments, values, real)
    except RuntimeError as error:
        if text_of(type) is None or _NEEDS_NONE not in str(error):
            raise
    # Code that differentiates by itself: in training what arrives has mostly been through layers, and needs a gradient.
    with torch.enable_grad():
        needing = {port: _needing(value) for port, value in values.items()}
        return _called(type, module, arguments, needing, real)


_NEEDS_NONE: Final = "does not require grad"
"""So torch says of what was to be differentiated by and is not followed."""


def _needing(value: object) -> object:
    """The same numbers as a layer gives them: followed by autograd, and no leaf."""
    if isinstance(value, tuple):
        return tuple(map(_needing, value))
    if isinstance(value, Tensor) and (value.is_floating_point() or value.is_complex()):
        return value.detach().requires_grad_().clone()
    return value


def _called(
    type: NodeType, module: nn.Module | None, arguments: Mapping[str, Value], values: Mapping[str, object], real: bool
) -> dict[str, object]:
    variables: dict[str, object] = {} if module is None else {"module": module}
    wired: dict[str, str | tuple[str, ...]] = {}
    several = {port.name for port in type.ports(arguments).inputs if port.multiple}
    for port, value in values.items():
        names = []
        for item in value if port in several and isinstance(value, tuple) else (value,):
            names.append(f"v{len(variables)}")
            variables[names[-1]] = item
        wired[port] = tuple(names) if port in several else names[0]
    text = expressions.call(type, "module", wired, arguments)
    # The mode slows every call inside the operation, so it is for those that make tensors of nothing.
    at_rest = real or (text_of(type) is None and any(map(_holds_tensor, values.values())))
    namespace = {**names_for(type.kind, NAMESPACE), **variables}
    with nullcontext() if at_rest else torch.device("meta"):
        if type.form is Form.ASSIGN:
            exec(text, namespace)
            result = variables[str(wired[type.inputs[0].name])]
        else:
            result = eval(_compiled(text), namespace)
    return _unpacked(output_pattern(type, arguments), result)


def _holds_tensor(value: object) -> bool:
    return isinstance(value, Tensor) or (isinstance(value, (tuple, list)) and any(map(_holds_tensor, value)))


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
