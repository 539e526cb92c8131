"""Writes what torch itself says about its layers, operations, optimisers, schedulers and initial values.

    python packaging/generate_nodes.py            # after a change of the torch version; then look at the difference
    python packaging/generate_nodes.py --check    # exit 1 when the files are not what this torch gives

`guinet/nodes/signatures.json` holds what the tables of nodes name and is read at every start;
`guinet/nodes/operations.json` holds every other public function and method, and is read when one is asked for.

Python signatures are read by `inspect`; operations written in C++ have none, so theirs come from torch's operator
schemas, or from `written_signatures.py` where no schema says what a person calls. Arguments that say where a layer
lies (`device`, `dtype`) are left out: that is a setting of a run.
"""

from __future__ import annotations

import argparse
import inspect
import json
import math
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch
from no_operations import NO_OPERATIONS
from torch import nn
from torch.nn import functional
from torch.optim import lr_scheduler
from torch.overrides import get_testing_overrides
from written_signatures import REQUIRED, WRITTEN

from guinet.nodes.registry import ENTRIES
from guinet.nodes.signatures import FILE, OPERATIONS

PLACEMENT = ("device", "dtype")
UNREADABLE = ("out", "generator", "memory_format", "layout", "pin_memory", "names")
OVERLOADS = {
    "max": "dim", "min": "dim", "split": "sizes", "squeeze": "dim", "pow": "Tensor_Tensor", "einsum": "",
    "bernoulli_": "float", "fill_": "Scalar", "masked_fill_": "Scalar", "scatter": "src", "scatter_": "src",
    "index_fill": "int_Scalar", "index_fill_": "int_Scalar", "mode": "", "quantile": "scalar", "nanquantile": "scalar",
    "squeeze_": "dim", "lerp": "Scalar", "lerp_": "Scalar", "floor_divide": "", "is_floating_point": "",
    "mm": "", "bmm": "", "addmm": "", "baddbmm": "", "addmm_": "", "baddbmm_": "", "cross": "", "ctc_loss": "Tensor",
}  # fmt: skip
"""Which of an operation's forms to take, where it is not the longest one."""

NAMESPACES = {
    "torch.nn.functional": (functional, ""),
    "torch": (torch, ""),
    "torch.Tensor": (torch.Tensor, ""),
    "torch.linalg": (torch.linalg, "linalg_"),
    "torch.fft": (torch.fft, "fft_"),
    "torch.special": (torch.special, "special_"),
    "torch.signal.windows": (torch.signal.windows, ""),
    "torch.nn.utils.rnn": (nn.utils.rnn, ""),
}
"""Where public operations are, and how their operator schemas begin."""

Parameter = dict[str, object]


def everything() -> tuple[dict[str, object], dict[str, object]]:
    """What the two files hold: what the tables name, and the operations that they do not."""
    functions = dict(sorted(_functions()))
    named = {entry.kind for table in ENTRIES.values() for entry in table}
    first: dict[str, object] = {
        "torch": torch.__version__.split("+")[0],
        "modules": {name: _module(cls) for name, cls in _classes(nn, nn.Module)},
        "functions": {path: found for path, found in functions.items() if path in named},
        "optimizers": {
            name: _parameters(inspect.signature(cls)) for name, cls in _classes(torch.optim, torch.optim.Optimizer)
        },
        "schedulers": {name: _parameters(inspect.signature(cls)) for name, cls in _schedulers()},
        "initialisers": {name: _parameters(inspect.signature(function)) for name, function in _initialisers()},
    }
    return first, {"functions": {path: found for path, found in functions.items() if path not in named}}


def _schedulers() -> Iterator[tuple[str, type]]:
    for name, cls in _classes(lr_scheduler, lr_scheduler.LRScheduler):
        if name in lr_scheduler.__all__:
            yield name, cls


def _initialisers() -> Iterator[tuple[str, Callable[..., object]]]:
    """The public functions that write over a tensor; those without a trailing _ are old names of them."""
    for name, function in sorted(vars(nn.init).items()):
        if name.endswith("_") and not name.startswith("_"):
            yield name, function


def _classes(package: types.ModuleType, base: type) -> Iterator[tuple[str, type]]:
    for name, cls in sorted(vars(package).items()):
        if isinstance(cls, type) and issubclass(cls, base) and cls is not base:
            yield name, cls


def _module(cls: type) -> dict[str, object]:
    forward = _written(cls.forward)  # type: ignore[attr-defined]
    arguments = _parameters(_written(cls.__init__), leave_out=("self", *PLACEMENT))  # type: ignore[misc]
    return {"arguments": arguments, "forward": _parameters(forward, leave_out=("self",))}


