"""What is told about the nodes that no table names: every path of torch that the search offers, complete and true."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from guinet.core.resources import resource
from guinet.nodes.docs import argument_lines, docs, documented, example, first_sentence, link
from guinet.nodes.registry import REGISTRY
from guinet.nodes.relatives import called_as, is_over, relatives
from guinet.nodes.types import Form
from tests.catalogue import get

KINDS = [kind.kind for kind in REGISTRY.others()]
LANGUAGES = ("en", "zh")

WITHOUT_PARAGRAPH: frozenset[str] = frozenset()
"""What the search offers and nothing is told of. It may only become smaller."""

_WITHOUT_EXAMPLE = {
    "need an NVIDIA GPU": """
        torch.cudnn_affine_grid_generator torch.cudnn_batch_norm torch.cudnn_convolution
        torch.cudnn_convolution_add_relu torch.cudnn_convolution_relu torch.cudnn_convolution_transpose
        torch.cudnn_grid_sampler torch.nn.functional.scaled_grouped_mm torch.nn.functional.scaled_mm
        torch.batch_norm_backward_elemt torch.batch_norm_backward_reduce torch.batch_norm_elemt
        torch.batch_norm_gather_stats torch.batch_norm_gather_stats_with_counts torch.batch_norm_stats""",
    "need an AMD GPU": """
        torch.miopen_batch_norm torch.miopen_convolution torch.miopen_convolution_add_relu
        torch.miopen_convolution_relu torch.miopen_convolution_transpose torch.miopen_ctc_loss
        torch.miopen_depthwise_convolution torch.miopen_rnn""",
    "need a processor of some kind, and weights packed for it": """
        torch.fbgemm_linear_fp16_weight torch.fbgemm_linear_fp16_weight_fp32_activation
        torch.fbgemm_linear_int8_weight torch.fbgemm_linear_int8_weight_fp32_activation
        torch.fbgemm_linear_quantize_weight torch.fbgemm_pack_gemm_matrix_fp16
        torch.fbgemm_pack_quantized_matrix torch.mkldnn_linear_backward_weights torch.mkldnn_rnn_layer
        torch.quantized_gru torch.quantized_gru_cell torch.quantized_lstm torch.quantized_lstm_cell
        torch.quantized_rnn_relu_cell torch.quantized_rnn_tanh_cell""",
    "cannot be called in this torch at all": """
        torch.Tensor.index torch.indices_copy torch.values_copy""",
}
WITHOUT_EXAMPLE = {kind for kinds in _WITHOUT_EXAMPLE.values() for kind in kinds.split()}
"""It may only become smaller."""


@pytest.fixture(scope="module")
def result(repository: Path) -> Callable[[tuple[str, ...]], str]:
    """How `packaging/make_curves.py` runs an example."""
    sys.path.insert(0, str(repository / "packaging"))
    try:
        import make_curves
    finally:
        sys.path.pop(0)
    found: Callable[[tuple[str, ...]], str] = make_curves.result
    return found


def shown(kind: str, language: str) -> tuple[str, ...]:
    told = docs(get(kind), language)
    return (told.summary, *told.arguments.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_the_search_offers_has_a_paragraph(language: str) -> None:
    offered = [*(kind.kind for kind in REGISTRY.types()), *KINDS]
    least = 15 if language == "en" else 6
    assert {kind for kind in offered if len(docs(get(kind), language).summary) < least} == WITHOUT_PARAGRAPH


def test_what_code_written_by_hand_begins_with_says_what_it_does_itself() -> None:
    for template in REGISTRY.templates():
        assert template.doc.endswith(".")


def test_every_argument_is_told_of_in_both_languages() -> None:
    arguments = [(kind, argument.name) for kind in KINDS for argument in get(kind).arguments]
    assert [pair for pair in arguments if not all(argument_lines(*pair))] == []


def test_chinese_is_written_as_chinese() -> None:
    beside = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
    for kind in KINDS:
        for text in shown(kind, "zh"):
            text.encode("gb2312")
            assert re.search(r"[\u4e00-\u9fff]", text), (kind, text)
            assert not beside.search(re.sub(r"\[[^\]]*\]", "", text)), (kind, text)  # but in shapes: [N, L, 特征]
        for text in shown(kind, "en"):
            assert not re.search(r"[\u3000-\u9fff]", text), (kind, text)


def test_every_paragraph_is_whole_and_holds_no_placeholder() -> None:
    for kind in KINDS:
        for language, stop in zip(LANGUAGES, ".。", strict=True):
            told = docs(get(kind), language)
            assert told.summary.endswith(stop), (kind, told.summary)
            words = " ".join((told.summary, *told.formula, *told.arguments.values(), *told.see))
            assert not re.search(r"(?<![_^])\{(n|shape|sizes|a|like|物)\}", words), kind


def test_no_eight_words_in_a_row_are_torchs() -> None:
    for kind in KINDS:
        torchs = runs_of(inspect.getdoc(attrgetter(kind.removeprefix("torch."))(torch)) or "")
        for text in shown(kind, "en"):
            assert not runs_of(text) & torchs, (kind, text)


def runs_of(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[start : start + 8]) for start in range(len(words) - 7)}


def test_see_also_leads_to_types_there_are_and_not_to_the_page_itself() -> None:
    for kind in KINDS:
        for other in docs(get(kind), "en").see:
            assert REGISTRY.get(other) is not None, (kind, other)
            assert other != kind


def test_all_but_what_cannot_run_here_have_an_example() -> None:
    assert {kind for kind in KINDS if not example(kind)} == WITHOUT_EXAMPLE


def test_examples_give_what_the_page_shows(result: Callable[[tuple[str, ...]], str]) -> None:
    results = json.loads(resource("docs/results.json").read_text(encoding="utf-8"))
    written = set(documented())  # their examples are run by test_nodes_docs.py
    for kind in KINDS:
        if kind not in written and kind not in WITHOUT_EXAMPLE:
            assert result(example(kind)) == results[kind] == docs(get(kind), "en").result, kind


def test_an_example_calls_the_node_it_is_for() -> None:
    for kind in set(KINDS) - WITHOUT_EXAMPLE:
        found = get(kind)
        call = f".{found.call}(" if found.form is Form.METHOD else f"{found.call.removeprefix('torch.')}("
        assert call in "\n".join(example(kind)), (kind, example(kind))


def test_another_name_does_what_the_first_one_does(result: Callable[[tuple[str, ...]], str]) -> None:
    others = [kind for kind in KINDS if "Another name of" in docs(get(kind), "en").summary]
    assert len(others) > 60
    for kind in others:
        first = docs(get(kind), "en").see[0]
        if not is_over(kind, first):
            assert result(example(kind)) == result(example(first)), kind


def test_a_method_is_told_of_as_its_function() -> None:
    function, method = docs(get("torch.special.logit"), "en"), docs(get("torch.Tensor.logit"), "en")
    assert function.summary == method.summary == docs(get("torch.logit"), "en").summary
    assert method.arguments == docs(get("torch.logit"), "en").arguments
    assert method.see[0] == "torch.logit"
    assert ".logit(" in method.example[-1]


def test_what_works_in_place_is_told_of_as_its_plain_form_and_a_sentence_more() -> None:
    plain, over = docs(get("torch.Tensor.erf"), "zh"), docs(get("torch.Tensor.erf_"), "zh")
    assert over.summary.startswith(plain.summary)
    assert over.summary.removeprefix(plain.summary).startswith("结果写回张量自身")
    assert over.formula == plain.formula
    assert "written over" in docs(get("torch.nn.functional.elu_"), "en").summary


def test_another_name_says_whose_it_is() -> None:
    assert "Another name of `torch.acos`." in docs(get("torch.Tensor.arccos"), "en").summary
    assert "`torch.acos` 的另一个名字。" in docs(get("torch.Tensor.arccos"), "zh").summary
    assert docs(get("torch.Tensor.arccos_"), "en").see == ("torch.arccos", "torch.acos")


def test_the_first_sentence_is_plain_text_and_ends_with_its_full_stop() -> None:
    assert first_sentence("torch.fft.rfft", "en") == "The waves of a real signal."
    assert first_sentence("torch.Tensor.arccos", "zh") == "逐值求反余弦（弧度）；超出 -1 到 1 得到 NaN。"
    assert first_sentence("torch.unheard_of", "en") == ""
    for kind in KINDS:
        for language, stop in zip(LANGUAGES, ".。", strict=True):
            sentence = first_sentence(kind, language)
            assert sentence.endswith(stop), kind
            assert "`" not in sentence


def test_a_link_leads_to_the_page_where_torch_tells_of_it() -> None:
    pages = "https://docs.pytorch.org/docs/stable"
    assert link(get("torch.fft.rfft")) == f"{pages}/generated/torch.fft.rfft.html"
    assert link(get("torch.special.entr")) == f"{pages}/special.html#torch.special.entr"
    assert link(get("torch.conv2d")) == f"{pages}/generated/torch.nn.functional.conv2d.html"
    assert link(get("torch.abs_")) == f"{pages}/generated/torch.Tensor.abs_.html"
    assert link(get("torch.is_signed")) == f"{pages}/generated/torch.Tensor.is_signed.html"
    assert link(get("torch.lstm")) == f"{pages}/generated/torch.nn.LSTM.html"
    assert link(get("torch.binomial")) == ""  # of which torch says nothing


def test_pages_are_of_this_torch() -> None:
    recorded = json.loads(resource("docs/pages.json").read_text(encoding="utf-8"))
    for kind in KINDS:
        about = attrgetter(kind.removeprefix("torch."))(torch)
        assert about.__doc__ or kind in recorded, kind
    for told in filter(None, recorded.values()):
        assert attrgetter(told.removeprefix("torch."))(torch).__doc__, told


def test_relatives_are_sought_near_first_and_never_where_names_mean_something_else() -> None:
    found = list(relatives("torch.Tensor.abs_"))
    assert found[:2] == ["torch.abs_", "torch.nn.functional.abs_"]
    assert found.index("torch.Tensor.abs") < found.index("torch.abs")
    assert not [kind for kind in found if "linalg" in kind]
    assert list(relatives("torch.linalg.lu")) == []
    assert list(relatives("torch.Tensor.__getitem__")) == []


@pytest.mark.parametrize(
    ("lines", "plain", "kind", "called"),
    [
        (("torch.abs(x)",), "torch.abs", "torch.Tensor.abs_", ("x.abs_()",)),
        (("torch.abs(-x)",), "torch.abs", "torch.Tensor.abs", ("(-x).abs()",)),
        (("x.narrow(0, 1, length=2)",), "torch.Tensor.narrow", "torch.narrow", ("torch.narrow(x, 0, 1, length=2)",)),
        (
            ("x = 1      # said", "F.elu(x).y"),
            "torch.nn.functional.elu",
            "torch.elu",
            ("x = 1      # said", "torch.elu(x).y"),
        ),
        (("a + b",), "torch.add", "torch.Tensor.add", ()),
        (("nn.abs(x)",), "torch.abs", "torch.Tensor.abs", ()),
        (("torch.abs(input=x)",), "torch.abs", "torch.Tensor.abs", ()),
    ],
)
def test_an_example_is_written_with_another_call(
    lines: tuple[str, ...], plain: str, kind: str, called: tuple[str, ...]
) -> None:
    assert called_as(lines, plain, kind) == called


def close(found: torch.Tensor, wanted: torch.Tensor) -> None:
    torch.testing.assert_close(found, wanted, rtol=1e-6, atol=1e-9)


def test_formulas_of_windows_are_torchs() -> None:
    windows = torch.signal.windows
    n, pi = 9, torch.pi
    j = torch.arange(n, dtype=torch.float64)
    double = torch.float64
    close(windows.hann(n, dtype=double), (1 - torch.cos(2 * pi * j / (n - 1))) / 2)
    close(windows.general_hamming(n, alpha=0.6, dtype=double), 0.6 - 0.4 * torch.cos(2 * pi * j / (n - 1)))
    close(windows.bartlett(n, dtype=double), 1 - (2 * j / (n - 1) - 1).abs())
    close(windows.cosine(n, dtype=double), torch.sin(pi * (j + 0.5) / n))
    close(windows.exponential(n, tau=2.0, dtype=double), torch.exp(-(j - 4).abs() / 2))
    close(windows.gaussian(n, std=2.0, dtype=double), torch.exp(-(((j - 4) / 2) ** 2) / 2))
    bow = torch.i0(8 * (1 - (2 * j / (n - 1) - 1) ** 2).sqrt()) / torch.i0(torch.tensor(8.0, dtype=torch.float64))
    close(windows.kaiser(n, beta=8.0, dtype=double), bow)
    close(torch.hann_window(n, dtype=double), (1 - torch.cos(2 * pi * j / n)) / 2)
    weights = [0.42, 0.5, 0.08]
    terms = [(-1) ** k * a * torch.cos(2 * pi * k * j / (n - 1)) for k, a in enumerate(weights)]
    close(windows.general_cosine(n, a=weights, dtype=double), torch.stack(terms).sum(0))


def test_formulas_of_special_functions_are_torchs() -> None:
    special = torch.special
    x = torch.tensor([-0.7, 0.1, 0.6], dtype=torch.float64)
    angle, n = torch.acos(x), 3
    close(special.chebyshev_polynomial_t(x, n), torch.cos(n * angle))
    close(special.chebyshev_polynomial_u(x, n), torch.sin((n + 1) * angle) / torch.sin(angle))
    close(special.chebyshev_polynomial_v(x, n), torch.cos((n + 0.5) * angle) / torch.cos(angle / 2))
    close(special.chebyshev_polynomial_w(x, n), torch.sin((n + 0.5) * angle) / torch.sin(angle / 2))
    close(special.shifted_chebyshev_polynomial_u(x, n), special.chebyshev_polynomial_u(2 * x - 1, n))
    close(special.hermite_polynomial_h(x, 2), 4 * x**2 - 2)
    close(special.hermite_polynomial_he(x, 2), x**2 - 1)
    close(special.laguerre_polynomial_l(x, 2), (x**2 - 4 * x + 2) / 2)
    close(special.legendre_polynomial_p(x, 2), (3 * x**2 - 1) / 2)
    close(special.ndtr(x), (1 + torch.erf(x / 2**0.5)) / 2)
    close(special.erfcx(x), torch.exp(x**2) * torch.erfc(x))
    close(special.spherical_bessel_j0(x), torch.sin(x) / x)
    close(special.i1e(x), torch.exp(-x.abs()) * special.i1(x))
    close(special.scaled_modified_bessel_k1(x[1:]), torch.exp(x[1:]) * special.modified_bessel_k1(x[1:]))
    positive = torch.tensor([2.5, 4.0], dtype=torch.float64)
    terms = positive.lgamma() + (positive - 0.5).lgamma() + 0.5 * torch.log(torch.tensor(torch.pi))
    close(torch.mvlgamma(positive, 2), terms)
    one = torch.ones(2, dtype=torch.float64)
    close(torch.igamma(one, positive), 1 - torch.exp(-positive))
    close(torch.igammac(one, positive), torch.exp(-positive))
    close(special.xlog1py(positive, one), positive * torch.log(torch.tensor(2.0, dtype=torch.float64)))


def test_what_is_said_of_factors_is_so() -> None:
    torch.manual_seed(0)
    A = torch.randn(3, 3, dtype=torch.float64)
    P, L, U = torch.linalg.lu(A)
    close(P @ L @ U, A)
    close(torch.linalg.householder_product(*torch.geqrf(A)), torch.linalg.qr(A).Q)
    LD = torch.linalg.ldl_factor(A @ A.T).LD
    lower = LD.tril(-1) + torch.eye(3, dtype=torch.float64)
    close(lower @ LD.diag().diag() @ lower.T, A @ A.T)
    close(torch.cholesky_inverse(torch.linalg.cholesky(A @ A.T)), torch.linalg.inv(A @ A.T))
    U, S, V = torch.svd(A)
    close(U @ S.diag() @ V.T, A)
    assert torch.linalg.cholesky_ex(torch.tensor([[1.0, 2.0], [2.0, 1.0]])).info == 2  # the corner that is not positive
    close(torch.vander(torch.tensor([2.0, 3.0]), 3), torch.tensor([[4.0, 2.0, 1.0], [9.0, 3.0, 1.0]]))


def test_what_is_said_of_numbers_in_place_of_words_is_so() -> None:
    a, b = torch.tensor([0.5, 0.2]).log(), torch.tensor([0.9, 0.1])
    single = functional.kl_div(a, b, reduction="none")
    assert torch.equal(torch.kl_div(a, b, reduction=0), single)
    assert torch.equal(torch.kl_div(a, b, reduction=1), single.mean())
    assert torch.equal(torch.kl_div(a, b, reduction=2), single.sum())
    assert torch.equal(torch.kl_div(a, b), single)  # though torch's declaration says 1
    image, grid = torch.rand(1, 1, 4, 4), torch.rand(1, 3, 3, 2) * 3 - 1.5
    for mode, word in enumerate(("bilinear", "nearest", "bicubic")):
        for outside, name in enumerate(("zeros", "border", "reflection")):
            wanted = functional.grid_sample(image, grid, word, name, align_corners=False)
            assert torch.equal(torch.grid_sampler(image, grid, mode, outside, False), wanted)
    table, indices, offsets = torch.rand(5, 2), torch.tensor([0, 1, 4]), torch.tensor([0, 2])
    for mode, word in enumerate(("sum", "mean", "max")):
        bags = torch.embedding_bag(table, indices, offsets, False, mode)[0]
        assert torch.equal(bags, functional.embedding_bag(indices, table, offsets, mode=word))


def test_what_is_said_of_drawn_numbers_is_so() -> None:
    torch.manual_seed(0)
    many = torch.empty(20000)
    assert many.geometric_(0.5).min() == 1
    assert many.eq(1).double().mean().item() == pytest.approx(0.5, abs=0.02)
    assert many.cauchy_(3.0, 2.0).sub(3).abs().lt(2).double().mean().item() == pytest.approx(0.5, abs=0.02)
    assert many.exponential_(4.0).mean().item() == pytest.approx(0.25, abs=0.01)
    assert many.log_normal_(0.0, 0.5).log().std().item() == pytest.approx(0.5, abs=0.01)
    assert torch.poisson(torch.full((20000,), 7.0)).var().item() == pytest.approx(7, abs=0.3)
