"""How people write modules besides: wrapped, parametrised, with attributes that change, with arguments left out."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import parametrizations

import guinet
from guinet.core.problems import GuinetError, Misuse, Unreadable
from tests.live_modules import read, require_same

ROWS, IMAGES = torch.randn(3, 4), torch.randn(2, 2, 6, 6)


class Memory(nn.Module):
    """A state that may be passed, and is not."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 5, batch_first=True)
        self.cell = nn.LSTMCell(5, 5)

    def forward(self, x: Tensor, state: Any = None, last: Any = None) -> Any:
        out, state = self.lstm(x, state)
        return self.cell(out[:, -1], hx=last), state


class Pooling(nn.Sequential):
    """A row with a forward of its own."""

    def __init__(self) -> None:
        super().__init__(nn.AdaptiveAvgPool2d(1), nn.Conv2d(2, 3, 1), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        size = x.shape[-2:]
        for part in self:
            x = part(x)
        return F.interpolate(x, size=size, mode="bilinear")


class Branches(nn.ModuleList):
    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([part(x) for part in self], 1)


class Heads(nn.ModuleDict):
    def forward(self, x: Tensor) -> dict[str, Tensor]:
        return {name: part(x) for name, part in self.items()}


class Pooled(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.pool = Pooling()
        self.branches = Branches([nn.Conv2d(3, 2, 1), nn.Conv2d(3, 1, 1)])
        self.heads = Heads({"cls": nn.Conv2d(3, 2, 1), "box": nn.Conv2d(3, 4, 1)})

    def forward(self, x: Tensor) -> Any:
        with torch.profiler.record_function("pool"):
            x = self.pool(x)
        return self.heads(self.branches(x))


def _normed() -> nn.Module:
    conv = parametrizations.weight_norm(nn.Conv1d(2, 4, 3))
    return nn.Sequential(conv, nn.ReLU(), parametrizations.weight_norm(nn.Conv1d(4, 3, 1), dim=1))


MODULES = {
    "a state left out": lambda: (Memory(), torch.randn(2, 3, 4)),
    "containers with a forward": lambda: (Pooled(), IMAGES),
}


@pytest.mark.parametrize("name", MODULES)
def test_what_people_write_comes_back(name: str) -> None:
    module, inputs = MODULES[name]()
    assert require_same(module, inputs).import_report.complete


def test_weight_norm_comes_back_with_its_parametrization() -> None:
    module, inputs = _normed(), torch.randn(2, 2, 7)

    project = read(module, inputs)
    built = guinet.build(project)

    assert str(project.import_report) in ("", "Results differ from the module's in their last digits.")
    assert built.state_dict().keys() == module.state_dict().keys()
    torch.testing.assert_close(built(inputs), module(inputs))


class Gathering(nn.Module):
    """It counts its calls, keeps what it computed, and hands its log around."""

    def __init__(self, log: list[Any]) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.calls, self.log = 0, log

    def forward(self, x: Tensor) -> Tensor:
        self.calls += 1
        self.last = self.fc(x)
        self.log.append(self.last)
        return self.last


def test_attributes_are_afterwards_what_they_were_and_the_very_same() -> None:
    log: list[Any] = ["begun"]
    module = Gathering(log)
    kept = {name: dict(vars(part)) for name, part in module.named_modules()}

    require_same(module, ROWS)

    assert (module.calls, hasattr(module, "last"), module.log, log) == (0, False, log, ["begun"])
    after = {name: vars(part) for name, part in module.named_modules()}
    assert all(after[name][each] is value for name, own in kept.items() for each, value in own.items())


@pytest.mark.parametrize(
    ("wrap", "kind", "prefix"),
    [
        (nn.DataParallel, "DataParallel", "module."),
        (lambda module: torch.compile(module, backend="eager"), "torch.compile", "_orig_mod."),
    ],
)
def test_a_wrapped_module_is_read_without_what_is_around(wrap: Any, kind: str, prefix: str) -> None:
    module = nn.Sequential(nn.Linear(4, 3), nn.ReLU())

    project = read(wrap(module), ROWS)

    expected = f"The graph is of the module inside of {kind}: its names are without “{prefix}”."
    assert str(project.import_report) == expected
    assert guinet.build(project).state_dict().keys() == module.state_dict().keys()


def test_a_compiled_part_is_followed() -> None:
    module = nn.Sequential(nn.Linear(4, 3), nn.ReLU())
    module[0] = torch.compile(module[0], backend="eager")  # type: ignore[assignment]
    assert read(module, ROWS).import_report.complete


class Drop(nn.Module):
    """Stochastic depth, which people write by the rows of the batch."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        return x * x.new_empty((x.shape[0], 1)).bernoulli_(0.5) / 0.5


def test_a_mode_of_its_own_is_not_taken_for_a_size_of_its_own() -> None:
    told = str(read(nn.Sequential(nn.Linear(4, 4), Drop()).train(), ROWS).import_report)
    assert "In eval mode results differ from the module's." in told
    assert "a batch of this size alone" not in told


class Asking(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        assert isinstance(x.shape, torch.Size), "no size"
        return x * 2


class Mixed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.fc(x).float()


class Parts(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        y = x.clone()
        y[:, :2] *= 2
        y[:, 3].clamp_(max=0.0)
        return y


def _partly() -> nn.Module:
    module = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4)).train()
    module[1].eval()
    return module


def _double() -> nn.Module:
    return nn.Sequential(nn.Linear(4, 3)).double()


REFUSED: dict[str, tuple[Any, Tensor, type[GuinetError], str]] = {
    "it asks for types": (Asking, ROWS, Unreadable, "^Asking does not run while it is recorded: no size"),
    "autocast": (Mixed, ROWS, Unreadable, r"^Line \d+ \(test_.*habits\.py\): this runs under torch\.autocast"),
    "a part in place": (Parts, ROWS, Unreadable, r"^Line \d+ \([^,]*\): a part of a tensor is changed in place"),
    "parts in another mode": (_partly, ROWS, Unreadable, r"^1 of Sequential are in another mode .*: call \.eval\(\)"),
    "float64": (_double, ROWS.double(), Unreadable, r"has parameters of float64, .*: pass it as \.float\(\)"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_told_with_its_remedy(name: str) -> None:
    make, inputs, kind, words = REFUSED[name]

    with pytest.raises(kind, match=words) as refused:
        guinet.from_module(make(), inputs)

    assert "\n" not in str(refused.value)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_scripted_module_is_refused() -> None:
    with pytest.raises(Misuse, match=r"^Linear is a module of TorchScript"):
        guinet.from_module(torch.jit.script(nn.Linear(4, 3)), ROWS)
