"""Modules of the text's own classes: constructed, called, and drawn as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guinet.core.graph import BLOCK_KIND, INPUT_KIND, OUTPUT_KIND, BlockData, End, Node
from guinet.core.naming import OWN, snake_case, suggested_name
from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.classes import method_scope
from guinet.exchange.python.coded import call_code
from guinet.exchange.python.computed import called_layer, layer_state
from guinet.exchange.python.constants import is_plain
from guinet.exchange.python.drawing import Drawing
from guinet.exchange.python.first_values import NOT_IN_GRAPH, keep_first_values, with_rules
from guinet.exchange.python.operations import add, operation_of_layer, unfolded
from guinet.exchange.python.parameters import defaults_of, matched
from guinet.exchange.python.problems import Endless, Unclear
from guinet.exchange.python.values import (
    UNSET,
    Container,
    Instance,
    Layer,
    Made,
    Method,
    OwnClass,
    OwnFunction,
    Parameter,
    Record,
    Torch,
    Wire,
    is_module,
    kept_in,
    look,
    parts_of,
    plain,
    wires_of,
)

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

Keywords = Mapping[str, object]


def set_attribute(reader: Reader, base: object, name: str, value: object, line: int) -> None:
    """`self.conv = …`, and `self.a.weight = self.b.weight`, which ties the two."""
    base = look(base)
    if isinstance(base, Instance):
        if isinstance(value, Made):
            value = value.held(value.hold or "attribute", value.line)
            keep_first_values(reader, value)
        base.attributes[name] = look(value) if is_module(look(value)) else value
        return
    if isinstance(base, Record):
        base.attributes[name] = value
        return
    if isinstance(base, (Parameter, Made)) and name == "requires_grad":
        reader.remarks.add(NOT_IN_GRAPH, line)
        return
    if isinstance(base, Layer) and isinstance(value, Parameter) and reader.building is not None:
        reader.building.ties.append((Parameter(base, name), value))
        return
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: nothing can be kept in {code}.")
    raise Unclear(template, line, code=f".{name}")


# Calls


def call_module(
    reader: Reader,
    module: object,
    given: Sequence[object],
    keywords: Keywords,
    line: int,
    wish: str = "",
    row: str = "",
) -> object:
    """`self.conv(x)`: a node of the layer, or of the block that the module is. `row` is its name where only its place
    gives it one. Raises Unclear."""
    drawing = reader.drawing
    if drawing is None:
        return _shape_of_call(reader, module, given, keywords, line)
    reader.alive.append(module)  # it is known by its identity
    known = reader.paths(drawing.root.owner).get(id(module)) or reader.variables.get(id(module), "")
    name = row or own_name(drawing, module, known, line) or wish
    shares = drawing.placed.get(id(module), "")
    if isinstance(module, Instance) and any(map(_is_called, (*given, *keywords.values()))):
        return _call_inline(reader, module, given, keywords, line)
    if isinstance(module, Container):
        if module.form == "ModuleList" or module.form == "ModuleDict":
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: a {name} cannot be called: call what is in it.")
            raise Unclear(template, line, name=module.form)
        if len(given) == 1 and (module.part or not module.items):
            return run_chain(reader, module, given[0], line)
    if isinstance(module, Layer):
        node, result = operation_of_layer(reader, drawing, module, given, keywords, line, name, shares)
    else:
        node, result = _call_block(reader, drawing, module, given, keywords, line, name, shares)
    note = getattr(module, "note", "")
    if note and not shares:
        drawing.nodes[node.id] = replace(drawing.nodes[node.id], note=note)
    drawing.placed.setdefault(id(module), node.id)
    if not isinstance(module, Layer):
        drawing.rows.append(module)
    return result


def _shape_of_call(reader: Reader, module: object, given: Sequence[object], keywords: Keywords, line: int) -> object:
    """`self.conv(torch.zeros(1, 3, 32, 32))` where the layers are made: people ask it how large the next one is."""
    if isinstance(module, Layer):
        return called_layer(module, given, keywords, line)
    if isinstance(module, Instance) and module.broken is None and "forward" in module.own.methods:
        with reader.deeper(line):
            return reader.call_function(module.own.methods["forward"], given, keywords, line, owner=module)
    listed = isinstance(module, Container) and module.form != "Sequential"
    if listed or len(given) != 1 or (isinstance(module, Instance) and not module.own.sequential):
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: a layer is called outside of forward, where no graph has it."
        )
        raise Unclear(template, line)
    return run_chain(reader, module, given[0], line)


def own_name(drawing: Drawing, part: object, name: str, line: int) -> str:
    """What the node of a layer or of a tensor that the module keeps is called, whose name in it is `name`.

    Raises Unclear for one with values of its own that is used in a loop or branch and elsewhere.
    """
    root = drawing.root
    there = root.users.setdefault(id(part), drawing)
    if there is not drawing and (isinstance(part, Made) or has_values(part)):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "Line {line}: {name} is used in a loop or branch and elsewhere too, and a graph has it at one place only.",
        )
        raise Unclear(template, line, name=name)
    if not drawing.loop or not name:
        return name
    root.inside.add(name.partition(".")[0])
    return f"{OWN}{name}"


def has_values(module: object) -> bool:
    """Whether a module has parameters or buffers, which the state_dict would tell of."""
    if isinstance(module, Layer):
        return layer_state(module) != {}
    return any(isinstance(item, Made) or has_values(item) for item in kept_in(module).values())


def _is_called(value: object) -> bool:
    """Whether it is a layer or function that a module is given, in order to call it."""
    seen = look(value)
    return is_module(seen) or isinstance(seen, (OwnFunction, Method, Torch))


def _call_inline(reader: Reader, module: Instance, given: Sequence[object], keywords: Keywords, line: int) -> object:
    """`self.residual(x, self.attention)`: what it calls is no part of it, so that it is no block."""
    forward = module.own.methods.get("forward")
    if forward is None or module.broken is not None:
        raise module.broken or no_forward(module)
    return reader.call_function(forward, given, keywords, line, owner=module)


def _call_block(
    reader: Reader,
    drawing: Drawing,
    module: object,
    given: Sequence[object],
    keywords: Keywords,
    line: int,
    name: str,
    shares: str,
) -> tuple[Node, object]:
    mark = drawing.mark()
    try:
        if isinstance(module, Instance) and module.broken is not None:
            raise module.broken
        if isinstance(module, Container) and (single := _repeated(reader, module, given)) is not None:
            return _call_repeated(reader, drawing, len(module.items), single, given, line, name)
        with reader.deeper(line):
            block, ports, parts = define(reader, module, given, keywords, line, name)
    except Unclear as error:
        drawing.take_back(mark)
        if not isinstance(module, Instance) or isinstance(error, Endless):
            raise
        return call_code(reader, drawing, module, given, keywords, line, name or snake_case(module.own.name), error)
    arguments = {}
    if isinstance(module, Instance):
        exposed = {argument.name: argument.default for argument in reader.blocks[block].arguments}
        arguments = {
            key: value
            for key, value in module.given.items()
            if key in exposed and repr(look(value)) != repr(exposed[key])
        }
    otherwise = suggested_name(reader.blocks[block].name)
    node = add(reader, drawing, BLOCK_KIND + block, name, arguments, line, otherwise=otherwise, shares=shares)
    for port, wire in ports.items():
        drawing.connect(wire, node.id, port)
    return node, _rebuilt(drawing, node, parts)


def _repeated(reader: Reader, module: Container, given: Sequence[object]) -> object | None:
    """The first of several layers made alike by one expression."""
    items = list(module.items.values())
    if not module.repeated or len(items) < 2 or len({id(item) for item in items}) < len(items) or len(given) != 1:
        return None
    return items[0] if all(_alike(items[0], item) for item in items[1:]) else None


def _alike(one: object, other: object) -> bool:
    """Whether two modules have been made in the same way."""
    if isinstance(one, Layer) and isinstance(other, Layer):
        return one.kind == other.kind and _seen(one.arguments) == _seen(other.arguments)
    if isinstance(one, Instance) and isinstance(other, Instance):
        return one.own is other.own and _seen(one.given) == _seen(other.given)
    if isinstance(one, Container) and isinstance(other, Container):
        pairs = zip(one.items.values(), other.items.values(), strict=False)
        return len(one.items) == len(other.items) and all(_alike(left, right) for left, right in pairs)
    return False


def _seen(value: object) -> object:
    """What two arguments are compared by."""
    value = look(value)
    if isinstance(value, Layer):
        return value.kind, _seen(value.arguments)
    if isinstance(value, Mapping):
        return {name: _seen(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_seen(item) for item in value]
    return repr(value) if is_plain(value) else id(value)


def _call_repeated(
    reader: Reader, drawing: Drawing, times: int, single: object, given: Sequence[object], line: int, name: str
) -> tuple[Node, object]:
    before = len(drawing.nodes)
    result = call_module(reader, single, given, {}, line, row=name or "layers")
    if len(drawing.nodes) != before + 1 or not isinstance(result, Wire):
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: what is repeated here has not one input and one output.")
        raise Unclear(template, line)
    return drawing.repeat(result.end.node, times), result


# Blocks


def define(
    reader: Reader, module: object, given: Sequence[object], keywords: Keywords, line: int, name: str
) -> tuple[str, dict[str, Wire], object]:
    """The block of a module as it is called here: its id, the wires into its ports, and its results by port, nested."""
    drawing = Drawing(module if isinstance(module, Instance) else None)
    ports: dict[str, Wire] = {}
    inner = trace(reader, drawing, module, given, keywords, ports, line)
    parts = draw_outputs(drawing, inner, line)
    if isinstance(module, Instance):
        tell_unused(reader, drawing, module)
    data = block_data(reader, drawing, module, name)
    names = {node.id: node.name for node in data.nodes}
    return reader.keep(data), {names[id]: wire for id, wire in ports.items()}, parts


def block_data(reader: Reader, drawing: Drawing, module: object, name: str) -> BlockData:
    if isinstance(module, Instance):
        made = module.own.methods.get("__init__")
        defaults = defaults_of(made.tree) if made is not None else {}
        data = replace(drawing.data(module.own.name, defaults), note=reader.note_of(module.own.tree))
        _tell_renamed(reader, drawing, module.own, data)
        return with_rules(drawing, module, data)
    named = module.name if isinstance(module, Container) else ""
    return drawing.data(named or name.removeprefix(OWN).replace(".", "_") or "sequential", {})


def _tell_renamed(reader: Reader, drawing: Drawing, own: OwnClass, data: BlockData) -> None:
    """An argument of forward that is called as a layer is: the layer's name is in the state_dict."""
    for node in data.nodes:
        before = drawing.nodes[node.id].name
        if node.kind == INPUT_KIND and node.name != before:
            template = QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: {name} can name no node, so it is called {other} here."
            )
            reader.remarks.add(template, own.methods["forward"].tree.lineno, {"name": before, "other": node.name})


