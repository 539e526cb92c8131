"""The parameters of a block's layers by their paths, and what is wrong with ties and rules for first values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TypeAlias

from msgspec.structs import replace

from guinet.compile.evaluate import UnknownReference, resolve
from guinet.compile.first_values import EACH, function_type
from guinet.compile.hand_values import hand_value_problems
from guinet.compile.loaded_values import loading_problems
from guinet.compile.members import content, descend, members
from guinet.compile.meta import parameter_names, parameter_shapes
from guinet.compile.order import hold_of
from guinet.compile.scope import Scope
from guinet.core.graph import CODE_KIND, Block, Initialiser, Selects, Tie
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.sharing import owner_of
from guinet.core.values import Value, shape_text
from guinet.nodes.arguments import argument_problem, shown, unknown_argument
from guinet.nodes.hand_values import SIGNS
from guinet.nodes.loaded_values import loads
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, InitialiserType

Shapes: TypeAlias = "dict[str, tuple[int, ...]]"


def parameters_of(scope: Scope, node: str) -> Shapes:
    """The shapes of the parameters of a node's layer, by their paths below it; nothing where the node could not run."""
    owner = scope.block.nodes[owner_of(scope.block, node)]
    outcome = scope.outcomes.get(node)
    type = REGISTRY.get(owner.kind)
    if outcome is None or not outcome.known:
        return {}
    if node in scope.children and not owner.is_control:
        found = inside(scope.children[node])
    elif type is not None and type.form is Form.MODULE:
        try:
            found = parameter_shapes(type, _arguments(scope, node))
        except UnknownReference:
            return {}
    else:
        return {}
    if owner.repeat == 1:
        return found
    return {f"{copy}.{path}": shape for copy in range(owner.repeat) for path, shape in found.items()}


def _arguments(scope: Scope, node: str) -> dict[str, Value]:
    """What the layer of a node, which could run, is made with. Raises UnknownReference."""
    owner = scope.block.nodes[owner_of(scope.block, node)]
    given = {name: resolve(value, scope.exposed) for name, value in owner.arguments.items()}
    return {**scope.outcomes[node].inferred, **given}


def inside(scope: Scope) -> Shapes:
    """The shapes of all parameters of a block by their paths in the module."""
    found: Shapes = {}
    for member in members(scope, content(scope.block)[0]):
        there = descend(scope, member.path)
        if hold_of(member.node) == "parameter":
            known = next(iter(there.outcomes[member.used].known.values()), None)
            shape = getattr(known, "shapes", ((),))[0]
            found[member.name] = tuple(shape)
        for path, shape in parameters_of(there, member.used).items():
            found[f"{member.name}.{path}"] = shape
    return found


def tied_away(scope: Scope) -> int:
    """How many numbers of a block's own count are those of another parameter."""
    total = 0
    for target, path in {(tie.target, tie.parameter) for tie in scope.block.ties}:
        size = 1
        for length in parameters_of(scope, target).get(path, (0,)) if target in scope.block.nodes else (0,):
            size *= length
        total += size
    return total


def parameter_problems(scope: Scope) -> Mapping[str, tuple[Problem, ...]]:
    """What is wrong with the ties and rules of a block, on the node each is about."""
    if not scope.block.ties and not scope.block.initialisers:
        return {}
    found: dict[str, list[Problem]] = {}
    problems = [problem for tie in scope.block.ties for problem in _of_tie(scope, tie)]
    problems += [problem for rule in scope.block.initialisers for problem in _of_rule(scope, rule)]
    for problem in problems:
        node = problem.node or next(iter(scope.order), "")
        found.setdefault(node, []).append(replace(problem, block=scope.block.id))
    return {node: tuple(problems) for node, problems in found.items() if node}


# Ties


def _of_tie(scope: Scope, tie: Tie) -> Iterator[Problem]:
    block = scope.block
    ends = ((tie.target, tie.parameter), (tie.source, tie.source_parameter))
    here = next((node for node, _ in ends if node in block.nodes), None)
    if here is None:
        return
    for node, path in ends:
        if node not in block.nodes:
            template = QT_TRANSLATE_NOOP("Problem", "A parameter of {name} is tied to one of a node that is gone.")
            yield Problem("tie", template, {"name": block.nodes[here].name}, node=here)
            return
        own = parameters_of(scope, node)
        if not scope.outcomes[node].known:
            return
        if path not in own:
            yield _no_parameter("tie", block, node, path, own)
            return
    target, source = (parameters_of(scope, node)[path] for node, path in ends)
    if target != source:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{name} is {got} and {other} is {expected}: only parameters of one shape can be one."
        )
        names = [f"{block.nodes[node].name}.{path}" for node, path in ends]
        here, there = shape_text(target), shape_text(source)
        values = {"name": names[0], "other": names[1], "got": here, "expected": there}
        yield Problem("tie", template, values, node=tie.target, expected=there, got=here)


def _no_parameter(code: str, block: Block, node: str, path: str, own: Collection[str]) -> Problem:
    template = QT_TRANSLATE_NOOP("Problem", "{name} has no parameter “{parameter}”; it has no parameters.")
    if own:
        template = QT_TRANSLATE_NOOP("Problem", "{name} has no parameter “{parameter}”; it has: {names}.")
    names = ", ".join(get_close_matches(path, own, 3) or own)
    values = {"name": block.nodes[node].name, "parameter": path, "names": names}
    return Problem(code, template, values, node=node, got=path)


# Rules for first values


