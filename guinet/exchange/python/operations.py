"""A call of what torch has becomes a node: its wires, its arguments, and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from guinet.compile.expressions import Pattern
from guinet.compile.meta import output_pattern
from guinet.core.graph import AFTER, End, Node
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import Wired
from guinet.exchange.python.binding import bound, call_parameters, converted, is_default, refuse_argument
from guinet.exchange.python.computed import computed
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import UNSET, Generator, Layer, Made, Wire, look, wires_of
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Argument, Form, NodeType

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

_TENSOR: Final = "torch.Tensor."
_NUMBERS: Final = ("torch.Tensor.size", "torch.Tensor.shape", "torch.Tensor.dim", "torch.Tensor.ndim", "guinet.len")
CONSTANT: Final = "guinet.Constant"
GETITEM: Final = "torch.Tensor.__getitem__"


def function_type(path: str) -> NodeType | None:
    """The node of a function: that of a table before one that its signature alone describes."""
    return _best(path, f"{_TENSOR}{path.rpartition('.')[2]}" if path.count(".") == 1 else "")


def method_type(name: str) -> NodeType | None:
    """The node of a method or attribute of tensors."""
    return _best(f"{_TENSOR}{name}", f"torch.{name}")


def _best(kind: str, other: str) -> NodeType | None:
    exact = REGISTRY.get(kind)
    if exact is not None and exact.category != "other":
        return exact
    twin = REGISTRY.get(other) if other else None
    fits = twin is not None and twin.category != "other" and twin.form in (Form.FUNCTION, Form.METHOD, Form.OPERATOR)
    return twin if fits else exact


def operation(
    reader: Reader, type: NodeType, given: Sequence[object], keywords: Mapping[str, object], line: int, wish: str = ""
) -> object:
    """The result of a function, method or operator of torch; outside of any forward, what makes a tensor of nothing.

    Raises Unclear.
    """
    seed = keywords.get("generator")
    if isinstance(seed, Generator):
        keywords = {name: value for name, value in keywords.items() if name != "generator"}
    if reader.drawing is not None:
        given, keywords = drawn(reader, reader.drawing, given, keywords, line)
    found = bound(type.title, call_parameters(type), given, keywords, line, _rows(type, given))
    if isinstance(seed, Generator) and seed.seed is not None:
        found["seed"] = seed.seed
    drawing = reader.drawing
    if drawing is None and any(isinstance(look(value), Made) for value in _flat([*given, *keywords.values()])):
        return computed(type.kind, given, keywords, line)
    if drawing is None:
        return _made(type, found, line)
    wires, arguments = _split(type, found, line)
    node = add(reader, drawing, type.kind, wish, arguments, line)
    wire_up(reader, drawing, node, type, wires, line)
    return result(drawing, node, type)


def drawn(
    reader: Reader, drawing: Drawing, given: Sequence[object], keywords: Mapping[str, object], line: int
) -> tuple[Sequence[object], Mapping[str, object]]:
    """What a call is given, with a node for each tensor that no module keeps."""

    def there(value: object) -> object:
        seen = look(value)
        if isinstance(seen, (tuple, list)) and any(isinstance(item, Made) for item in _flat(seen)):
            return type(seen)(there(item) for item in seen)
        if not isinstance(seen, Made) or not seen.known or seen.first is not None:
            return value
        if id(seen) not in drawing.held:
            reader.alive.append(seen)
            node = add(reader, drawing, seen.kind, "", seen.arguments, line)
            drawing.held[id(seen)] = Wire(drawing, End(node.id, "output"))
        return drawing.held[id(seen)]

    return [there(value) for value in given], {name: there(value) for name, value in keywords.items()}


def _flat(values: Sequence[object]) -> Iterator[object]:
    for value in values:
        seen = look(value)
        if isinstance(seen, (tuple, list)):
            yield from _flat(seen)
        else:
            yield seen


def operation_of_layer(
    reader: Reader,
    drawing: Drawing,
    layer: Layer,
    given: Sequence[object],
    keywords: Mapping[str, object],
    line: int,
    name: str,
    shares: str,
) -> tuple[Node, object]:
    """The node that calls a layer, and its result. Raises Unclear."""
    type = REGISTRY.get(layer.kind)
    assert type is not None
    given, keywords = drawn(reader, drawing, given, keywords, line)
    found = bound(type.title, call_parameters(type), given, keywords, line, _rows(type, given))
    wires, arguments = _split(type, found, line)
    own = {**layer.arguments, **arguments}
    node = add(reader, drawing, type.kind, name, own, line, shares=shares)
    wire_up(reader, drawing, node, type, wires, line)
    return node, result(drawing, node, type)


def add(
    reader: Reader,
    drawing: Drawing,
    kind: str,
    called: str,
    arguments: Mapping[str, object],
    line: int,
    *,
    otherwise: str = "",
    shares: str = "",
) -> Node:
    """A node of what a line says, named as by `Drawing.add`. Raises Unclear for a value that no form holds, and where
    there are too many."""
    reader.count_node(line)
    try:
        node = drawing.add(kind, called, arguments, otherwise=otherwise, shares=shares)
    except TypeError as error:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is given a value that no form can hold.")
        raise Unclear(template, line, name=kind.rpartition(".")[2]) from error
    if called and node.id not in drawing.called:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} can name no node, so it is called {other} here.")
        reader.remarks.add(template, line, {"name": called, "other": node.name})
    return node


def wire_up(
    reader: Reader, drawing: Drawing, node: Node, type: NodeType, wires: Mapping[str, Sequence[object]], line: int
) -> None:
    """Connects what arrives, port by port; a plain value arrives from a node of its own."""
    for port, values in wires.items():
        for value in values:
            drawing.connect(value if isinstance(value, Wire) else constant(reader, drawing, value, line), node.id, port)
    written = type.mutated(node.arguments)
    if written:
        for value in wires.get(written, ()):
            if isinstance(value, Wire):
                _after_readers(drawing, drawing.now(value), node)
                drawing.write_over(value, Wire(drawing, End(node.id, type.outputs[0].name)))


def constant(reader: Reader, drawing: Drawing, value: object, line: int) -> Wire:
    """A plain value as a node. Raises Unclear for any other."""
    given = {"value": value, **({"as_list": True} if isinstance(value, list) else {})}
    return Wire(drawing, End(add(reader, drawing, CONSTANT, "", given, line).id, "output"))


def _after_readers(drawing: Drawing, written: Wire, node: Node) -> None:
    """What read a tensor before it is written over goes on to read what was there."""
    for reader in drawing.readers(written.end):
        other = REGISTRY.get(drawing.nodes[reader].kind)
        outputs = other.ports(drawing.nodes[reader].arguments).outputs if other is not None else ()
        if reader != node.id and outputs:
            drawing.connect(Wire(drawing, End(reader, outputs[0].name)), node.id, AFTER)


def result(drawing: Drawing, node: Node, type: NodeType) -> object:
    """What a node gives, nested as torch returns it."""
    return unfolded(drawing, node, output_pattern(type, node.arguments))


def unfolded(drawing: Drawing, node: Node, parts: Pattern) -> object:
    if isinstance(parts, str):
        return Wire(drawing, End(node.id, parts))
    return tuple(unfolded(drawing, node, part) for part in parts)


def is_number(wire: Wire) -> bool:
    """Whether it is one of Python's numbers: a size, or computed of sizes."""
    nodes, waiting, seen = wire.home.nodes, [wire.end.node], set[str]()
    while waiting:
        id = waiting.pop()
        seen.add(id)
        type = REGISTRY.get(nodes[id].kind)
        if nodes[id].kind in _NUMBERS:
            continue
        if type is None or type.form not in (Form.OPERATOR, Form.INDEX, Form.CONSTANT):
            return False
        waiting += [
            each.source.node for each in wire.home.wires if each.target.node == id and each.source.node not in seen
        ]
    return True


