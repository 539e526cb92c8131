"""The graph that autograd recorded: walked from tensors back to the leaves, with what each function keeps."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import networkx as nx
import torch
from torch import Tensor, nn
from torch.autograd.graph import get_gradient_edge

from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
from guinet.core.recorded import Kept, Saved

_PREFIX: Final = "_saved_"
_LONGEST: Final = 60
"""Letters of a plain value that a function keeps."""


@dataclass
class Walk:
    """`functions` in the order in which they were met, each once; an edge is a function, the next one (by their places)
    and which of the next one's outputs it was made of. The functions are held, so that no other gets their ids."""

    functions: list[Any] = field(default_factory=list)
    edges: list[tuple[int, int, int]] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    _places: dict[Any, int] = field(default_factory=dict)

    def add(self, tensors: Iterable[Tensor]) -> range:
        """Walks on from these tensors; gives the places of the functions that are new."""
        first = len(self.functions)
        for tensor in tensors:
            if tensor.requires_grad:
                place = self._place(get_gradient_edge(tensor).node)
                if place not in self.roots:
                    self.roots.append(place)
        functions, edges, places = self.functions, self.edges, self._places
        done = first
        while done < len(functions):
            for following, output in functions[done].next_functions:
                if following is not None:
                    place = places.get(following, -1)
                    edges.append((done, self._place(following) if place < 0 else place, output))
            done += 1
        return range(first, len(functions))

    def _place(self, function: Any) -> int:
        place = self._places.get(function)
        if place is None:
            place = self._places[function] = len(self.functions)
            self.functions.append(function)
        return place


def autograd_graph(tensor: Tensor, module: nn.Module | None = None) -> nx.MultiDiGraph[Any]:
    """The graph that autograd recorded of `tensor`: its nodes are the functions themselves, `tensor.grad_fn` first.

    An edge leads from a function to one that is next in the backward pass; `output` tells which output of that one.
    Attributes of a node: `op` ("AddmmBackward0"); `shapes` of what it gave in the forward pass; `saved`, what it keeps,
    by name, as `core.recorded.Saved`; `saved_bytes`, each piece of memory once; `parameter`, the leaf tensor whose
    gradient it adds to, else None; `path`, that parameter's in `module` ("fc.weight"), "" where it is not known.
    Attributes of the graph: `saved_bytes` in all, each piece of memory once, and `root`, None where nothing was
    recorded (the tensor needs no gradient, or was made under `no_grad`): the graph is empty then. Raises Misuse for
    what is no tensor.
    """
    if not isinstance(tensor, Tensor):
        template = QT_TRANSLATE_NOOP("Problem", "autograd records what tensors are made of, and this is of type {type}")
        raise Misuse(template, type=type(tensor).__name__)
    walk = Walk()
    walk.add([tensor])
    ledger, paths = Memory(), paths_of(module)
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(root=walk.functions[0] if walk.functions else None)
    for function in walk.functions:
        saved, held = ledger.saved(function)
        leaf = leaf_of(function)
        graph.add_node(
            function,
            op=op_of(function),
            shapes=shapes_of(function),
            saved={each.name: each for each in saved},
            saved_bytes=held,
            parameter=leaf,
            path=paths.get(id(leaf), ""),
        )
    for function, following, output in walk.edges:
        graph.add_edge(walk.functions[function], walk.functions[following], output=output)
    graph.graph["saved_bytes"] = ledger.total
    return graph


def paths_of(module: nn.Module | None) -> dict[int, str]:
    """The paths of parameters by their `id`; tied ones have several, joined by " = "."""
    found: dict[int, str] = {}
    if module is not None:
        for path, parameter in module.named_parameters(remove_duplicate=False):
            before = found.get(id(parameter))
            found[id(parameter)] = path if before is None else f"{before} = {path}"
    return found


def leaf_of(function: Any) -> Tensor | None:
    """The tensor whose gradient a function adds to, where it is of that kind."""
    leaf = getattr(function, "variable", None)
    return leaf if isinstance(leaf, Tensor) else None


def op_of(function: Any) -> str:
    """What a function is called, without the C++ namespace that some carry."""
    return str(function.name()).rpartition("::")[2]


def shapes_of(function: Any) -> tuple[tuple[int, ...], ...]:
    """The shapes of what `function` gave in the forward pass; of a leaf that of its tensor."""
    leaf = leaf_of(function)
    if leaf is not None:
        return (tuple(leaf.shape),)
    # A nested tensor has no sizes of its own.
    return tuple([() if each.is_nested_tensor else tuple(each.shape) for each in function._input_metadata])


class Memory:
    """Reads what functions keep, which must live on meanwhile. `total` counts the bytes of all of it, each piece of
    memory once; `own` leaves out what lies in the memory of `known` tensors."""

    def __init__(self, known: Iterable[Tensor] = ()) -> None:
        self._known = {_place(tensor) for tensor in known}
        self._seen: set[int] = set()
        self.total = 0
        self.own = 0

    def saved(self, function: Any) -> tuple[tuple[Saved, ...], int]:
        """What `function` keeps, and the bytes of it, each piece of memory once."""
        found, places = [], dict[int, int]()
        for name, value in _kept(function):
            if not isinstance(value, Tensor):
                found.append(Saved(name, kept=value) if isinstance(value, Kept) else Saved(name, text=_text(value)))
                continue
            size, place = _bytes(value), _place(value)
            shape = None if value.is_nested else tuple(value.shape)
            found.append(Saved(name, shape, _dtype(value.dtype), size))
            places[place] = max(size, places.get(place, 0))
            if place not in self._seen:
                self._seen.add(place)
                self._count(value, place)
        return tuple(found), sum(places.values())

    def _count(self, tensor: Tensor, place: int) -> None:
        size = tensor.untyped_storage().nbytes() if tensor.layout is torch.strided else _bytes(tensor)
        self.total += size
        self.own += 0 if place in self._known else size


def _kept(function: Any) -> Iterator[tuple[str, object]]:
    """By name a tensor, a plain value, or how it stands with a tensor that cannot be looked at."""
    kind: Any = type(function)
    for name in _names(kind):
        short = name.removeprefix(_PREFIX)
        try:
            value = getattr(function, name)
        except RuntimeError as error:
            # Torch has no class of its own for the two, and tells them in words.
            yield short, Kept.CHANGED if "inplace" in str(error) else Kept.FREED
            continue
        if not isinstance(value, (tuple, list)) or not any(isinstance(item, Tensor) for item in value):
            if value is not None:
                yield short, value
            continue
        yield from ((f"{short}[{number}]", item) for number, item in enumerate(value) if item is not None)


@cache
def _names(type: Hashable) -> tuple[str, ...]:
    """The attributes in which functions of a type keep things. One written in Python has `saved_tensors`."""
    names = dir(type)
    found = [name for name in names if name.startswith(_PREFIX) and not name.endswith(("_sym_sizes", "_sym_strides"))]
    return (*found, "saved_tensors") if "saved_tensors" in names else tuple(found)


def _place(tensor: Tensor) -> int:
    """What tells one piece of memory from another."""
    return int(tensor.untyped_storage()._cdata) if tensor.layout is torch.strided else id(tensor)


@cache
def _dtype(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _bytes(tensor: Tensor) -> int:
    if tensor.layout is torch.strided and not tensor.is_nested:
        return tensor.nbytes
    return tensor.element_size() * (tensor._nnz() if tensor.is_sparse else tensor.numel())


def _text(value: object) -> str:
    if isinstance(value, int) and value >= 1 << 63:
        value -= 1 << 64  # torch hands negative numbers out as if they had no sign
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