def _of_rule(scope: Scope, rule: Initialiser) -> Iterator[Problem]:
    if loads(rule):
        yield from loading_problems(scope, rule)
        return
    concerned, by_hand = list(_concerned(scope, rule)), rule.function.startswith(CODE_KIND)
    node = concerned[0][0] if concerned else None
    if rule.select is Selects.NODE:
        if rule.target not in scope.block.nodes:
            return
        node = rule.target
        own = parameters_of(scope, node)
        if not concerned and not by_hand and scope.outcomes[node].known:
            yield _no_parameter("initialiser", scope.block, node, rule.parameter, own)
            return
    elif rule.select is Selects.TYPE and not concerned and not by_hand and (lacking := _lacking(scope, rule)):
        yield lacking
        return
    elif not concerned and all(outcome.known for outcome in scope.outcomes.values()):
        template = QT_TRANSLATE_NOOP("Problem", "The rule for the first values of {target} finds no parameter here.")
        yield Problem("initialiser", template, {"target": rule.target}, Severity.WARNING, got=rule.target)
    if by_hand:
        if complaint := REGISTRY.complaint(rule.function):
            yield Problem("initialiser", complaint[0], complaint[1], node=node)
        return
    if rule.function in SIGNS:
        named = [(at, f"{scope.block.nodes[at].name}.{path}".rstrip("."), shape) for at, path, shape in concerned]
        yield from hand_value_problems(rule, named, node)
        return
    type = function_type(rule)
    if type is None:
        names = [each.title for each in REGISTRY.initialisers()]
        close = get_close_matches(rule.function, names, 1) or names[:3]
        template = QT_TRANSLATE_NOOP("Problem", "torch.nn.init has no {function}: take {names}.")
        values = {"function": rule.function, "names": ", ".join(close)}
        yield Problem("initialiser", template, values, node=node, got=rule.function)
        return
    yield from (replace(problem, node=node) for problem in _of_arguments(rule, type))
    yield from _of_dimensions(scope, type, concerned)


def _concerned(scope: Scope, rule: Initialiser) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """The parameters that a rule is for: a node of the block, the path below it, the shape."""
    block = scope.block
    for node in scope.order:
        here = block.nodes[node]
        for path, shape in parameters_of(scope, node).items() if not here.shares else ():
            if rule.select is Selects.NODE:
                own = path.partition(".")[2] if here.repeat > 1 else path
                chosen = node == rule.target and rule.parameter in (EACH, own)
            elif rule.select is Selects.TYPE:
                holder, layer, own = _held(scope, node, path)
                chosen = rule.parameter in (EACH, own) and holder.block.nodes[layer].kind == rule.target
            else:
                chosen = fnmatchcase(f"{here.name}.{path}", rule.target)
            if chosen:
                yield node, path, shape
    if rule.select is Selects.PATTERN:
        for node in scope.order:
            if hold_of(block.nodes[node]) == "parameter" and fnmatchcase(block.nodes[node].name, rule.target):
                known = next(iter(scope.outcomes[node].known.values()), None)
                yield node, "", tuple(getattr(known, "shapes", ((),))[0])


def _held(scope: Scope, node: str, path: str) -> tuple[Scope, str, str]:
    """The scope and the node of the layer that has a parameter of `node`, and the parameter's path below that layer."""
    here = scope.block.nodes[node]
    if here.repeat > 1:
        path = path.partition(".")[2]
    child = scope.children.get(node)
    if child is None:
        return scope, node, path
    for member in members(child, content(child.block)[0]):
        if path.startswith(f"{member.name}."):
            return _held(descend(child, member.path), member.used, path.removeprefix(f"{member.name}."))
    return scope, node, path


def _lacking(scope: Scope, rule: Initialiser) -> Problem | None:
    """Layers of the kind are there, and have no such parameter: the rule would fail on them."""
    type = REGISTRY.get(rule.target)
    for node in scope.order:
        for path in parameters_of(scope, node):
            holder, layer, _ = _held(scope, node, path)
            here = holder.block.nodes[layer]
            if type is None or here.kind != rule.target or rule.parameter == EACH:
                continue
            own = parameter_names(type, _arguments(holder, layer))
            if rule.parameter not in own:
                return replace(_no_parameter("initialiser", holder.block, layer, rule.parameter, own), node=node)
    return None


def _of_arguments(rule: Initialiser, type: InitialiserType) -> Iterator[Problem]:
    for name, value in rule.arguments.items():
        argument = type.argument(name)
        if argument is None:
            template, values = unknown_argument(type, name)
            yield Problem("initialiser", template, values, got=name)
            continue
        complaint = argument_problem(argument, value)
        if complaint is not None:
            yield Problem("initialiser", *complaint, got=shown(value), why=argument.doc)
    for argument in type.arguments:
        if argument.required and argument.name not in rule.arguments:
            template = QT_TRANSLATE_NOOP("Problem", "{function} needs a value for {argument}.")
            yield Problem("initialiser", template, {"function": type.title, "argument": argument.name})


def _of_dimensions(
    scope: Scope, type: InitialiserType, concerned: list[tuple[str, str, tuple[int, ...]]]
) -> Iterator[Problem]:
    most = type.most_dimensions if type.most_dimensions is not None else 99
    for node, path, shape in concerned:
        if not type.least_dimensions <= len(shape) <= most:
            template = QT_TRANSLATE_NOOP(
                "Problem", "{function} takes a parameter of {expected} dimensions or more, but {name} is {got}."
            )
            limit = str(type.least_dimensions)
            if len(shape) > most:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "{function} takes a parameter of {expected} dimensions at most, but {name} is {got}."
                )
                limit = str(most)
            name = f"{scope.block.nodes[node].name}.{path}".rstrip(".")
            there = shape_text(shape)
            values = {"function": type.title, "expected": limit, "name": name, "got": there}
            yield Problem("initialiser", template, values, node=node, expected=limit, got=there)
            return
