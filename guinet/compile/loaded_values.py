"""First values that are loaded from a file: the line of a constructor, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from msgspec import Struct

from guinet.compile import expressions
from guinet.compile.evaluate import UnknownReference, resolve
from guinet.compile.members import content, descend, members
from guinet.compile.meta import state_shapes
from guinet.compile.order import extent, hold_of
from guinet.compile.precedence import gathered
from guinet.compile.scope import Scope
from guinet.core.graph import Initialiser
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.core.project import MAIN, Project
from guinet.core.sharing import owner_of
from guinet.core.values import shape_text
from guinet.nodes.loaded_values import loaded_digest, loaded_file, loads, loads_partly
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form
from guinet.storage.weights_files import BadWeights, require_weights

Shapes: TypeAlias = "dict[str, tuple[int, ...]]"

_NOT_SAVED: Final = QT_TRANSLATE_NOOP(
    "Problem", "Save the project beside {file} first: its first values are loaded from there."
)
_NO_NAME: Final = QT_TRANSLATE_NOOP(
    "Problem", "“{file}” is no .safetensors file beside the project: remove the rule, and copy the weights again."
)
_ELSEWHERE: Final = QT_TRANSLATE_NOOP(
    "Problem", "Weights are loaded for the whole network only: move the rule that loads {file} to the main canvas."
)


class WeightsFile(Struct, frozen=True):
    """A file that generated code loads: it must have the content it was chosen for."""

    path: Path
    digest: str

    def require(self) -> None:
        """Raises BadWeights when it is not there, cannot be read, or is another file than the one meant."""
        require_weights(self.path, self.digest)


def weights_files(project: Project) -> tuple[WeightsFile, ...]:
    """Those that the code of a project loads."""
    found = [(loaded_file(rule), loaded_digest(rule)) for rule in project.main.initialisers if loads(rule)]
    folder = project.folder
    if folder is None:
        return ()
    return tuple(WeightsFile(folder / name, digest) for name, digest in dict.fromkeys(found) if name)


def load_line(rule: Initialiser, owner: str) -> Iterator[str]:
    """`self.load_state_dict(…)`; nothing for a rule without a file, which a check names."""
    name = loaded_file(rule)
    if name:
        path = f"pathlib.Path(__file__).with_name({expressions.quoted(name)})"
        partly = ", strict=False" if loads_partly(rule) else ""
        yield f"{owner}.load_state_dict(safetensors.torch.load_file({path}){partly})"


# What is wrong with the file


def loading_problems(scope: Scope, rule: Initialiser) -> Iterator[Problem]:
    """What is wrong with such a rule: its file, or the names and shapes in it."""
    name, project = loaded_file(rule), scope.block.project
    written = name or str(rule.arguments.get("file"))
    if not name or scope.block.id != MAIN or project.folder is None:
        template = _NO_NAME if not name else _ELSEWHERE if scope.block.id != MAIN else _NOT_SAVED
        yield Problem("weights", template, {"file": written}, got=written)
        return
    try:
        table = require_weights(project.folder / name, loaded_digest(rule))
    except BadWeights as error:
        yield error.problem
        return
    yield from _misfits(scope, name, table.shapes, loads_partly(rule))


def _misfits(scope: Scope, file: str, there: Mapping[str, tuple[int, ...]], partly: bool) -> Iterator[Problem]:
    own, whole = network_state(scope), all(outcome.known for outcome in scope.outcomes.values())
    for name, shape in own.items():
        if name in there and there[name] != shape:
            template = QT_TRANSLATE_NOOP(
                "Problem", "In {file} {name} is {got}, but it is {expected} here: copy the weights again."
            )
            values = {"file": file, "name": name, "got": shape_text(there[name]), "expected": shape_text(shape)}
            yield Problem("weights", template, values, node=_node(scope, name), got=values["got"])
            return
    missing, surplus = [name for name in own if name not in there], [name for name in there if name not in own]
    if whole and missing and not partly:
        template = QT_TRANSLATE_NOOP("Problem", "{file} lacks values for {names}: copy the weights again.")
        yield Problem("weights", template, {"file": file, "names": few(missing)}, node=_node(scope, missing[0]))
    elif whole and surplus:
        severity = Severity.WARNING if partly else Severity.ERROR
        template = QT_TRANSLATE_NOOP(
            "Problem", "{file} holds {names}, which the network has not (any more): copy the weights again."
        )
        yield Problem("weights", template, {"file": file, "names": few(surplus)}, severity)


def _node(scope: Scope, path: str) -> str | None:
    """The node of the main block that a value belongs to."""
    for member in members(scope, _nodes(scope)):
        if f"{path}.".startswith(f"{member.name}.") and not member.path:
            return member.used
    return None


def few(names: Sequence[str]) -> str:
    """The first of some names."""
    return ", ".join((*names[:3], "…") if len(names) > 3 else names)


# The names and shapes of a network's state_dict


def network_state(scope: Scope) -> Shapes:
    """The shapes of all parameters and buffers of the main block's module by name; those of nodes that could not run
    are not there. Nothing is built."""
    return _state(scope, _nodes(scope))


def _nodes(scope: Scope) -> Sequence[str]:
    if scope.block.id == MAIN:
        return gathered(scope.block, [*extent(scope.block).module])
    return content(scope.block)[0]


def _state(scope: Scope, nodes: Sequence[str]) -> Shapes:
    found: Shapes = {}
    for member in members(scope, nodes):
        there = descend(scope, member.path)
        outcome = there.outcomes[member.used]
        if hold_of(member.node) in ("parameter", "buffer"):
            known = next(iter(outcome.known.values()), None)
            shapes = getattr(known, "shapes", ())
            found |= {member.name: tuple(shapes[0])} if shapes else {}
        for path, shape in _of_layer(there, member.used).items():
            found[f"{member.name}.{path}"] = shape
    return found


def _of_layer(scope: Scope, node: str) -> Shapes:
    owner, outcome = scope.block.nodes[owner_of(scope.block, node)], scope.outcomes[node]
    type = REGISTRY.get(owner.kind)
    found: Shapes = {}
    if node in scope.children and not owner.is_control:
        found = _state(scope.children[node], _nodes(scope.children[node]))
    elif outcome.known and type is not None and type.form is Form.MODULE:
        try:
            given = {name: resolve(value, scope.exposed) for name, value in owner.arguments.items()}
        except UnknownReference:
            return {}
        found = state_shapes(type, {**outcome.inferred, **given})
    if owner.repeat == 1:
        return found
    return {f"{copy}.{path}": shape for copy in range(owner.repeat) for path, shape in found.items()}
