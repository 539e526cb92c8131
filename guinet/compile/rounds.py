"""While, If and For: what comes of them, found by running their blocks once, or as often as a For says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from guinet.compile.copies import fingerprint
from guinet.compile.evaluate import Arriving, Outcome, UnknownReference, resolve
from guinet.compile.instances import argument_problems, entry_problems, exposed_values, inside, single
from guinet.compile.known import Known, KnownScalar, KnownSequence, KnownTensor
from guinet.core.graph import (
    CONDITION,
    FOR_KIND,
    IF_KIND,
    INDEX,
    INPUT_KIND,
    OTHERWISE,
    OUTPUT_KIND,
    TIMES,
    Block,
    Node,
)
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem

if TYPE_CHECKING:
    from guinet.compile.scope import Scope

_TRIED: Final = 20
"""Rounds of a For that a check runs, while what goes around still changes its shape."""


def control(scope: Scope, node: Node, definition: Block, arriving: Arriving) -> Outcome:
    """What comes of a control node; the scopes of its blocks become children of `scope`."""
    return _Control(scope, node, definition, arriving).outcome()


def ends(block: Block, kind: str) -> dict[str, Node]:
    """The Inputs or the Outputs of a block by name."""
    return {end.name: end for end in block.boundary if end.kind == kind}


def states(definition: Block) -> list[str]:
    """What goes around in a While or For: the Outputs that an Input takes up again."""
    entering = ends(definition, INPUT_KIND)
    return [name for name in ends(definition, OUTPUT_KIND) if name in entering and name != CONDITION]


def otherwise_of(node: Node, project_blocks: Mapping[str, Block]) -> Block | None:
    """The block that an If runs when its condition does not hold; None where it passes its inputs on."""
    other = node.arguments.get(OTHERWISE)
    return project_blocks.get(other) if isinstance(other, str) else None


class _Control:
    def __init__(self, scope: Scope, node: Node, definition: Block, arriving: Arriving) -> None:
        self.scope, self.node, self.definition, self.arriving = scope, node, definition, arriving
        self.ports = scope.block.project.ports(scope.block, node)
        own = (TIMES,) if node.kind.startswith(FOR_KIND) else (OTHERWISE,) if node.kind.startswith(IF_KIND) else ()
        self.problems: list[Problem] = [
            *argument_problems(node, definition, own),
            *entry_problems(node, self.ports, arriving),
        ]
        self.exposed = exposed_values(scope, node, definition, self.problems)
        self.given = {port.name: single(arriving.inputs.get(port.name)) for port in self.ports.inputs}
        self.parameters = 0

    def outcome(self) -> Outcome:
        results = self._branches() if self.node.kind.startswith(IF_KIND) else self._loop()
        known = {name: value for name, value in results.items() if value is not None}
        wanted = {port.name for port in self.ports.outputs}
        fatal = bool(self.problems) or wanted != known.keys()
        return Outcome({} if fatal else known, {}, self.parameters, tuple(self.problems))

    def _run(self, definition: Block, given: Mapping[str, Known | None]) -> Scope | None:
        names = ends(definition, INPUT_KIND)
        exposed = self.exposed if definition is self.definition else {}
        child = self.scope.instantiate(definition.id, exposed, {name: given.get(name) for name in names})
        if child is None:
            self._complain(QT_TRANSLATE_NOOP("Problem", "{node} runs the block it is in: give it another."))
            return None
        inner = child.first_error()
        if inner is not None and not self.problems:
            self.problems.append(inside(self.node, inner))
        return child

    def _complain(self, template: str, **values: str) -> None:
        self.problems.append(Problem("control", template, {"node": self.node.name, **values}))

    # While and For

    def _loop(self) -> dict[str, Known | None]:
        entering, leaving = ends(self.definition, INPUT_KIND), ends(self.definition, OUTPUT_KIND)
        is_for = self.node.kind.startswith(FOR_KIND)
        for name in leaving:
            if name not in entering and (is_for or name != CONDITION):
                template = QT_TRANSLATE_NOOP(
                    "Problem", "{node}: the result {name} has nothing to begin with: add an Input of that name."
                )
                self._complain(template, name=name)
        if not is_for and CONDITION not in leaving:
            template = QT_TRANSLATE_NOOP(
                "Problem", "{node} does not know when to stop: add an Output called condition to its block."
            )
            self._complain(template)
        times = self._times() if is_for else None
        given = {**self.given, INDEX: KnownScalar((0, 0), "int")} if is_for else self.given
        child = self._run(self.definition, given)
        if child is None:
            return {}
        self.scope.children[self.node.id] = child
        self.parameters = child.parameters
        if not is_for:
            self._require_one_value(child.outputs.get(CONDITION), CONDITION)
        if self.problems:
            return {}
        return self._rounds(child, given, times)

    def _times(self) -> int | None:
        """How many rounds, where that is known."""
        wired = self.given.get(TIMES)
        if isinstance(wired, KnownScalar) and type(wired.values[0]) is int:
            return wired.values[0] if wired.values[0] == wired.values[1] else None
        if TIMES in self.arriving.wired:
            return None
        try:
            times = resolve(self.node.arguments.get(TIMES), self.scope.exposed)
        except UnknownReference as error:
            template = QT_TRANSLATE_NOOP("Problem", "{node} refers to “{name}”, which its block does not expose.")
            self._complain(template, name=str(error))
            return None
        if type(times) is int and times >= 0:
            return times
        if times is None:
            template = QT_TRANSLATE_NOOP(
                "Problem", "{node} needs a number of rounds: set times, or wire a number to it."
            )
        else:
            template = QT_TRANSLATE_NOOP("Problem", "{node} runs {times} rounds: set a whole number, 0 or more.")
        values = {"node": self.node.name, "times": str(times)}
        self.problems.append(Problem("bad-argument", template, values, argument=TIMES, got=str(times)))
        return None

    def _rounds(self, first: Scope, given: Mapping[str, Known | None], times: int | None) -> dict[str, Known | None]:
        """What went around at last. Without a number of rounds it must keep its shape."""
        made, child = fingerprint(first), first
        names = states(self.definition)
        if times == 0:
            return {name: given[name] for name in names}
        for number in range(1, min(times, _TRIED) if times is not None else 2):
            results = child.outputs
            if times is None and self._changed(names, given, results):
                return {}
            if all(results.get(name) == given[name] for name in names):
                break
            given = {**given, **results}
            if INDEX in given:
                given[INDEX] = KnownScalar((number, number), "int")
            following = self._run(self.definition, given)
            if following is None or self.problems:
                return {}
            if fingerprint(following) != made:
                template = QT_TRANSLATE_NOOP(
                    "Problem", "{node}: what goes around changes its size, and the layers inside cannot follow."
                )
                self._complain(template)
                return {}
            child = following
        return {name: child.outputs.get(name) for name in names}

    def _changed(self, names: list[str], before: Mapping[str, Known | None], after: Mapping[str, Known]) -> bool:
        for name in names:
            old, new = before[name], after.get(name)
            if old is not None and new is not None and not alike(old, new):
                template = QT_TRANSLATE_NOOP(
                    "Problem", "{node}: {name} is {expected} before a round and {got} after it, but must stay the same."
                )
                first, last = str(old.spec()), str(new.spec())
                words = {"node": self.node.name, "name": name, "expected": first, "got": last}
                self.problems.append(Problem("control", template, words, port=name, expected=first, got=last))
                return True
        return False

    # If

    def _branches(self) -> dict[str, Known | None]:
        self._require_one_value(self.given.get(CONDITION), CONDITION)
        child = self._run(self.definition, self.given)
        if child is None:
            return {}
        self.scope.children[self.node.id] = child
        self.parameters = child.parameters
        results: dict[str, Known | None] = dict(child.outputs)
        others = self._otherwise()
        if self.problems:
            return {}
        for name, value in results.items():
            other = others.get(name)
            if value is not None and other is not None and not alike(value, other):
                template = QT_TRANSLATE_NOOP(
                    "Problem",
                    "{node}: {name} is {expected} when the condition holds and {got} when it does not, but must be the "
                    "same.",
                )
                words = {"name": name, "expected": str(value.spec()), "got": str(other.spec())}
                self._complain(template, **words)
        return results

    def _otherwise(self) -> Mapping[str, Known | None]:
        leaving, entering = ends(self.definition, OUTPUT_KIND), ends(self.definition, INPUT_KIND)
        wanted = self.node.arguments.get(OTHERWISE)
        if wanted is None:
            for name in leaving.keys() - entering.keys():
                template = QT_TRANSLATE_NOOP(
                    "Problem",
                    "{node}: when the condition does not hold, nothing gives {name}: add the other branch, or an Input "
                    "of that name.",
                )
                self._complain(template, name=name)
            return self.given
        definition = otherwise_of(self.node, self.scope.block.project.blocks)
        if definition is None:
            self._complain(QT_TRANSLATE_NOOP("Problem", "The other branch of {node} is gone: add one."))
            return {}
        names = ends(definition, OUTPUT_KIND)
        for name in sorted({*leaving} ^ {*names}) + sorted(ends(definition, INPUT_KIND).keys() - entering.keys()):
            template = QT_TRANSLATE_NOOP("Problem", "{node}: the two branches differ: {name} is in one of them only.")
            self._complain(template, name=name)
        child = self._run(definition, self.given)
        if child is None:
            return {}
        self.scope.others[self.node.id] = child
        self.parameters += child.parameters
        return child.outputs

    def _require_one_value(self, known: Known | None, port: str) -> None:
        template = QT_TRANSLATE_NOOP(
            "Problem", "{node}: the condition must be one value, but {got} arrives: take all, any or a sum of it."
        )
        if isinstance(known, KnownTensor) and any(any(size != 1 for size in shape) for shape in known.shapes):
            arriving = str(known.spec())
            values = {"node": self.node.name, "got": arriving}
            self.problems.append(Problem("control", template, values, port=port, got=arriving))


def alike(one: Known, other: Known) -> bool:
    """Whether two values are of the same shape, dtype and kind; they may lie otherwise in memory."""
    if isinstance(one, KnownTensor) and isinstance(other, KnownTensor):
        return one.shapes == other.shapes and one.dtype == other.dtype
    if isinstance(one, KnownSequence) and isinstance(other, KnownSequence):
        pairs = zip(one.items, other.items, strict=False)
        return len(one.items) == len(other.items) and all(alike(*pair) for pair in pairs)
    return isinstance(one, KnownScalar) and isinstance(other, KnownScalar) and one.type == other.type
