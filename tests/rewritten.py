"""Networks in text form: what Python makes of them, and what GuiNet's graph of them computes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import torch
from torch import Tensor, nn

import guinet
from guinet.core.graph import INPUT_KIND
from guinet.exchange.python.reading import ImportedProject
from guinet.storage import trust

_NETWORKS = Path(__file__).parent / "networks"
"""Files as people write them; the first line of each is a comment that says what makes its network."""


def networks(folder: str) -> list[str]:
    """The names of the networks in a folder."""
    return sorted(path.stem for path in (_NETWORKS / folder).glob("*.txt"))


def network(folder: str, name: str) -> tuple[str, str]:
    """The text of a network, and what makes it."""
    text = (_NETWORKS / folder / f"{name}.txt").read_text("utf-8")
    return text, text.partition("\n")[0].removeprefix("# made: ")


def made_by_python(text: str, made: str) -> nn.Module:
    """The network that `made` is, once the text has run."""
    module = ModuleType("written_by_hand")
    names = module.__dict__
    others = {"written_by_hand": module, "torchvision": ModuleType("torchvision")}
    vars(others["torchvision"]).update(datasets=None, transforms=None)
    with patch.dict("sys.modules", others), redirect_stdout(StringIO()):
        exec(text, names)
        network = eval(made, names)
    assert isinstance(network, nn.Module)
    return network


def values_for(project: ImportedProject) -> dict[str, Tensor]:
    """Something for each input, two of it; what is called a mask is of zeros and ones."""
    found = {}
    for node in project.main.boundary:
        if node.kind != INPUT_KIND:
            continue
        shape = node.arguments.get("shape", ())
        assert isinstance(shape, tuple)
        sizes = [2, *(size for size in shape if isinstance(size, int))]
        most = 2 if "mask" in node.name else 10
        whole = node.arguments.get("dtype") == "int64" or most == 2
        found[node.name] = torch.randint(0, most, sizes) if whole else torch.randn(sizes)
    return found


def tensors_in(value: object) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, Mapping):
        yield from tensors_in(list(value.values()))
    elif isinstance(value, Sequence):
        for item in value:
            yield from tensors_in(item)


def same_network(
    text: str,
    made: str,
    *,
    inputs: Sequence[tuple[int, ...]] = (),
    code: Sequence[str] = (),
    twice: Sequence[str] = (),
) -> ImportedProject:
    """Asserts that the graph of the text has the keys of what Python makes of it, and with its values gives the very
    same tensors, both while training and not. `code` are what becomes a node of code; `twice` the keys that torch has
    once more for what has another already.
    """
    project = guinet.from_source(text, inputs=inputs)
    assert project.import_report.code == tuple(code)
    trust.trust(project.code.values())
    theirs, ours = made_by_python(text, made), guinet.build(project)
    state = {key: value for key, value in theirs.state_dict().items() if key not in twice}
    assert set(ours.state_dict()) == set(state)
    ours.load_state_dict(state)
    given = values_for(project)
    own = inspect.signature(theirs.forward).parameters
    for training in (False, True):
        expected = called(theirs.train(training), given if given.keys() <= own.keys() else list(given.values()))
        found = called(ours.train(training), given)
        assert len(found) == len(expected) > 0
        assert all(torch.equal(one, other) for one, other in zip(found, expected, strict=True))
    return project


def called(network: nn.Module, given: Mapping[str, Tensor] | Sequence[Tensor]) -> list[Tensor]:
    torch.manual_seed(1)
    if isinstance(given, Mapping):
        return list(tensors_in(network(**{name: value.clone() for name, value in given.items()})))
    return list(tensors_in(network(*(value.clone() for value in given))))