def taken_apart(drawing: Drawing, wire: Wire, count: int, line: int) -> tuple[object, ...]:
    """The items of a wire that is taken apart into so many names."""
    node = drawing.nodes[wire.end.node]
    type = REGISTRY.get(node.kind)
    if type is not None and type.argument("pieces") is not None and not drawing.readers(wire.end):
        drawing.give(node.id, pieces=count)
        found = result(drawing, drawing.nodes[node.id], type)
        if isinstance(found, tuple) and len(found) == count:
            return found
    items = []
    for place in range(count):
        item = drawing.add(GETITEM, "", {"index": str(place)}, otherwise=f"{node.name}_{place}")
        drawing.connect(wire, item.id, "input")
        drawing.optional.add(item.id)
        items.append(Wire(drawing, End(item.id, "output")))
    return tuple(items)


def arguments_of(
    type: NodeType, found: Mapping[str, object], line: int, *, called: bool
) -> tuple[dict[str, object], list[str]]:
    """The values that are a node's arguments, and the names of those it has none for.

    `called`: those of the call of a layer, not of its constructor.
    """
    arguments: dict[str, object] = {}
    others = []
    for name, value in found.items():
        argument = type.argument(name)
        layer = type.form in (Form.MODULE, Form.LOSS)
        if argument is None or (layer and argument.at_call != called):
            others.append(name)
        elif look(value) is not UNSET and not is_default(argument, value):
            arguments[name] = converted(type, argument, value, line)
    return arguments, others