def _written(function: Callable[..., object]) -> inspect.Signature:
    """Its signature, or that of its first overload: `nn.LSTM.__init__` itself takes only `*args`."""
    overloads = typing.get_overloads(function)
    return inspect.signature(overloads[0] if overloads else function)


def _parameters(signature: inspect.Signature, leave_out: tuple[str, ...] = ()) -> list[Parameter]:
    """The named parameters, in order, as JSON holds them."""
    return [
        _parameter(parameter)
        for parameter in signature.parameters.values()
        if parameter.name not in leave_out
        and parameter.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    ]


def _parameter(parameter: inspect.Parameter) -> Parameter:
    result: Parameter = {"name": parameter.name, "type": type_text(parameter.annotation)}
    if parameter.default is not inspect.Parameter.empty:
        result["default"] = plain(parameter.default)
    if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
        result["keyword"] = True
    if parameter.kind is inspect.Parameter.POSITIONAL_ONLY:
        result["unnamed"] = True
    return result


def type_text(annotation: object) -> str:
    """The annotation as one short text, the same on every version of Python: `int | tuple[int, int] | None`."""
    if annotation is inspect.Parameter.empty:
        return ""
    if isinstance(annotation, str):
        return annotation.replace("'", '"' if annotation.startswith("Literal") else "")
    if annotation is None or annotation is type(None):
        return "None"
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        members = sorted({type_text(member): None for member in arguments}, key=lambda member: member == "None")
        return " | ".join(members)
    if origin is typing.Literal:
        return f"Literal[{', '.join(json.dumps(value) for value in arguments)}]"
    if origin is not None and arguments:
        name = getattr(origin, "__name__", str(origin))
        inner = ["..." if argument is ... else type_text(argument) for argument in arguments]
        return "Callable" if name == "Callable" else f"{name}[{', '.join(inner)}]"
    return getattr(annotation, "__name__", str(annotation).removeprefix("typing."))


def plain(value: object) -> object:
    """A default as JSON holds it: a tuple as a list, a dtype or function by its name, infinity as text."""
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, torch.dtype):
        return str(value).removeprefix("torch.")
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return getattr(value, "__name__", str(value))


def _functions() -> Iterator[tuple[str, dict[str, object]]]:
    """Every public operation whose parameters can be read."""
    known = get_testing_overrides()
    for prefix, (place, of_schema) in NAMESPACES.items():
        for name in dir(place):
            path, function = f"{prefix}.{name}", getattr(place, name)
            if path in WRITTEN:
                yield path, _of_text(WRITTEN[path], prefix == "torch.Tensor")
            elif _is_operation(prefix, name, function):
                found = _of_function(of_schema + name, function, known.get(function))
                if found is not None:
                    yield path, _object_first(found) if prefix == "torch.Tensor" else found


def _object_first(found: dict[str, Any]) -> dict[str, Any]:
    """What a method is called on stands first, wherever its schema has it."""
    parameters = sorted(found["parameters"], key=lambda parameter: parameter["name"] != "input")
    return found | {"parameters": parameters}


def _is_operation(prefix: str, name: str, function: object) -> bool:
    if name.startswith("_") or isinstance(function, type) or not callable(function):
        return False
    if name in NO_OPERATIONS and prefix != "torch.linalg":
        return False
    module = getattr(function, "__module__", None) or "torch"
    return module.startswith("torch") and not module.startswith(("torch.overrides", "torch.serialization"))


def _of_text(text: str, method: bool) -> dict[str, object]:
    """The parameters of a signature written by hand, as in `(n: int, *, dtype: dtype | None = None)`."""
    names: dict[str, Any] = {"REQUIRED": REQUIRED}
    exec(f"from __future__ import annotations\ndef written{text}: ...", names)
    signature = inspect.signature(names["written"])
    parameters = [_parameter(parameter) for parameter in signature.parameters.values()]
    for parameter in parameters:
        if parameter.get("default") == REQUIRED:
            del parameter["default"]
    if method:
        parameters.insert(0, {"name": "input", "type": "Tensor"})
    result: dict[str, object] = {"parameters": parameters}
    if signature.return_annotation is not inspect.Signature.empty:
        result["returns"] = signature.return_annotation.strip("'\"").split()
    return result


def _of_function(name: str, function: Callable[..., object], stand_in: Any) -> dict[str, object] | None:
    """Its parameters: as its own signature has them, else its operator schema, else the names of torch's stand-in."""
    schema = _schema(name)
    if schema is None and stand_in is None and not _inspected(function):
        return None
    parameters = _inspected(function)
    if schema is not None and not any(parameter["type"] for parameter in parameters):
        return _of_schema(schema)
    parameters = parameters or _inspected(stand_in)
    if parameters and parameters[0]["name"] in ("self", "input"):
        parameters[0] |= {"name": "input", "type": "Tensor"}
    for parameter in parameters:
        if not parameter["type"] and parameter["name"] in TENSORS and "default" not in parameter:
            parameter["type"] = "Tensor"
    returns = {} if isinstance(function, types.FunctionType) else _returns(schema)
    return {"parameters": parameters, **returns} if parameters else None


