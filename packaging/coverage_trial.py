"""One node type tried for real: drawn, checked, built, run beside torch, saved, and read again from its own source."""

from __future__ import annotations

import copy
import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from coverage_examples import Example, Given, Made, example_of
from torch import Tensor, nn

import guinet
from guinet.compile.module import load
from guinet.compile.source import Source, generate
from guinet.core.changes import SetArgument
from guinet.core.graph import Block, Node
from guinet.core.project import INPUT_KIND, Project
from guinet.core.report import NodeReport
from guinet.core.values import TensorSpec
from guinet.nodes.types import Form, NodeType
from guinet.storage import files

SEED = 7
_STEPS = ("builds", "runs", "file", "text")


@dataclass
class Trial:
    """How far it came; `reason` is why not further. `told`: whether the check told the shapes torch gives."""

    passed: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(_STEPS, False))
    reason: str = ""
    told: bool = False


def attempt(type: NodeType) -> Trial:
    """Runs the first example that torch takes."""
    trial = Trial()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = _first(type)
        if found is None:
            trial.reason = "no example: none of those the rule makes is taken by torch"
            return trial
        try:
            _follow(type, found, trial)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is the row's reason
            words = str(error).strip().splitlines() or [""]
            trial.reason = f"{error.__class__.__name__}: {words[0]}"[:200]
    return trial


def _first(type: NodeType) -> Example | None:
    return next((example for example in example_of(type) if _is_taken(type, example)), None)


def _is_taken(type: NodeType, example: Example) -> bool:
    try:
        torch.manual_seed(SEED)
        _direct(type, _values(example.inputs), _all_arguments(type, example))
    except Exception:  # noqa: BLE001 - torch raises what it likes at what it does not take
        return False
    return True


def _follow(type: NodeType, example: Example, trial: Trial) -> None:
    project = _drawn(type, example)
    report = guinet.check(project)
    error = next((problem for problem in report.problems if problem.severity.value == "error"), None)
    if error is not None:
        trial.reason = error.message + (f" ({error.detail.splitlines()[0]})" if error.detail else "")
        return
    source = generate(project, report)
    torch.manual_seed(SEED)
    made = load(source)
    module = made.module_class()
    trial.passed["builds"] = True
    expected = _expected(type, example, module)
    trial.told = _is_told(report.nodes[project.main.id][project.main.node("it").id], expected)
    alike = same_shapes if type.kind in UNDEFINED else same
    trial.passed["runs"] = alike(_run(module, example, source, made.objective), expected)
    if not trial.passed["runs"]:
        trial.reason = "gives another result than torch"
    again = files.loads(files.dumps(project))
    written = generate(again, guinet.check(again))
    trial.passed["file"] = files.dumps(again) == files.dumps(project) and written == source
    names: dict[str, Any] = {"__name__": "example"}
    exec(written.text + (written.objective.text if written.objective else ""), names)
    torch.manual_seed(SEED)
    fresh = names[written.class_name]()
    trial.passed["text"] = alike(_run(fresh, example, written, names.get("objective")), expected)
    if trial.passed["text"] and not _reads_back(type, example):
        trial.passed["text"], trial.reason = False, "its source, read again, is another graph"


def _reads_back(type: NodeType, example: Example) -> bool:
    """Whether the source, parsed, is the graph it was written from: the source of that is the same. What it does not
    say, the shapes of what enters, is given. Where nothing enters it is a script, which has no Outputs."""
    project = _drawn(type, example)
    if not _entering(project):
        project = _drawn(type, example, ends=False)
    text = guinet.source(project)
    read = guinet.from_source(text)
    for given, found in zip(_entering(project), _entering(read), strict=True):
        changes = [SetArgument(read.main.id, found.id, name, value) for name, value in given.arguments.items()]
        read.run("Set arguments", changes)
    return guinet.source(read) == text


def _entering(project: Project) -> list[Node]:
    return [node for node in project.main.nodes.values() if node.kind == INPUT_KIND]


def _is_told(node: NodeReport, expected: object) -> bool:
    """Whether the tensors of the report are those of the result, one for one."""
    for spec, value in zip(node.outputs.values(), _flat(expected), strict=False):
        if isinstance(spec, TensorSpec) and isinstance(value, Tensor):
            dtype = str(value.dtype).removeprefix("torch.")
            if (spec.shape, spec.dtype) != (tuple(value.shape), dtype):
                return False
    return True