def trace(
    reader: Reader,
    drawing: Drawing,
    module: object,
    given: Sequence[object],
    keywords: Keywords,
    ports: dict[str, Wire],
    line: int,
) -> object:
    """Follows the call of a module into `drawing`; `ports` gains the wires that arrive, each by its Input there."""

    def entered(name: str, value: object) -> object:
        if isinstance(value, Wire):
            node = drawing.add(INPUT_KIND, name)
            ports[node.id] = value
            return Wire(drawing, End(node.id, "output"))
        if isinstance(value, (tuple, list)) and any(True for _ in wires_of(value)):
            inside = [entered(f"{name}_{place}", item) for place, item in enumerate(value)]
            if isinstance(value, tuple):
                return tuple(inside)
            lists.append((value, inside, list(inside)))
            return inside
        return value

    lists: list[tuple[list[object], list[object], list[object]]] = []

    method = module.own.methods.get("forward") if isinstance(module, Instance) else None
    if method is None:
        if isinstance(module, Instance) and not module.own.sequential:
            raise no_forward(module)
        if len(given) != 1 or keywords:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: layers in a row take one value.")
            raise Unclear(template, line)
        with reader.drawing_in(drawing):
            return run_chain(reader, module, entered("input", given[0]), line)
    assert isinstance(module, Instance)
    forward = method.tree
    found = matched(reader, forward, f"{module.own.name}.forward", given, keywords, method.scope, line, skip=1)
    scope = method_scope(method, module, {name: entered(name, value) for name, value in found.items()})
    with reader.drawing_in(drawing), reader.following(forward):
        signal = reader.run(forward.body, scope)
    if signal is None or signal.value is None:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: forward of {name} returns nothing.")
        raise Unclear(template, forward.lineno, name=module.own.name)
    drawing.result_tree = signal.tree
    for outside, inside, before in lists:
        if len(inside) != len(before) or any(one is not other for one, other in zip(inside, before, strict=True)):
            outside[:] = [UNSET] * len(outside)  # what it holds now is known inside alone
    return signal.value


