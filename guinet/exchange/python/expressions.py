"""What an expression of the text stands for."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from guinet.core.graph import End
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python import constants
from guinet.exchange.python.names import ASSUMED, BUILTINS
from guinet.exchange.python.operations import add, constant, method_type, operation
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import (
    ANY_MODULE,
    TRAINING,
    UNSET,
    Builtin,
    Container,
    Every,
    Exposed,
    Instance,
    Layer,
    Made,
    Method,
    OwnClass,
    OwnFunction,
    Parameter,
    Scope,
    Special,
    Torch,
    Wire,
    is_module,
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
        case ast.IfExp(test=test, body=body, orelse=other):
            return value(reader, body if truth(reader, value(reader, test, scope), tree.lineno) else other, scope, wish)
        case ast.Subscript(value=base, slice=index):
            return _subscript(reader, value(reader, base, scope), index, scope, wish)
        case ast.Tuple(elts=items):
            return tuple(_items(reader, items, scope))
        case ast.List(elts=items):
            return _items(reader, items, scope)
        case ast.Dict(keys=keys, values=values) if None not in keys:
            found_keys = [plain(value(reader, key, scope)) for key in keys if key is not None]
            return dict(zip(map(_key(tree), found_keys), _items(reader, values, scope), strict=True))
        case ast.Lambda(args=given, body=body):
            returned = ast.copy_location(ast.Return(body), body)
            function = ast.FunctionDef(
                "function", given, [returned], [], lineno=tree.lineno, col_offset=tree.col_offset
            )
            return OwnFunction(function, scope)
        case ast.ListComp() | ast.GeneratorExp():
            return comprehension(reader, tree, scope)
        case ast.JoinedStr(values=parts):
            return "".join(_text(reader, part, scope) for part in parts)
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: “{code}” has no place in a graph: write it more simply.")
    raise Unclear(template, tree.lineno, code=ast.unparse(tree)[:200])


def _name(reader: Reader, name: str, scope: Scope, line: int) -> object:
    try:
        found = scope.find(name)
    except KeyError:
        pass
    else:
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
        case Exposed() if not isinstance(look(base), (Layer, Instance, Container)):
            return attribute(reader, plain(base), name, line, wish)
        case Torch(path=path):
            return Torch(f"{path}.{name}")
        case Builtin(name="math") if name in ("pi", "e", "inf"):
            return {"pi": math.pi, "e": math.e, "inf": math.inf}[name]
        case Builtin():
            return Builtin(name)
        case Wire():
            type = method_type(name)
            if type is not None and type.form is Form.ATTRIBUTE:
                return operation(reader, type, (base,), {}, line, wish)
            return Method(base, name)
        case Instance() if name in base.attributes:
            return reader.held(base.attributes[name], name)
        case Instance() if name in base.own.methods:
            return Method(base, name)
        case Instance() if name in base.own.constants:
            return base.own.constants[name]
        case Instance(own=own) if name == "__class__":
            return own
        case OwnClass() if name in base.constants:
            return base.constants[name]
        case Container() if name in base.items:
            return base.items[name]
        case Every():
            return Parameter(base, name)
        case Special() if base is ANY_MODULE:
            return Parameter(base, name)
    if is_module(base):
        if name == "training":
            return TRAINING
        return Parameter(base, name) if name in ("weight", "bias") or _is_parameter(base, name) else Method(base, name)
    return Method(base, name)


def _is_parameter(base: object, name: str) -> bool:
    """Names of what recurrent layers and attention have."""
    return isinstance(base, Layer) and name.startswith(("weight_", "bias_", "in_proj", "out_proj"))


def _call(reader: Reader, tree: ast.Call, scope: Scope, wish: str) -> object:
    if isinstance(tree.func, ast.Name) and tree.func.id == "super":
        return Method(scope.find("self") if _has(scope, "self") else None, "super")
    callee = value(reader, tree.func, scope)
    if callee == Torch("torch.nn.Sequential") and len(tree.args) == 1:
        single = tree.args[0]
        inner = single.value if isinstance(single, ast.Starred) else None
        if isinstance(inner, _COMPREHENSIONS):
            made = reader.call(callee, comprehension(reader, inner, scope), {}, tree.lineno, wish)
            if isinstance(made, Container):
                made.repeated = True
            return made
    given = _items(reader, tree.args, scope)
    keywords: dict[str, object] = {}
    for keyword in tree.keywords:
        found = value(reader, keyword.value, scope)
        if keyword.arg is not None:
            keywords[keyword.arg] = found
        elif isinstance(found, dict):
            keywords |= {str(name): item for name, item in found.items()}
    return reader.call(callee, given, keywords, tree.lineno, wish)


def _has(scope: Scope, name: str) -> bool:
    try:
        scope.find(name)
    except KeyError:
        return False
    return True


def _items(reader: Reader, trees: Sequence[ast.expr], scope: Scope) -> list[object]:
    items: list[object] = []
    for tree in trees:
        if isinstance(tree, ast.Starred):
            items += reader.items(value(reader, tree.value, scope), tree.lineno)
        else:
            items.append(value(reader, tree, scope))
    return items


def comprehension(reader: Reader, tree: ast.ListComp | ast.GeneratorExp, scope: Scope) -> list[object]:
    found: list[object] = []

    def rounds(place: int, inner: Scope) -> None:
        if place == len(tree.generators):
            found.append(value(reader, tree.elt, inner))
            return
        each = tree.generators[place]
        for item in reader.items(value(reader, each.iter, inner), tree.lineno):
            deeper = Scope(inner)
            reader.assign(each.target, item, deeper)
            if all(truth(reader, value(reader, test, deeper), tree.lineno) for test in each.ifs):
                rounds(place + 1, deeper)

    rounds(0, scope)
    return found


# Operators


def operator(reader: Reader, sign: str, left: object, right: object, line: int, wish: str = "") -> object:
    """`left sign right` with a wire on either side."""
    kind = _SIGNS.get((sign, 2))
    if kind is None or reader.drawing is None or not all(map(_operand, (left, right))):
        raise _cannot_operate(line, sign)
    if not isinstance(left, Wire) and isinstance(right, Wire):
        if sign in _COMMUTES:
            left, right = right, left
        elif sign in _TURNED:
            return operator(reader, _TURNED[sign], right, left, line, wish)
        else:
            left = constant(reader.drawing, plain(left))
    type = REGISTRY.get(kind)
    assert type is not None
    return operation(reader, type, (left, right), {}, line, wish)


def _operand(side: object) -> bool:
    return isinstance(side, Wire) or isinstance(look(side), (int, float))


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
    return constants.unary(sign, apply, _known(tree)(operand), tree.lineno)


def _compare(reader: Reader, tree: ast.Compare, scope: Scope, wish: str) -> object:
    sides = [value(reader, side, scope) for side in (tree.left, *tree.comparators)]
    result: object = True
    for kind, left, right in zip(tree.ops, sides, sides[1:], strict=False):
        sign, apply = constants.COMPARING[type(kind)]
        if isinstance(kind, (ast.Is, ast.IsNot)):
            result = (look(left) is look(right)) == isinstance(kind, ast.Is)
        elif any(isinstance(side, Wire) for side in (left, right)) and len(sides) == 2:
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
    if seen is TRAINING or seen is UNSET or any(True for _ in wires_of(seen)):
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
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: “{code}” has no place in a graph: write it more simply.")
        raise Unclear(template, tree.lineno, code=ast.unparse(tree))

    return known


def _key(tree: ast.expr) -> Callable[[object], str | int | float | bool | None]:
    def key(found: object) -> str | int | float | bool | None:
        if isinstance(found, (str, int, float, bool, type(None))):
            return found
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: “{code}” has no place in a graph: write it more simply.")
        raise Unclear(template, tree.lineno, code=ast.unparse(tree))

    return key


def _flows(side: object) -> bool:
    return isinstance(side, (Wire, Made))


def _text(reader: Reader, part: ast.expr, scope: Scope) -> str:
    if isinstance(part, ast.FormattedValue):
        return str(_known(part)(value(reader, part.value, scope)))
    return str(part.value) if isinstance(part, ast.Constant) else ""


# Brackets


def _subscript(reader: Reader, base: object, index: ast.expr, scope: Scope, wish: str) -> object:
    seen = look(base)
    if isinstance(seen, Wire):
        return _indexed(reader, seen, index, scope, wish)
    if isinstance(seen, Container):
        return _member(seen, plain(value(reader, index, scope)), index.lineno)
    if isinstance(seen, Instance) and seen.own.sequential:
        items = Container("Sequential", seen.line, seen.attributes)
        return _member(items, plain(value(reader, index, scope)), index.lineno)
    if isinstance(index, ast.Slice):
        bounds = (
            None if part is None else plain(value(reader, part, scope))
            for part in (index.lower, index.upper, index.step)
        )
        key: object = slice(*bounds)
    else:
        key = plain(value(reader, index, scope))
    seen = plain(base)
    if isinstance(seen, (list, tuple, dict, str, range)):
        return constants.item(seen, key, ast.unparse(index), index.lineno)
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: this has no items, so [{index}] cannot be read.")
    raise Unclear(template, index.lineno, index=ast.unparse(index))


def _member(container: Container, key: object, line: int) -> object:
    names = list(container.items)
    if isinstance(key, int) and -len(names) <= key < len(names):
        return container.items[names[key]]
    if isinstance(key, str) and key in container.items:
        return container.items[key]
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no item {index}.")
    raise Unclear(template, line, index=str(key))


def _indexed(reader: Reader, base: Wire, index: ast.expr, scope: Scope, wish: str) -> object:
    text, arriving = index_parts(reader, index, scope)
    drawing = reader.drawing
    if drawing is None:
        raise _cannot_operate(index.lineno, "[ ]")
    source = drawing.nodes[base.end.node]
    own = REGISTRY.get(source.kind)
    node = add(reader, drawing, "torch.Tensor.__getitem__", wish or "index", {"index": text}, index.lineno)
    if own is not None and own.kind == "torch.Tensor.shape":
        drawing.optional.add(node.id)
    drawing.connect(base, node.id, "input")
    for port, wire in arriving.items():
        drawing.connect(wire, node.id, port)
    return Wire(drawing, End(node.id, "output"))


def index_parts(reader: Reader, index: ast.expr, scope: Scope) -> tuple[str, dict[str, Wire]]:
    """What stands between the brackets of a node's index, and the wires that its names stand for."""
    arriving: dict[str, Wire] = {}

    def written(tree: ast.expr) -> ast.expr:
        match tree:
            case ast.Tuple(elts=items):
                return ast.Tuple([written(item) for item in items])
            case ast.List(elts=items):
                return ast.List([written(item) for item in items])
            case ast.Slice(lower=lower, upper=upper, step=step):
                parts = (None if part is None else written(part) for part in (lower, upper, step))
                return ast.Slice(*parts)
        found = plain(value(reader, tree, scope))
        if isinstance(found, Wire):
            name = f"index_{len(arriving)}" if arriving else "index"
            wish = found.home.nodes[found.end.node].name
            if wish.isidentifier() and wish not in ("input", "value", "x") and wish not in arriving:
                name = wish
            arriving[name] = found
            return ast.Name(name)
        if isinstance(found, (list, tuple)) and constants.is_plain(found):
            return ast.parse(repr(found), mode="eval").body
        if found is None or found is ... or isinstance(found, int):
            return ast.parse(repr(found), mode="eval").body if isinstance(found, int) else ast.Constant(found)
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: [{index}] is no index of a tensor.")
        raise Unclear(template, tree.lineno, index=ast.unparse(tree))

    text = ast.unparse(ast.Subscript(ast.Name("x"), written(index)))
    return text[2:-1], arriving
