"""Figures, rows and pictures of parameters, compared with what torch itself says of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from torch import nn

import guinet
from guinet.compile.module import build
from guinet.compile.places import Places
from guinet.compile.shapes import Checker
from guinet.core.changes import SetTrait
from guinet.core.framing import add_frame
from guinet.core.graph import Block, FrameMode
from guinet.core.sharing import tie
from guinet.probe.backward import backward_once
from guinet.probe.figures import array, figures, histogram, sample
from guinet.probe.flow import blocked_parameters
from guinet.probe.parameters import entries, find, frozen_by, parameter_rows, starting_point
from guinet.probe.windows import kernels, picture, plane, table, window
from guinet.session.answers.models import first_values
from guinet.storage.examples import example_path
from guinet.storage.files import load

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def test_figures_are_torchs() -> None:
    tensor = torch.randn(7, 5, generator=torch.Generator().manual_seed(1))
    tensor[0, :3] = 0

    told = figures(tensor)

    assert told.norm == pytest.approx(tensor.norm().item())
    assert told.mean == pytest.approx(tensor.mean().item())
    assert told.std == pytest.approx(tensor.std().item())
    assert (told.minimum, told.maximum) == (tensor.min().item(), tensor.max().item())
    assert told.zeros == pytest.approx(3 / 35)
    assert (told.odd, told.estimated) == (0, False)


@pytest.mark.parametrize(
    ("tensor", "norm"),
    [
        (torch.tensor([3 + 4j, 0j]), 5.0),
        (torch.tensor([3, 4]), 5.0),
        (torch.tensor([True, True, True, True]), 2.0),
        (torch.tensor([[0.0, 3.0], [4.0, 0.0]]).to_sparse(), 5.0),
        (torch.tensor([[0.0, 3.0], [4.0, 0.0]]).half(), 5.0),
        (torch.tensor([3.0, 4.0]).bfloat16(), 5.0),
        (torch.zeros(0, 3), 0.0),
        (torch.tensor(2.0), 2.0),
    ],
)
def test_tensors_of_every_kind_have_figures(tensor: torch.Tensor, norm: float) -> None:
    assert figures(tensor).norm == pytest.approx(norm)
    histogram(tensor)
    array(tensor.to_dense() if tensor.layout is not torch.strided else tensor)


@pytest.mark.filterwarnings("ignore:.*quantized tensor creation.*")
def test_of_quantised_values_those_they_stand_for() -> None:
    tensor = torch.quantize_per_tensor(torch.tensor([3.0, 4.0]), 0.5, 0, torch.qint8)

    assert figures(tensor).norm == pytest.approx(5)
    assert array(tensor).tolist() == [3.0, 4.0]
    assert picture(table(tensor, ())[0]).tolist() == [[3.0], [4.0]]


def test_nan_everywhere_and_no_numbers_at_all() -> None:
    told = figures(torch.full((3,), math.nan))

    assert (told.odd, math.isnan(told.norm)) == (3, True)
    assert histogram(torch.full((3,), math.nan)) is None
    assert math.isnan(figures(torch.empty(2, device="meta")).norm)
    assert histogram(nn.LazyLinear(2).weight) is None
    assert histogram(torch.tensor([1e308, -1e308], dtype=torch.float64)) is None


def test_a_large_tensor_is_looked_at_in_part_and_not_copied() -> None:
    tensor = torch.full((1000, 100), 2.0)

    part = sample(tensor, 1000)
    told = figures(tensor, 1000)

    assert part.numel() == 1000
    assert part.data_ptr() == tensor.data_ptr()
    assert told.estimated
    assert told.norm == pytest.approx(tensor.norm().item())
    assert sample(tensor.t(), 1000).numel() <= 1000


def test_a_histogram_counts_as_numpy_does() -> None:
    tensor = torch.randn(500, generator=torch.Generator().manual_seed(2))

    bars = histogram(tensor)

    assert bars is not None
    counts, edges = np.histogram(tensor.numpy(), len(bars.counts))
    assert bars.counts == tuple(counts)
    assert (bars.low, bars.high) == (edges[0], edges[-1])


def shown(sketch: Sketch) -> tuple[nn.Module, Places]:
    torch.manual_seed(0)
    return build(sketch.source()), Places(sketch.checker().scope)


def test_rows_are_those_of_named_parameters_and_buffers(sketch: Sketch, graph: Block) -> None:
    conv = graph.add("torch.nn.Conv2d", name="conv", out_channels=4, kernel_size=3)
    norm, flat = graph.add("torch.nn.BatchNorm2d", name="norm"), graph.add("torch.nn.Flatten", name="flat")
    sketch.classifier(conv, norm, flat, graph.add("torch.nn.Linear", name="fc", out_features=10))
    module, places = shown(sketch)

    rows = {row.path: row for row in parameter_rows(module, places, {"norm.*": {"frozen": True}})}

    assert [path for path, row in rows.items() if not row.buffer] == [path for path, _ in module.named_parameters()]
    assert {path for path, row in rows.items() if row.buffer} == {path for path, _ in module.named_buffers()}
    for path, parameter in module.named_parameters():
        row = rows[path]
        assert (row.shape, row.count) == (tuple(parameter.shape), parameter.numel())
        assert row.bytes == parameter.numel() * parameter.element_size()
        assert row.figures.norm == pytest.approx(parameter.norm().item())
    assert rows["conv.weight"].places == (("main", conv.id),)
    assert (rows["norm.weight"].frozen, rows["fc.bias"].frozen) == ("norm.*", "")
    assert rows["norm.running_mean"].rule is None


def test_a_tied_parameter_stands_under_both_names(sketch: Sketch, graph: Block) -> None:
    embedding = graph.add("torch.nn.Embedding", name="embedding", num_embeddings=9, embedding_dim=4)
    decoder = graph.add("torch.nn.Linear", name="decoder", out_features=9, bias=False)
    sketch.finish(sketch.chain(sketch.entry(3, dtype="int64"), embedding, decoder))
    tie(graph, decoder.id, "weight", embedding.id, "weight")
    module, places = shown(sketch)

    rows = {row.path: row for row in parameter_rows(module, places, {})}

    assert rows["embedding.weight"].tied == ("decoder.weight",)
    assert rows["decoder.weight"].tied == ("embedding.weight",)
    assert rows["decoder.weight"].places == (("main", decoder.id),)
    assert find(module, "decoder.weight") is find(module, "embedding.weight")
    assert len(list(entries(module))) == 2


class _Nowhere:
    def of(self, path: str) -> None:
        return None


NOWHERE: Any = _Nowhere()


def test_changes_since_the_start() -> None:
    module = nn.Linear(3, 2)
    before, start = module.weight.detach().clone(), starting_point(module)
    with torch.no_grad():
        module.weight += 1

    row = parameter_rows(module, NOWHERE, {}, start=start)[0]

    assert row.since_start == pytest.approx((module.weight - before).norm().item())
    assert math.isnan(row.last_step)
    assert math.isnan(parameter_rows(module, NOWHERE, {})[0].since_start)


def test_the_change_of_a_tensor_that_is_looked_at_in_part_is_that_of_the_whole() -> None:
    module = nn.Module()
    module.weight = nn.Parameter(torch.zeros(12_000_000, dtype=torch.bfloat16))
    start = starting_point(module)
    with torch.no_grad():
        module.weight.fill_(1)  # by 1 each, as long as the root of their number

    row = parameter_rows(module, NOWHERE, {}, start=start)[0]

    assert len(start["weight"]) < 12_000_000
    assert row.since_start == pytest.approx(math.sqrt(12_000_000), rel=1e-4)


def test_gradients_have_figures_of_their_own() -> None:
    module = nn.Linear(3, 2)
    module(torch.ones(4, 3)).sum().backward()

    row = parameter_rows(module, NOWHERE, {}, gradients=True)[0]

    assert module.weight.grad is not None
    assert row.gradient is not None
    assert row.gradient.norm == pytest.approx(module.weight.grad.norm().item())
    assert row.gradient_bars is not None
    assert sum(row.gradient_bars.counts) == 6


def test_lazy_and_large_and_odd_parameters_have_rows() -> None:
    module = nn.Module()
    module.lazy = nn.LazyLinear(3)
    module.empty = nn.Parameter(torch.zeros(0, 4))
    module.whole = nn.Parameter(torch.arange(3), requires_grad=False)
    module.wave = nn.Parameter(torch.tensor([1j, 1 + 0j]))
    module.ghost = nn.Parameter(torch.empty(10**5, 10**5, device="meta"))

    rows = {row.path: row for row in parameter_rows(module, NOWHERE, {})}

    assert rows["lazy.weight"].count == 0
    assert rows["empty"].figures.norm == 0
    assert (rows["whole"].dtype, rows["whole"].requires_grad) == ("int64", False)
    assert rows["wave"].figures.norm == pytest.approx(math.sqrt(2))
    assert rows["ghost"].count == 10**10


def test_the_longest_pattern_that_fits_decides_what_is_frozen() -> None:
    groups = {"features.0": {"frozen": False}, "features.*": {"frozen": True}}

    assert frozen_by("features.0.weight", groups) == ""
    assert frozen_by("features.1.weight", groups) == "features.*"
    assert frozen_by("head.weight", groups) == ""


# Tables and pictures


@pytest.mark.parametrize(
    ("shape", "leading", "size", "index"),
    [
        ((), (), (1, 1), ()),
        ((5,), (), (5, 1), ()),
        ((2, 3), (), (2, 3), ()),
        ((4, 2, 3), (3,), (2, 3), (3,)),
        ((4, 2, 3), (9,), (2, 3), (3,)),
        ((2, 3, 4, 5), (), (4, 5), (0, 0)),
        ((0, 2, 3), (), (0, 0), (0,)),
    ],
)
def test_the_last_two_dimensions_are_a_table(
    shape: tuple[int, ...], leading: tuple[int, ...], size: tuple[int, int], index: tuple[int, ...]
) -> None:
    values, chosen = table(torch.zeros(shape), leading)

    assert (tuple(values.shape), chosen) == (size, index)


def test_a_window_holds_at_most_what_was_asked_for() -> None:
    tensor = torch.arange(300.0).reshape(3, 100)

    assert window(tensor, 1, 98, 100).tolist() == [[198, 199], [298, 299]]
    assert picture(torch.zeros(1000, 10)).shape[0] <= 256
    assert picture(torch.zeros(0, 10)).size == 0


def test_kernels_of_a_convolution_in_a_grid() -> None:
    module: Any = nn.Sequential(nn.Conv2d(2, 3, 2), nn.Linear(2, 2), nn.Conv1d(1, 4, 3), nn.Conv3d(1, 2, 2))
    weight = module[0].weight

    grid = kernels(module, "0.weight", weight)

    assert grid is not None
    assert grid.shape == (3 * 3 - 1, 2 * 3 - 1)
    np.testing.assert_array_equal(grid[3:5, 3:5], weight[1, 1].detach().numpy())
    assert np.isnan(grid[2]).all()
    assert kernels(module, "1.weight", module[1].weight) is None
    assert kernels(module, "0.bias", module[0].bias) is None
    assert kernels(module, "2.weight", module[2].weight) is not None
    assert kernels(module, "3.weight", module[3].weight) is not None


# Where the way back is cut


def reasons(sketch: Sketch) -> dict[str, str]:
    module, places = shown(sketch)
    rows = parameter_rows(module, places, {}, gradients=True)
    return {path: problem.message for path, problem in blocked_parameters(sketch.checker().scope, places, rows).items()}


def test_detach_and_a_frame_without_gradients_are_named(sketch: Sketch, graph: Block) -> None:
    flat, first = graph.add("torch.nn.Flatten", name="flat"), graph.add("torch.nn.Linear", name="a", out_features=4)
    cut = graph.add("torch.Tensor.detach", name="cut")
    second, last = (graph.add("torch.nn.Linear", name=name, out_features=10) for name in ("b", "c"))
    sketch.classifier(flat, first, cut, second, last)
    frame = add_frame(graph, [second.id], mode=FrameMode.NO_GRAD)

    found = reasons(sketch)

    assert found["a.weight"] == "cut passes values on, but no gradient back."
    assert found["b.weight"] == "b lies in a frame of no_grad: autograd records nothing there."
    assert frame is not None
    assert found["c.weight"].startswith("Nothing leads from c to the loss")


@pytest.mark.parametrize("mode", [FrameMode.NONE, FrameMode.ENABLE_GRAD])
def test_a_frame_that_leaves_gradients_alone_is_not_to_blame(sketch: Sketch, graph: Block, mode: FrameMode) -> None:
    flat, first = graph.add("torch.nn.Flatten", name="flat"), graph.add("torch.nn.Linear", name="a", out_features=10)
    cut = graph.add("torch.Tensor.detach", name="cut")
    sketch.classifier(flat, first, cut)
    add_frame(graph, [first.id], mode=mode)

    assert reasons(sketch)["a.weight"] == "cut passes values on, but no gradient back."


def test_a_batch_for_its_gradients_leaves_running_statistics_alone() -> None:
    project = load(example_path("digits-cnn"))
    module = guinet.build(project)
    before = {name: buffer.clone() for name, buffer in module.named_buffers()}
    random = torch.get_rng_state()
    backward_once(project, module)

    assert before
    assert all(torch.equal(buffer, before[name]) for name, buffer in module.named_buffers())
    assert all(parameter.grad is not None for parameter in module.parameters())
    assert torch.equal(torch.get_rng_state(), random)


def test_whole_numbers_on_the_way_are_named(sketch: Sketch, graph: Block) -> None:
    flat, first = graph.add("torch.nn.Flatten", name="flat"), graph.add("torch.nn.Linear", name="a", out_features=4)
    whole = graph.add("torch.argmax", name="best", dim=1)
    embedding = graph.add("torch.nn.Embedding", name="b", num_embeddings=4, embedding_dim=10)
    sketch.classifier(flat, first, whole, embedding)

    assert reasons(sketch)["a.bias"] == "best gives whole numbers or truth values, which have no gradient."


def test_a_layer_that_uses_anothers_has_no_row_of_its_own(sketch: Sketch, graph: Block) -> None:
    first, second = (graph.add("torch.nn.Linear", name=name, out_features=4) for name in ("a", "b"))
    sketch.finish(sketch.chain(sketch.entry(4), first, second))
    graph.project.run("Share", [SetTrait(graph.id, second.id, "shares", first.id)])
    module, places = shown(sketch)

    assert [row.path for row in parameter_rows(module, places, {})] == ["a.weight", "a.bias"]


def test_a_layer_at_two_places_is_edited_under_both_names() -> None:
    project = load(example_path("tied-layers"))
    checker = Checker(project, lambda node: {})
    module = first_values(project, checker)

    rows = {row.path: row for row in parameter_rows(module, Places(checker.scope), {})}

    assert rows["4.weight"].tied == ("2.weight",)
    assert rows["4.weight"].rule == rows["2.weight"].rule is not None
    assert rows["4.weight"].places == rows["2.weight"].places


def test_vectors_lie_in_the_plane_of_their_first_components() -> None:
    embedding, linear = nn.Embedding(40, 6), nn.Linear(6, 5)
    module = nn.Sequential(embedding, linear)
    weight = embedding.weight.detach()

    points = plane(module, "0.weight", weight)

    assert points is not None
    centred = weight - weight.mean(0)
    spread, axes = torch.linalg.eigh(centred.T @ centred)
    along = centred @ axes[:, [5, 4]]
    np.testing.assert_allclose(np.abs(points), along.abs().numpy(), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose((points**2).sum(0), spread[[5, 4]].numpy(), rtol=1e-4)
    assert plane(module, "1.weight", linear.weight) is None
    assert plane(module, "0.weight", torch.full((4, 3), math.nan)) is None
    assert plane(module, "0.weight", torch.zeros(1, 3)) is None