def no_forward(module: Instance) -> Unclear:
    template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} has no forward method: copy it too.")
    return Unclear(template, module.own.tree.lineno, name=module.own.name)


def run_chain(reader: Reader, module: object, value: object, line: int) -> object:
    """The layers of a Sequential, each given what the one before gives, and named by their places in it."""
    items = {"0": module} if isinstance(module, Layer) else kept_in(module)
    for name, item in items.items():
        if not is_module(item):
            continue
        row = "" if isinstance(module, Container) and module.part else name
        value = call_module(reader, item, (value,), {}, line, row=row)
    return value


def draw_outputs(drawing: Drawing, value: object, line: int) -> object:
    """An Output for each wire in a result; gives the result with their names in place of the wires."""
    wires = list(wires_of(value))
    if not wires:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: what is returned does not come from an input or a layer.")
        raise Unclear(template, line)
    names = iter(drawing.output_names(len(wires)))

    def named(part: object) -> object:
        if isinstance(part, Wire):
            if part.home is not drawing:
                raise Unclear(
                    QT_TRANSLATE_NOOP(
                        "Problem", "Line {line}: a tensor from outside is used here: make it an argument."
                    ),
                    line,
                )
            node = drawing.add(OUTPUT_KIND, next(names))
            drawing.connect(part, node.id, "input")
            return Parameter(None, node.name)
        if isinstance(part, (tuple, list)):
            return tuple(named(item) for item in part)
        if isinstance(part, dict):
            return {key: named(item) for key, item in part.items()}
        return plain(part)

    return named(value)


