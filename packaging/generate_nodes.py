"""Writes `guinet/nodes/signatures.json`: what torch itself says about its layers, operations and optimisers.

    python packaging/generate_nodes.py            # after a change of the torch version; then look at the difference
    python packaging/generate_nodes.py --check    # exit 1 when the file is not what this torch gives

Python signatures are read by `inspect`; operations written in C++ have none, so theirs come from torch's operator
schemas. Arguments that say where a tensor lies (`device`, `dtype` of a layer) are left out: that is a setting of a run.
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
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.overrides import get_testing_overrides

FILE = Path(__file__).resolve().parent.parent / "guinet" / "nodes" / "signatures.json"
PLACEMENT = ("device", "dtype")
UNREADABLE = ("out", "generator", "memory_format", "layout", "pin_memory", "names")
OVERLOADS = {"max": "dim", "min": "dim", "split": "sizes", "squeeze": "dim", "pow": "Tensor_Tensor", "einsum": ""}
"""Which of an operation's forms to take, where it is not the longest one."""

Parameter = dict[str, object]


def everything() -> dict[str, object]:
    """What the file holds."""
    return {
        "torch": torch.__version__.split("+")[0],
        "modules": {name: _module(cls) for name, cls in _classes(nn, nn.Module)},
        "functions": dict(sorted(_functions())),
        "optimizers": {
            name: _parameters(inspect.signature(cls)) for name, cls in _classes(torch.optim, torch.optim.Optimizer)
        },
    }


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
    return result


def type_text(annotation: object) -> str:
    """The annotation as one short text, the same on every version of Python: `int | tuple[int, int] | None`."""
    if annotation is inspect.Parameter.empty:
        return ""
    if isinstance(annotation, str):
        return annotation.replace("'", "")
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
    """Every public operation on tensors whose parameters can be read."""
    known = get_testing_overrides()
    places = (("torch.nn.functional", functional), ("torch", torch), ("torch.Tensor", torch.Tensor))
    for prefix, place in places:
        for name in dir(place):
            function = getattr(place, name)
            if name.startswith("_") or name.endswith("_") or isinstance(function, type) or not callable(function):
                continue
            found = _of_function(name, function, known.get(function))
            if found is not None:
                yield f"{prefix}.{name}", found


def _of_function(name: str, function: Callable[..., object], stand_in: Any) -> dict[str, object] | None:
    """Its parameters: as its own signature has them, else its operator schema, else the names of torch's stand-in."""
    schema = _schema(name)
    if schema is None and stand_in is None:
        return None
    parameters = _inspected(function)
    if schema is not None and not any(parameter["type"] for parameter in parameters):
        return _of_schema(schema)
    parameters = parameters or _inspected(stand_in)
    if parameters and parameters[0]["name"] in ("self", "input"):
        parameters[0] |= {"name": "input", "type": "Tensor"}
    return {"parameters": parameters} if parameters else None


def _inspected(function: Callable[..., object]) -> list[Parameter]:
    try:
        return _parameters(inspect.signature(function), leave_out=("_stacklevel", *UNREADABLE))
    except ValueError:
        return []


def _schema(name: str) -> Any:  # torch gives operator schemas no public type
    """The operator schema that says most: on tensors, without `out`."""
    schemas = [
        schema
        for schema in torch._C._jit_get_schemas_for_operator(f"aten::{name}")
        if "Tensor" in str(schema).rpartition("->")[2]
        and not any(argument.name in ("out", "names") or argument.is_out for argument in schema.arguments)
    ]
    wanted = [schema for schema in schemas if schema.overload_name == OVERLOADS.get(name)]
    on_tensors = [schema for schema in schemas if schema.arguments and "Tensor" in str(schema.arguments[0].type)]
    ranked = wanted or sorted(on_tensors, key=lambda schema: -len(schema.arguments)) or schemas
    return ranked[0] if ranked else None


def _of_schema(schema: Any) -> dict[str, object]:
    parameters = [_schema_parameter(argument) for argument in schema.arguments if argument.name not in UNREADABLE]
    returned = [(item.name or f"output_{index}", str(item.type)) for index, item in enumerate(schema.returns)]
    result: dict[str, object] = {"parameters": parameters}
    if [kind for _, kind in returned] != ["Tensor"]:
        result["returns"] = [name if kind == "Tensor" else f"{name}: list" for name, kind in returned]
    return result


def _schema_parameter(argument: Any) -> Parameter:
    name = "input" if argument.name == "self" else argument.name
    result: Parameter = {"name": name, "type": schema_type(str(argument.real_type), argument.N)}
    if argument.has_default_value():
        result["default"] = plain(argument.default_value)
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


def main() -> int:
    parser = argparse.ArgumentParser(description="Write what torch says about its layers, operations and optimisers.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    text = text_of(everything())
    if parser.parse_args().check:
        return 0 if FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE}: {len(text) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
