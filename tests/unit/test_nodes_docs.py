"""What is told about nodes: complete in both languages, in our own words, and true: every example runs."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import re
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from types import ModuleType

import pytest
import torch
from torch import nn

from guinet.core.resources import resource
from guinet.nodes import docs as node_docs
from guinet.nodes.docs import argument_lines, docs, documented, link, signature
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType
from tests.catalogue import get

TYPES = REGISTRY.types()
KINDS = [kind.kind for kind in TYPES]


@pytest.fixture(scope="module")
def packaging(repository: Path) -> ModuleType:
    """The script that writes the curves and results."""
    spec = importlib.util.spec_from_file_location("make_curves", repository / "packaging" / "make_curves.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_type_has_a_paragraph_in_both_languages(language: str) -> None:
    short = [kind.kind for kind in TYPES if len(docs(kind, language).summary) < (15 if language == "en" else 6)]
    assert short == []


def test_every_argument_has_a_line_in_both_languages() -> None:
    missing = [
        (kind.kind, argument.name)
        for kind in TYPES
        for argument in kind.arguments
        if not all(argument_lines(kind.kind, argument.name))
    ]
    assert missing == []


def chinese(text: str) -> bool:
    return re.search(r"[一-鿿]", text) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_is_chinese_that_the_shipped_font_can_draw(kind: str) -> None:
    told = docs(get(kind), "zh")
    for text in (told.summary, *told.arguments.values()):
        text.encode("gb2312")
        assert chinese(text), text
    for text in (docs(get(kind), "en").summary, *docs(get(kind), "en").arguments.values()):
        assert not chinese(text), text


def test_no_placeholder_is_left_and_each_language_says_its_own() -> None:
    for kind in TYPES:
        for language in ("en", "zh"):
            told = docs(kind, language)
            text = " ".join((told.summary, *told.formula, *told.arguments.values(), *told.see))
            assert not re.search(r"(?<![_^])\{(n|shape|sizes|a|物)\}", text), kind.kind
        assert docs(kind, "en").summary != docs(kind, "zh").summary


def test_every_type_of_the_tables_has_an_example() -> None:
    assert [kind for kind in KINDS if not node_docs.example(kind)] == []


@pytest.mark.parametrize("kind", [kind for kind in documented() if node_docs.example(kind)])
def test_examples_run_and_give_what_the_page_shows(kind: str, packaging: ModuleType) -> None:
    lines = node_docs.example(kind)
    run: Callable[[tuple[str, ...]], str] = packaging.result
    assert run(lines) == json.loads(resource("docs/results.json").read_text(encoding="utf-8"))[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_uses_the_node_it_is_for(kind: str) -> None:
    type_ = get(kind)
    text = "\n".join(node_docs.example(kind))
    if type_.form in (Form.MODULE, Form.LOSS, Form.FUNCTION):
        name = type_.call.rpartition(".")[2]
        assert re.search(rf"\b{re.escape(name)}\(", text), text
    elif type_.form in (Form.METHOD, Form.ATTRIBUTE):
        assert f".{type_.call}" in text
    elif type_.form is Form.DATA:
        assert f'"{kind}"' in text


def of_torch(kind: str) -> str:
    """What torch writes about it."""
    if not kind.startswith("torch."):
        return ""
    return inspect.getdoc(attrgetter(kind.removeprefix("torch."))(torch)) or ""


def runs_of(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@pytest.mark.parametrize("kind", KINDS)
def test_no_eight_words_in_a_row_are_torchs(kind: str) -> None:
    told = docs(get(kind), "en")
    taken = runs_of(of_torch(kind), 8)
    for text in (told.summary, *told.arguments.values()):
        assert not runs_of(text, 8) & taken, text


def test_see_also_leads_to_types_that_are_told_of() -> None:
    lost = {
        (kind.kind, other)
        for kind in TYPES
        for other in docs(kind, "en").see
        if other not in documented() and REGISTRY.get(other) is None
    }
    assert lost == set()


def test_links_are_made_by_rule() -> None:
    pages = "https://docs.pytorch.org/docs/stable"
    assert link(get("torch.nn.Conv2d")) == f"{pages}/generated/torch.nn.Conv2d.html"
    assert link(get("torch.Tensor.reshape")) == f"{pages}/generated/torch.Tensor.reshape.html"
    assert link(get("torch.Tensor.T")) == f"{pages}/tensors.html"
    assert link(get("guinet.Input")) == ""


def test_signatures_are_calls_as_python_writes_them() -> None:
    assert signature(get("torch.nn.Dropout")) == "nn.Dropout(p=0.5, inplace=False)"
    assert signature(get("torch.add")) == "input + other"
    assert signature(get("torch.Tensor.shape")) == "input.shape"
    assert signature(get("torch.Tensor.transpose")) == "input.transpose(dim0, dim1)"
    assert signature(get("torch.randint")).startswith("torch.randint(low=0, high=..., size=...")
    for kind in TYPES:
        ast.parse(signature(kind))


def test_curves_are_torchs_and_reach_every_activation_of_one_number(packaging: ModuleType) -> None:
    assert packaging.curves() == json.loads(resource("docs/curves.json").read_text(encoding="utf-8"))
    with_curve = {kind.title for kind in TYPES if kind.form is Form.MODULE and docs(kind, "en").curve is not None}
    over_several = {"Softmax", "LogSoftmax", "Softmin", "Softmax2d", "GLU"}
    activations = {kind.title for kind in TYPES if kind.form is Form.MODULE and kind.category == "activation"}
    assert with_curve == activations - over_several


def test_a_curve_is_the_function_and_its_slope() -> None:
    curve = docs(get("torch.nn.Sigmoid"), "en").curve
    assert curve is not None
    x = torch.linspace(curve.low, curve.high, len(curve.values), dtype=torch.float64)
    sigmoid = 1 / (1 + torch.exp(-x))
    torch.testing.assert_close(torch.tensor(curve.values, dtype=torch.float64), sigmoid, atol=1e-4, rtol=0)
    slopes = torch.tensor(curve.slopes, dtype=torch.float64)
    torch.testing.assert_close(slopes, sigmoid * (1 - sigmoid), atol=1e-4, rtol=0)
    root = docs(get("torch.sqrt"), "en").curve
    assert root is not None
    assert root.values[0] is None  # of −6
    assert root.values[-1] == pytest.approx(6**0.5, abs=1e-4)


def test_like_types_take_what_they_do_not_say() -> None:
    layer, function = docs(get("torch.nn.ELU"), "en"), docs(get("torch.nn.functional.elu"), "en")
    assert function.formula == layer.formula
    assert function.summary.startswith(layer.summary)
    assert function.arguments["alpha"] == layer.arguments["alpha"]
    assert function.example != layer.example
    assert function.see == ("torch.nn.ELU",)


def test_a_type_no_file_tells_of_has_its_link() -> None:
    stranger = NodeType(
        "torch.special.unheard_of", Form.FUNCTION, "other", "unheard_of", call="torch.special.unheard_of"
    )
    told = docs(stranger, "zh")
    assert (told.summary, told.example, told.curve) == ("", (), None)
    assert told.link.endswith("/special.html#torch.special.unheard_of")


def test_a_line_of_no_known_sign_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "odd.txt").write_text("# torch.nn.ReLU\nfr Garde ce qui est positif.\n", encoding="utf-8")
    monkeypatch.setattr(node_docs, "resource", lambda path: tmp_path / path)
    node_docs._book.cache_clear()
    try:
        with pytest.raises(ValueError, match="fr Garde"):
            documented()
    finally:
        monkeypatch.undo()
        node_docs._book.cache_clear()


def test_the_sizes_of_convolutions_are_as_the_formula_says() -> None:
    for stride, padding, dilation in ((1, 0, 1), (2, 1, 1), (3, 2, 2)):
        made = nn.Conv1d(1, 1, 3, stride=stride, padding=padding, dilation=dilation)(torch.zeros(1, 1, 17))
        assert made.shape[2] == (17 + 2 * padding - dilation * 2 - 1) // stride + 1
        back = nn.ConvTranspose1d(1, 1, 3, stride=stride, padding=padding, dilation=dilation)(torch.zeros(1, 1, 17))
        assert back.shape[2] == 16 * stride - 2 * padding + dilation * 2 + 1


def test_what_is_said_of_edges_is_so() -> None:
    x = torch.randn(8, 4)
    assert torch.equal(nn.SyncBatchNorm(4)(x), nn.BatchNorm1d(4)(x))  # of a single process
    assert str(torch.tensor([1.0, 0.0]) / 0) == "tensor([inf, nan])"
    with pytest.raises(RuntimeError, match="out of bounds"):
        torch.as_strided(torch.arange(4), (3, 2), (5, 5))
    assert torch.finfo(torch.bfloat16).eps == 2**-7  # which are two digits
    assert not torch.equal(torch.ones(1000).bernoulli_(0.0), torch.ones(1000))  # by its p, not by what was there


def test_formulas_of_two_tensors_are_torchs() -> None:
    torch.manual_seed(0)
    a, b = torch.randn(2, 3, dtype=torch.float64), torch.randn(3, dtype=torch.float64)
    A = torch.linalg.pinv(a)
    close = torch.testing.assert_close
    close(a @ A @ a, a)
    close(A @ a @ A, A)
    close(torch.fmod(a, b), a - b * torch.trunc(a / b))
    close(torch.tan(torch.atan2(a, b)), a / b)
    close(torch.copysign(a, b), a.abs() * b.sign())
    close(torch.erf(torch.erfinv(torch.tanh(a))), torch.tanh(a))
    close(torch.kron(a[0], b), torch.stack([a[0][i] * b[k] for i in range(3) for k in range(3)]))
    centred = a - a.mean(1, keepdim=True)
    close(torch.cov(a), centred @ centred.T / 2)
    close(torch.corrcoef(a)[0, 1], torch.cov(a)[0, 1] / (torch.cov(a)[0, 0] * torch.cov(a)[1, 1]).sqrt())
    rate, count = a.exp(), torch.ones(2, 3, dtype=torch.float64)
    close(nn.PoissonNLLLoss(log_input=False)(rate, count), (rate - count * (rate + 1e-8).log()).mean())
    sign, logarithm = torch.linalg.slogdet(a[:, :2])
    close(torch.det(a[:, :2]), sign * logarithm.exp())


def test_every_argument_of_an_optimiser_scheduler_or_first_value_is_told_of() -> None:
    told = [(each.title, each.arguments) for each in REGISTRY.optimizers()]
    told += [(each.title, each.arguments) for each in REGISTRY.schedulers()]
    told += [(each.title, each.arguments) for each in REGISTRY.initialisers()]
    assert [(title, one.name) for title, arguments in told for one in arguments if not one.doc] == []


@pytest.mark.parametrize("name", ["gumbel_softmax", "grid_sample", "affine_grid"])
def test_a_function_that_is_no_layer_is_not_called_one(name: str) -> None:
    assert "The layer as a function" not in docs(get(f"torch.nn.functional.{name}"), "en").summary
    assert "The layer as a function" in docs(get("torch.nn.functional.relu"), "en").summary