def _rebuilt(drawing: Drawing, node: Node, parts: object) -> object:
    if isinstance(parts, Parameter):
        return unfolded(drawing, node, parts.path)
    if isinstance(parts, tuple):
        return tuple(_rebuilt(drawing, node, part) for part in parts)
    if isinstance(parts, dict):
        return {key: _rebuilt(drawing, node, part) for key, part in parts.items()}
    return parts


def tell_unused(reader: Reader, drawing: Drawing, module: Instance) -> None:
    """Layers and tensors that a module has and its forward never uses: a graph has no place for them."""
    used = {*drawing.placed, *drawing.held, *drawing.users}
    elsewhere = {
        id(each): name for name, part in module.attributes.items() if id(part) in used for each in parts_of(part)
    }
    for name, part in module.attributes.items():
        empty = isinstance(part, Container) and not part.items
        called = any(id(each) in used for each in (part, *parts_of(part)))
        if called or empty or not (is_module(part) or isinstance(part, Made)):
            continue
        line = getattr(part, "line", module.line)
        if id(part) in elsewhere:
            template = QT_TRANSLATE_NOOP(
                "Problem", "Line {line}: {name} is in {other} too, and only there in the graph and in its state_dict."
            )
            reader.remarks.add(template, line, {"name": f"self.{name}", "other": f"self.{elsewhere[id(part)]}"})
        else:
            template = QT_TRANSLATE_NOOP("Problem", "Line {line}: {name} is never used, so it is not in the graph.")
            reader.remarks.add(template, line, {"name": f"self.{name}"})