def _drawn(type: NodeType, example: Example, *, ends: bool = True) -> Project:
    """An Input for each tensor, the node, and, with `ends`, an Output for each of its outputs."""
    project = guinet.new("Example")
    block = project.main
    arguments: dict[str, Any] = {**example.arguments}
    node = block.add(type.kind, name="it", **arguments)
    _wire(block, node, example.inputs)
    for place, output in enumerate(type.ports(arguments).outputs if ends and type.form is not Form.LOSS else ()):
        result = block.add("guinet.Output", name=f"result_{place}")  # forward returns them in this order
        block.connect(node[output.name], result["input"])
    return project


def _wire(block: Block, node: Node, inputs: Given) -> None:
    for port, value in inputs.items():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Made):
                before = block.add(each.kind, **each.arguments)  # type: ignore[arg-type]  # names and positions are never given
                _wire(block, before, each.inputs)
            else:
                shape, dtype = tuple(each.shape), str(each.dtype).removeprefix("torch.")
                name = f"v{1 + sum(other.kind == INPUT_KIND for other in block.nodes.values())}"
                before = block.add(INPUT_KIND, name=name, shape=shape, dtype=dtype, batched=False)
            block.connect(before[block.project.ports(block, before).outputs[0].name], node[port])


def _tensors(inputs: Given) -> Iterator[Tensor]:
    """What enters, in the order of the Inputs."""
    for value in inputs.values():
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Made):
                yield from _tensors(each.inputs)
            else:
                yield each


def _values(inputs: Given) -> Given:
    """Copies of what enters, since an operation may write over it; what is made first, made."""
    return {
        port: tuple(map(_value, value)) if isinstance(value, tuple) else _value(value) for port, value in inputs.items()
    }


def _value(given: Any) -> Any:
    if isinstance(given, Made):
        return torch_object(given.kind)(*_values(given.inputs).values(), **given.arguments)
    return copy.deepcopy(given)


def _run(module: nn.Module, example: Example, source: Source, objective: Callable[..., object] | None) -> object:
    """What the module gives, or what the loss does with that."""
    torch.manual_seed(SEED)
    module.eval()
    given = {f"v{number}": copy.deepcopy(tensor) for number, tensor in enumerate(_tensors(example.inputs), 1)}
    result = module(**given)
    if objective is None or source.objective is None:
        return result
    results = result if isinstance(result, tuple) else (result,)
    named = dict(zip((output.name for output in source.outputs), results, strict=True))
    return objective(*(named[parameter.name] for parameter in source.objective.parameters))


def _all_arguments(type: NodeType, example: Example) -> dict[str, Any]:
    inferred = {
        argument.name: example.inputs[argument.inferred.port].shape[argument.inferred.dimension]
        for argument in type.arguments
        if argument.inferred and argument.name not in example.arguments and argument.inferred.port in example.inputs
    }
    written = {each.name for each in type.arguments if each.name in type.parameters or type.form in _CONSTRUCTED}
    return {name: value for name, value in {**inferred, **example.arguments}.items() if name in written}


_CONSTRUCTED = (Form.MODULE, Form.LOSS)


def _expected(type: NodeType, example: Example, module: nn.Module) -> object:
    """What torch itself gives, with the drawn module's own weights; nested results in one row, as ports are."""
    arguments = _all_arguments(type, example)
    torch.manual_seed(SEED)
    made = _constructed(type, arguments) if type.form in _CONSTRUCTED else None
    if made is not None:
        inner = getattr(module, "it", None)
        if isinstance(inner, nn.Module):
            made.load_state_dict(inner.state_dict())
        made.eval()
    torch.manual_seed(SEED)
    result = _direct(type, _values(example.inputs), arguments, made)
    outputs = len(type.ports(arguments).outputs)
    if outputs == 1:
        return result
    return tuple(result) if isinstance(result, tuple) and len(result) == outputs else tuple(_flat(result))


def _flat(result: object) -> Iterator[object]:
    if isinstance(result, (tuple, list)):
        for item in result:
            yield from _flat(item)
    else:
        yield result