TENSORS = frozenset(
    {"other", "mat2", "tensor", "tensor1", "tensor2", "index", "mask", "x", "A", "B", "source", "value"}
)
"""Parameters that are tensors wherever torch says no type."""


def _inspected(function: Callable[..., object]) -> list[Parameter]:
    try:
        return _parameters(inspect.signature(function), leave_out=("_stacklevel", *UNREADABLE))
    except ValueError:
        return []


def _schema(name: str) -> Any:  # torch gives operator schemas no public type
    """The operator schema that says most: on tensors, without `out`."""
    found = [
        schema
        for schema in torch._C._jit_get_schemas_for_operator(f"aten::{name}")
        if not any(argument.name in ("out", "names") or argument.is_out for argument in schema.arguments)
        and not any("Dimname" in str(argument.real_type) or str(argument.type) == "t" for argument in schema.arguments)
    ]
    schemas = [schema for schema in found if "Tensor" in str(schema).rpartition("->")[2]] or [
        schema for schema in found if any("Tensor" in str(argument.type) for argument in schema.arguments)
    ]
    wanted = [schema for schema in schemas if schema.overload_name == OVERLOADS.get(name)]
    on_tensors = [schema for schema in schemas if schema.arguments and "Tensor" in str(schema.arguments[0].type)]
    ranked = wanted or sorted(on_tensors, key=lambda schema: -len(schema.arguments)) or schemas
    return ranked[0] if ranked else None


def _of_schema(schema: Any) -> dict[str, object]:
    parameters = [_schema_parameter(argument) for argument in schema.arguments if argument.name not in UNREADABLE]
    return {"parameters": parameters, **_returns(schema)}


def _returns(schema: Any) -> dict[str, object]:
    """What comes out, where it is not one tensor: names, and after a colon the type where it is none."""
    if schema is None:
        return {}
    returned = [(item.name or f"output_{index}", str(item.type)) for index, item in enumerate(schema.returns)]
    if [kind for _, kind in returned] == ["Tensor"]:
        return {}
    shown = {"List[Tensor]": "list"}
    return {"returns": [name if kind == "Tensor" else f"{name}:{shown.get(kind, kind)}" for name, kind in returned]}


def _schema_parameter(argument: Any) -> Parameter:
    name = "input" if argument.name == "self" else argument.name
    result: Parameter = {"name": name, "type": schema_type(str(argument.real_type), argument.N)}
    if argument.has_default_value():
        default = argument.default_value
        result["default"] = None if "ScalarType" in str(argument.real_type) else plain(default)
    if argument.kwarg_only:
        result["keyword"] = True
    return result


_SCALARS: Mapping[str, str] = {"SymInt": "int", "number": "float", "Scalar": "float", "ScalarType": "dtype"}


def schema_type(text: str, length: int | None = None) -> str:
    """A type of an operator schema in Python's words; a list of known length 1 also takes a single value."""
    if text.startswith("Optional["):
        return f"{schema_type(text[9:-1], length)} | None"
    if text.startswith("List[") and text[5:-1] == "Tensor":
        return "tuple[Tensor, ...]"
    if text.startswith("List["):
        item = schema_type(text[5:-1])
        return f"{item} | tuple[{item}, ...]" if length else f"tuple[{item}, ...]"
    return _SCALARS.get(text, text)


def text_of(data: Mapping[str, object]) -> str:
    """The file's text: sorted, one layer or operation to a line, so that a new torch makes a short difference."""
    lines = []
    for section, entries in data.items():
        if isinstance(entries, dict):
            items = ",\n".join(
                f"    {json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(entries.items())
            )
            lines.append(f"  {json.dumps(section)}: {{\n{items}\n  }}")
        else:
            lines.append(f"  {json.dumps(section)}: {json.dumps(entries)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, object]:
    """Both files as one, to compare: a node that a table gained is no change of torch."""
    return {**first, "functions": first["functions"] | second["functions"]}


def main() -> int:
    parser = argparse.ArgumentParser(description="Write what torch says about its layers, operations and optimisers.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    found = everything()
    if parser.parse_args().check:
        written = [json.loads(file.read_text(encoding="utf-8")) for file in (FILE, OPERATIONS)]
        fresh = [json.loads(text_of(part)) for part in found]
        return 0 if merged(*written) == merged(*fresh) else 1
    for file, part in zip((FILE, OPERATIONS), found, strict=True):
        text = text_of(part)
        file.write_text(text, encoding="utf-8")
        print(f"{file}: {len(text) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
