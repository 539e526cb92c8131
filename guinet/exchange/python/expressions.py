"""What an expression of the text stands for."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import constants
from guinet.exchange.python.comments import note_part
from guinet.exchange.python.computed import computed, number_of, scaled
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.first_values import NOT_TAKEN_OVER
from guinet.exchange.python.names import ASSUMED, BUILTINS
from guinet.exchange.python.operations import constant, method_type, operation
from guinet.exchange.python.parameters import function_of
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.rows import row_of
from guinet.exchange.python.subscripts import subscript
from guinet.exchange.python.values import (
    ANY_MODULE,
    NOWHERE,
    QUIET,
    TRAINING,
    UNSET,
    Builtin,
    Container,
    Device,
    Every,
    Exposed,
    Instance,
    Layer,
    Made,
    Method,
    OwnClass,
    OwnFunction,
    Parameter,
    Partial,
    Record,
    Scope,
    Special,
    Torch,
    Wire,
    is_module,
    kept_in,
    look,
    plain,
    wires_of,
)
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

_SIGNS: Final = {(type.call, len(type.inputs)): type.kind for type in REGISTRY.types() if type.form is Form.OPERATOR}
_COMMUTES: Final = ("+", "*", "==", "!=", "&", "|", "^")
_CONTAINERS: Final = ("Module", "Sequential", "ModuleList", "ModuleDict", "Parameter")
_LISTS: Final = ("ModuleList", "ModuleDict")
_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_COMPREHENSIONS: Final = (ast.ListComp, ast.GeneratorExp)


def value(reader: Reader, tree: ast.expr, scope: Scope, wish: str = "") -> object:
    """`wish` is what a node that comes of it should be called. Raises Unclear."""
    reader.step(tree)
    match tree:
        case ast.Constant(value=found):
            return found
        case ast.Name(id=name):
            return _name(reader, name, scope, tree.lineno)
        case ast.Attribute(value=base, attr=name):
            return attribute(reader, value(reader, base, scope), name, tree.lineno, wish)
        case ast.Call():
            return _call(reader, tree, scope, wish)
        case ast.BinOp(left=left, op=sign, right=right):
            text, apply = constants.BINARY[type(sign)]
            sides = value(reader, left, scope), value(reader, right, scope)
            if isinstance(sign, ast.MatMult) or any(map(_flows, sides)):
                return operator(reader, text, *sides, tree.lineno, wish)
            known = _known(tree)
            return constants.binary(text, apply, known(sides[0]), known(sides[1]), tree.lineno)
        case ast.UnaryOp(op=kind, operand=operand):
            return _unary(reader, kind, value(reader, operand, scope), tree, wish)
        case ast.Compare():
            return _compare(reader, tree, scope, wish)
        case ast.BoolOp():
            return _bool(reader, tree, scope)
        case ast.IfExp():
            return _chosen(reader, tree, scope, wish)
        case ast.Subscript(value=base, slice=index):
            return subscript(reader, value(reader, base, scope), index, scope, wish)
        case ast.Tuple(elts=items):
            row = row_of(reader, items, scope)
            return tuple(_items(reader, items, scope)) if row is None else row
        case ast.List(elts=items):
            return _items(reader, items, scope)
        case ast.Dict() | ast.DictComp():
            return _dict(reader, tree, scope)
        case ast.Set(elts=items):
            return tuple(_items(reader, items, scope))
        case ast.NamedExpr(target=target, value=named):
            result = value(reader, named, scope, target.id)
            reader.assign(target, result, scope)
            return result
        case ast.Lambda():
            return _lambda(reader, tree, scope)
        case ast.ListComp(elt=item, generators=rounds) | ast.GeneratorExp(elt=item, generators=rounds):
            return comprehension(reader, rounds, (item,), scope)
        case ast.JoinedStr(values=parts):
            return "".join(_text(reader, part, scope) for part in parts)
    raise _no_place(tree)


def _lambda(reader: Reader, tree: ast.Lambda, scope: Scope) -> OwnFunction:
    returned = ast.copy_location(ast.Return(tree.body), tree.body)
    return function_of(reader, ast.copy_location(ast.FunctionDef("function", tree.args, [returned], []), tree), scope)


def _chosen(reader: Reader, tree: ast.IfExp, scope: Scope, wish: str) -> object:
    """`a if test else b`; where only the training decides, what is the same either way."""
    asked = value(reader, tree.test, scope)
    if asked is TRAINING:
        both = [value(reader, part, scope) for part in (tree.body, tree.orelse)]
        if constants.is_plain(look(both[0])) and look(both[0]) == look(both[1]):
            return both[0]
    return value(reader, tree.body if truth(reader, asked, tree.lineno) else tree.orelse, scope, wish)


def _no_place(tree: ast.expr) -> Unclear:
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: “{code}” has no place in a graph: write it more simply.")
    return Unclear(template, tree.lineno, code=ast.unparse(tree)[:200])


def _dict(reader: Reader, tree: ast.Dict | ast.DictComp, scope: Scope) -> dict[object, object]:
    if isinstance(tree, ast.DictComp):
        pairs = comprehension(reader, tree.generators, (tree.key, tree.value), scope)
        return {_key(tree, pair[0]): pair[1] for pair in pairs if isinstance(pair, tuple)}
    found: dict[object, object] = {}
    for key, item in zip(tree.keys, tree.values, strict=True):
        each = value(reader, item, scope)
        if key is not None:
            found[_key(tree, value(reader, key, scope))] = each
            continue
        more = plain(each)
        if not isinstance(more, dict):
            raise _no_place(item)
        found |= more
    return found


def _name(reader: Reader, name: str, scope: Scope, line: int) -> object:
    found = scope.find(name)
    if found is not NOWHERE:
        reader.require_there(found, name, line)
        return found
    if name in ASSUMED:
        return ASSUMED[name]
    if name in BUILTINS:
        return Builtin(name)
    every = reader.starred(scope)
    if every is not None and (name in _CONTAINERS or REGISTRY.get(f"{every.path}.{name}") is not None):
        return Torch(f"{every.path}.{name}")
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: nothing before it says what {name} is: copy that line too.")
    raise Unclear(template, line, name=name)


def attribute(reader: Reader, base: object, name: str, line: int, wish: str = "") -> object:
    """`base.name`. Raises Unclear."""
    match base:
        case Exposed():
            seen = look(base)
            return attribute(reader, seen if is_module(seen) else plain(base), name, line, wish)
        case Made() if name == "shape":
            return computed("torch.Tensor.size", (base,), {}, line)
        case Made() if name == "data":
            return base
        case Instance() | Container() if name == "_modules":
            return {each: item for each, item in kept_in(base).items() if is_module(item)}
        case Torch(path=path):
            return Torch(f"{path}.{name}")
        case Builtin(name="math" | "numpy") if name in ("pi", "e", "inf"):
            return {"pi": math.pi, "e": math.e, "inf": math.inf}[name]
        case Builtin():
            return base.member(name)
        case Device(type=type_) if name == "type":
            return type_
        case Wire() if name == "is_cuda":
            return False  # where it runs is set elsewhere, and what follows moves tensors there
        case Wire():
            type = method_type(name)
            if type is not None and type.form is Form.ATTRIBUTE:
                return operation(reader, type, (base,), {}, line, wish)
            return Method(base, name)
        case Instance() | Record() | OwnClass() if (found := _of_own(reader, base, name, line, wish)) is not NOWHERE:
            return found
        case Container() if name in base.items:
            return base.items[name]
        case Parameter() if name == "data":
            return base
        case Parameter() | Special(name="parameters") if name == "device":
            return Device()
        case Every():
            return Parameter(base, name)
        case Special() if base is ANY_MODULE:
            return Parameter(base, name)
    if is_module(base):
        if name == "training":
            return TRAINING
        return Parameter(base, name) if name in ("weight", "bias") or _is_parameter(base, name) else Method(base, name)
    return Method(base, name)


def _of_own(reader: Reader, base: Instance | Record | OwnClass, name: str, line: int, wish: str) -> object:
    """What a class of the text, or what was made of it, has by a name."""
    own = base if isinstance(base, OwnClass) else base.own
    if not isinstance(base, OwnClass) and name in base.attributes:
        return reader.held(base.attributes[name], name) if isinstance(base, Instance) else base.attributes[name]
    if own is None:
        return NOWHERE
    if name in own.methods and not isinstance(base, OwnClass):
        method = own.methods[name]
        asked = method.has("property")
        return reader.call_function(method, (), {}, line, wish, base) if asked else Method(base, name)
    if name in own.constants:
        return own.constants[name]
    known = {"__name__": own.name} if isinstance(base, OwnClass) else {"__class__": own}
    return known.get(name, NOWHERE)


def _is_parameter(base: object, name: str) -> bool:
    """Names of what recurrent layers and attention have."""
    return isinstance(base, Layer) and name.startswith(("weight_", "bias_", "in_proj", "out_proj"))


def _call(reader: Reader, tree: ast.Call, scope: Scope, wish: str) -> object:
    callee = value(reader, tree.func, scope)
    if callee == QUIET:
        return QUIET
    words = _said_of(reader, tree, callee)
    before = reader.told
    if words:
        reader.told = tree.lineno
    try:
        found = _called(reader, tree, callee, scope, wish)
    finally:
        reader.told = before
    if words and isinstance(found, (Layer, Instance, Container)):
        note_part(found, words)
    return found


def _said_of(reader: Reader, tree: ast.Call, callee: object) -> str:
    """What comments say of the layer that a call makes, where a call around it does not make it."""
    if reader.told == tree.lineno:
        return ""
    made = isinstance(callee, (OwnClass, OwnFunction, Partial))
    torch = isinstance(callee, Torch) and callee.path.startswith("torch.nn.") and callee.name not in _LISTS
    return reader.comments.of(tree) if made or torch else ""


def _called(reader: Reader, tree: ast.Call, callee: object, scope: Scope, wish: str) -> object:
    if callee == Torch("torch.nn.Sequential") and len(tree.args) == 1:
        single = tree.args[0]
        inner = single.value if isinstance(single, ast.Starred) else None
        if isinstance(inner, _COMPREHENSIONS):
            items = comprehension(reader, inner.generators, (inner.elt,), scope)
            made = reader.call(callee, items, {}, tree.lineno, wish)
            if isinstance(made, Container):
                made.repeated = True
            return made
    if isinstance(callee, Method) and callee.name == "extend" and isinstance(rows := look(callee.owner), list):
        match tree.args:
            case [ast.GeneratorExp(elt=item, generators=rounds)]:
                constants.require_few(comprehension(reader, rounds, (item,), scope, rows), "extend", tree.lineno)
                return None
    if isinstance(callee, Method) and callee.name == "load_state_dict" and is_module(look(callee.owner)):
        # Not what it is given: the text does not hold the file, nor which content of it is meant.
        reader.remarks.add(NOT_TAKEN_OVER, tree.lineno)
        return None
    row = row_of(reader, tree.args, scope)
    given = _items(reader, tree.args, scope) if row is None else [row]
    keywords: dict[str, object] = {}
    for keyword in tree.keywords:
        found = value(reader, keyword.value, scope)
        if keyword.arg is not None:
            keywords[keyword.arg] = found
            continue
        several = plain(found)
        if not isinstance(several, dict):
            raise _no_place(keyword.value)
        keywords |= {str(name): item for name, item in several.items()}
    return reader.call(callee, given, keywords, tree.lineno, wish)


def _items(reader: Reader, trees: Sequence[ast.expr], scope: Scope) -> list[object]:
    items: list[object] = []
    for tree in trees:
        if isinstance(tree, ast.Starred):
            items += reader.items(value(reader, tree.value, scope), tree.lineno)
        else:
            items.append(value(reader, tree, scope))
    if trees:
        constants.require_few(items, "[ ]", trees[0].lineno)
    return items


def comprehension(
    reader: Reader,
    generators: Sequence[ast.comprehension],
    each: tuple[ast.expr, ...],
    scope: Scope,
    into: list[object] | None = None,
) -> list[object]:
    """What `each` is in every round: a value, or for two expressions a pair. A row that it is put `into` one by one may
    be read by the next round."""
    found: list[object] = [] if into is None else into

    def rounds(place: int, inner: Scope) -> None:
        if place == len(generators):
            values = tuple(value(reader, part, inner) for part in each)
            found.append(values if len(values) > 1 else values[0])
            return
        over = generators[place].iter
        for item in reader.items(value(reader, over, inner), over.lineno):
            deeper = Scope(inner)
            reader.assign(generators[place].target, item, deeper)
            if all(truth(reader, value(reader, test, deeper), test.lineno) for test in generators[place].ifs):
                rounds(place + 1, deeper)

    rounds(0, scope)
    return found


# Operators


def operator(reader: Reader, sign: str, left: object, right: object, line: int, wish: str = "") -> object:
    """`left sign right` with a wire on either side."""
    kind = _SIGNS.get((sign, 2))
    if kind is not None and reader.drawing is None and any(isinstance(side, Made) for side in (left, right)):
        narrower = scaled(sign, plain(left), plain(right), line)
        return narrower if narrower is not None else computed(kind, (left, right), {}, line)
    if reader.drawing is not None:
        left, right = (_number(side, line) for side in (left, right))
        if sign == "+":
            left, right = (_row(reader, reader.drawing, side, line) for side in (left, right))
    if kind is None or reader.drawing is None or not all(map(_operand, (left, right))):
        raise _cannot_operate(line, sign)
    if not isinstance(left, Wire) and isinstance(right, Wire):
        if sign in _COMMUTES:
            left, right = right, left
        elif sign in _TURNED:
            return operator(reader, _TURNED[sign], right, left, line, wish)
        else:
            left = constant(reader, reader.drawing, plain(left), line)
    type = REGISTRY.get(kind)
    assert type is not None
    return operation(reader, type, (left, right), {}, line, wish)


def _number(side: object, line: int) -> object:
    """A tensor without dimensions as the number that it is."""
    seen = look(side)
    number = number_of(seen, line) if isinstance(seen, Made) else None
    return side if number is None else number


def _row(reader: Reader, drawing: Drawing, side: object, line: int) -> object:
    """A row of numbers that is put behind or before sizes."""
    seen = look(side)
    if isinstance(seen, tuple) and all(isinstance(look(item), int) for item in seen):
        return constant(reader, drawing, plain(side), line)
    return side


def _operand(side: object) -> bool:
    return isinstance(side, (Wire, Made)) or isinstance(look(side), (int, float))


def _cannot_operate(line: int, sign: str) -> Unclear:
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: “{sign}” stands between what no node can take: only tensors and numbers can."
    )
    return Unclear(template, line, sign=sign)


def _unary(reader: Reader, kind: ast.unaryop, operand: object, tree: ast.expr, wish: str) -> object:
    sign, apply = constants.UNARY[type(kind)]
    if isinstance(kind, ast.Not):
        return not truth(reader, operand, tree.lineno)
    if isinstance(operand, Wire):
        type_ = REGISTRY.get(_SIGNS.get((sign, 1), ""))
        if type_ is None:
            return operand
        return operation(reader, type_, (operand,), {}, tree.lineno, wish)
    if isinstance(operand, Made) and (sign, 1) in _SIGNS:
        return computed(_SIGNS[sign, 1], (operand,), {}, tree.lineno)
    return constants.unary(sign, apply, _known(tree)(operand), tree.lineno)


def _compare(reader: Reader, tree: ast.Compare, scope: Scope, wish: str) -> object:
    sides = [value(reader, side, scope) for side in (tree.left, *tree.comparators)]
    result: object = True
    for kind, left, right in zip(tree.ops, sides, sides[1:], strict=False):
        sign, apply = constants.COMPARING[type(kind)]
        if isinstance(kind, (ast.Is, ast.IsNot)):
            result = (look(left) is look(right)) == isinstance(kind, ast.Is)
        elif any(map(_flows, (left, right))) and len(sides) == 2:
            return operator(reader, sign, left, right, tree.lineno, wish)
        else:
            known = _known(tree)
            result = constants.binary(sign, apply, known(left), known(right), tree.lineno)
        if not result:
            return result
    return result


def _bool(reader: Reader, tree: ast.BoolOp, scope: Scope) -> object:
    stops = isinstance(tree.op, ast.Or)
    found: object = None
    for part in tree.values:
        found = value(reader, part, scope)
        if truth(reader, found, tree.lineno) == stops:
            break
    return found


def truth(reader: Reader, found: object, line: int) -> bool:
    """Whether a condition holds. Raises Unclear for one that is known only when it runs."""
    seen = plain(found)
    if isinstance(seen, Parameter):
        return True
    if seen is TRAINING or seen is UNSET or isinstance(seen, Method) or any(True for _ in wires_of(seen)):
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: this depends on what is known only when it runs: use an If node for it."
        )
        raise Unclear(template, line)
    if isinstance(seen, Container):
        return bool(seen.items)
    return bool(seen) if constants.is_plain(seen) else True


def _known(tree: ast.expr) -> Callable[[object], object]:
    """Takes plain values only: Python computes with them now."""

    def known(found: object) -> object:
        seen = plain(found)
        if seen is UNSET:
            template = QT_TRANSLATE_NOOP(
                "Problem",
                "Line {line}: {code} has no value: give the argument a default, or write below what makes the network.",
            )
            raise Unclear(template, tree.lineno, code=ast.unparse(tree))
        if isinstance(seen, (list, tuple, dict)) or constants.is_plain(seen) or isinstance(seen, Torch):
            return seen
        raise _no_place(tree)

    return known


def _key(tree: ast.expr, found: object) -> str | int | float | bool | None:
    seen = plain(found)
    if isinstance(seen, (str, int, float, bool, type(None))):
        return seen
    raise _no_place(tree)


def _flows(side: object) -> bool:
    return isinstance(side, (Wire, Made))


def _text(reader: Reader, part: ast.expr, scope: Scope) -> str:
    if isinstance(part, ast.FormattedValue):
        found = _known(part)(value(reader, part.value, scope))
        if part.conversion == ord("r"):
            found = repr(found)
        specification = "" if part.format_spec is None else str(value(reader, part.format_spec, scope))
        return constants.formatted(found, specification, part.lineno)
    return str(part.value) if isinstance(part, ast.Constant) else ""