def _made(type: NodeType, found: Mapping[str, object], line: int) -> object:
    if not type.source or any(True for value in found.values() for _ in wires_of(value)):
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: {name} computes with tensors where the layers are made; move that into forward."
        )
        raise Unclear(template, line, name=type.title)
    arguments, others = arguments_of(type, found, line, called=False)
    if others:
        raise refuse_argument(type, others[0], line)
    return Made(type.kind, arguments, line)


def _split(
    type: NodeType, found: Mapping[str, object], line: int
) -> tuple[dict[str, Sequence[object]], dict[str, object]]:
    """What goes into ports, and what stands in the form, with the ports of wires inside of it."""
    ports = {port.name: port for port in type.inputs}
    wires: dict[str, Sequence[object]] = {}
    rest: dict[str, object] = {}
    for name, value in found.items():
        seen, port = look(value), ports.get(name)
        arrives = any(True for _ in wires_of(seen))
        if port is not None and port.multiple and isinstance(seen, (tuple, list)):
            wires[name] = seen
        elif port is not None and isinstance(seen, Wire):
            wires[name] = (seen,)
        elif port is not None and type.argument(name) is None:
            if seen is None and port.optional:
                continue
            wires[name] = (seen,)
        elif arrives:
            argument = type.argument(name)
            if argument is None or not argument.wirable:
                raise _not_wirable(type, name, line)
            rest[name] = _through_ports(type, argument, value, wires)
        else:
            rest[name] = value
    arguments, others = arguments_of(type, rest, line, called=True)
    for name in others:
        if look(rest[name]) is not None:
            raise refuse_argument(type, name, line)
    return wires, arguments


def _through_ports(type: NodeType, argument: Argument, value: object, wires: dict[str, Sequence[object]]) -> object:
    """A value with a port in place of each wire in it."""
    if isinstance(value, Wire):
        wish = value.home.nodes[value.end.node].name.replace(".", "_")
        wish = argument.name if not wish.isidentifier() else wish
        taken = {*wires, *type.parameters, *(port.name for port in type.inputs)}
        name = next(
            each
            for each in (wish, *(f"{wish}_{n}" for n in range(2, 1000)))
            if each not in taken or _has(wires, each, value)
        )
        wires[name] = (value,)
        return Wired(name)
    if isinstance(value, (tuple, list)):
        return tuple(_through_ports(type, argument, item, wires) for item in value)
    return value


def _has(wires: Mapping[str, Sequence[object]], port: str, value: Wire) -> bool:
    return wires.get(port) == (value,)


def _rows(type: NodeType, given: Sequence[object]) -> tuple[str, ...]:
    """The parameters of a call that are written as several positional values."""
    variadic = [argument.name for argument in type.arguments if argument.variadic]
    spread = [port.name for port in type.inputs if port.multiple and any(isinstance(each, Wire) for each in given)]
    return (*variadic, *(name for name in spread if type.spread or type.parameters[:1] != (name,)))


def _not_wirable(type: NodeType, name: str, line: int) -> Unclear:
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: {argument} of {name} cannot come from a wire: write a number there."
    )
    return Unclear(template, line, argument=name, name=type.title)