def _constructed(type: NodeType, arguments: Mapping[str, Any]) -> nn.Module:
    inner_names = {argument.name for argument in type.arguments if argument.inner}
    outer = {name: value for name, value in arguments.items() if name not in inner_names}
    if not type.inner:
        made: nn.Module = torch_object(type.kind)(**outer)
        return made
    layer = torch_object(f"torch.{type.inner}")(**{name: arguments[name] for name in arguments if name in inner_names})
    made = torch_object(type.kind)(layer, **outer)
    return made


def _direct(type: NodeType, inputs: Mapping[str, Any], arguments: Mapping[str, Any], made: Any = None) -> object:
    """A call of torch as one writes it: what comes first without its name, the rest by name."""
    at_call = {argument.name for argument in type.arguments if argument.at_call}
    if type.form in _CONSTRUCTED:
        made = _constructed(type, {k: v for k, v in arguments.items() if k not in at_call}) if made is None else made
        return made(*inputs.values(), **{k: v for k, v in arguments.items() if k in at_call})
    if type.form is Form.INDEX:
        return eval(f"x[{arguments['index']}]", {**inputs, "x": inputs["input"]})
    if type.form is Form.ASSIGN:
        names = {**inputs, "x": inputs["input"], "value": inputs.get("value", arguments.get("value"))}
        exec(f"x[{arguments['index']}] = value", names)
        return names["x"]
    if type.form is Form.CONSTANT:
        return arguments.get("value")
    if type.form is Form.ATTRIBUTE:
        return getattr(inputs["input"], type.call)
    return _called(type, inputs, arguments)


def _called(type: NodeType, inputs: Mapping[str, Any], arguments: Mapping[str, Any]) -> object:
    unnamed: list[Any] = []
    named: dict[str, Any] = {}
    types = {argument.name: argument.type.value for argument in type.arguments}
    positional = {argument.name for argument in type.arguments if argument.positional}
    ahead = True
    for name in type.parameters:
        if name not in inputs and name not in arguments:
            ahead = False
            continue
        value = inputs[name] if name in inputs else arguments[name]
        value = getattr(torch, value) if types.get(name) == "dtype" and isinstance(value, str) else value
        if ahead and name in inputs and type.spread:
            unnamed += value
        elif ahead and (name in inputs or type.form is Form.OPERATOR or name in positional):
            unnamed.append(value)
        else:
            ahead = False
            named[name] = value
    return function_of(type)(*unnamed, **named)


def function_of(type: NodeType) -> Callable[..., object]:
    found: Callable[..., object] = torch_object(type.kind)
    return found


def torch_object(path: str) -> Any:
    found: Any = torch
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


UNDEFINED = frozenset(
    {
        "torch.empty",
        "torch.empty_like",
        "torch.empty_strided",
        "torch.empty_permuted",
        "torch.Tensor.new_empty",
        "torch.Tensor.new_empty_strided",
        "torch.Tensor.data_ptr",
        "torch.Tensor.resize_",
        "torch.resize_as_",
        "torch.Tensor.resize_as_",
        "torch.linalg.lstsq",
    }
)
"""Operations that give whatever lay in memory."""


def same_shapes(left: object, right: object) -> bool:
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        return left.shape == right.shape and left.dtype == right.dtype
    return type(left) is type(right)


def same(left: object, right: object) -> bool:
    """Whether two results are equal in every value, shape and type."""
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        if left.shape != right.shape or left.dtype != right.dtype or left.layout != right.layout:
            return False
        if left.dtype == torch.complex32:  # for which torch has no comparison
            left, right = left.to(torch.complex64), right.to(torch.complex64)
        if left.is_meta or left.is_sparse or left.layout is not torch.strided:
            return str(left) == str(right)
        return bool(torch.equal(left, right)) or bool(((left == right) | ((left != left) & (right != right))).all())
    if isinstance(left, (tuple, list)) and isinstance(right, (tuple, list)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.dtype == right.dtype and np.array_equal(left, right)
    if isinstance(left, float) and isinstance(right, float):
        return left == right or (math.isnan(left) and math.isnan(right))
    return bool(left == right)
