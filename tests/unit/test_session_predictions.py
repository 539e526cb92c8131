"""Predictions as panels ask for them, compared with plain PyTorch."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pytest
import torch
from msgspec.structs import replace
from safetensors.torch import load_file
from torch import Tensor, nn

import guinet
from guinet import data
from guinet.compile import module as compiled
from guinet.compile.source import generate
from guinet.core.graph import BlockData
from guinet.core.project import MAIN, Project
from guinet.data.drawings import read_drawing
from guinet.data.problems import DataError
from guinet.nodes.registry import REGISTRY
from guinet.session.answers.predictions import describe, mistakes, predict
from guinet.session.events import Finding
from guinet.session.messages.predictions import (
    DescribePrediction,
    Drawn,
    FindMistakes,
    Given,
    InputKind,
    Mistakes,
    Predict,
    Predicted,
    PredictionDescribed,
    Sample,
    Written,
)
from guinet.session.studies import Desk

F = TypeVar("F", bound=Finding)


def iris() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add("guinet.data.iris", name="data")
    layers = [
        graph.add("torch.nn.Linear", name="fc", out_features=3),
        graph.add("torch.nn.CrossEntropyLoss", name="loss"),
    ]
    graph.connect(rows["features"], layers[0]["input"])
    graph.connect(layers[0]["output"], layers[1]["input"])
    graph.connect(rows["label"], layers[1]["target"])
    project.training.update({"epochs": 2, "threads": 1})
    return project


def digits(**arguments: Any) -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    graph = project.main
    rows = graph.add("guinet.data.digits", name="data", **arguments)
    flat, fc = graph.add("torch.nn.Flatten", name="flat"), graph.add("torch.nn.Linear", name="fc", out_features=10)
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    graph.connect(rows["image"], flat["input"])
    graph.connect(flat["output"], fc["input"])
    graph.connect(fc["output"], loss["input"])
    graph.connect(rows["label"], loss["target"])
    return project


class Asked:
    """A desk, and what was told of it."""

    def __init__(self, project: Project, runs: Path | None = None) -> None:
        self.told: list[Any] = []
        self.desk = Desk(project, 0, runs, None, {}, self.told.append)

    def predicted(self, given: Given) -> Predicted:
        predict(self.desk, Predict(given=given))
        return self._last(Predicted)

    def described(self) -> PredictionDescribed:
        describe(self.desk, DescribePrediction())
        return self._last(PredictionDescribed)

    def mistakes(self) -> Mistakes:
        mistakes(self.desk, FindMistakes())
        return self._last(Mistakes)

    def _last(self, kind: type[F]) -> F:
        found = self.told[-1]
        assert isinstance(found, kind)
        return found


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    """Iris with one run."""
    runs = tmp_path_factory.mktemp("net") / "net.runs"
    project = iris()
    guinet.train(project, folder=runs)
    return project, runs


def scores(runs: Path, features: Tensor) -> Tensor:
    """By hand: raw features standardised by the training rows, and the best weights of the run."""
    raw, _ = raw_rows("train")
    weights = load_file(runs / "1" / "best.safetensors")
    x = (features - raw.double().mean(0).float()) / raw.double().std(0, correction=0).float()
    return nn.functional.linear(x, weights["fc.weight"], weights["fc.bias"])


def raw_rows(part: str) -> tuple[Tensor, Tensor]:
    rows = data.load("guinet.data.iris", {}, None)
    index = data.prepare("guinet.data.iris", {}, None).indices[part]
    return rows.fields["features"][index], rows.fields["label"][index]


def test_a_row_of_the_data_is_predicted_as_in_pytorch(trained: tuple[Project, Path]) -> None:
    project, runs = trained
    features, labels = raw_rows("test")
    expected = scores(runs, features[3:4])
    names = ("setosa", "versicolor", "virginica")

    found = Asked(project, runs).predicted(Sample("test", 3))

    torch.testing.assert_close(torch.tensor([found.values]), expected)
    shares = expected.softmax(1)[0]
    assert found.label == names[int(shares.argmax())]
    assert dict(found.shares) == pytest.approx(dict(zip(names, shares.tolist(), strict=True)))
    assert [share for _, share in found.shares] == sorted((share for _, share in found.shares), reverse=True)
    assert found.truth == names[int(labels[3])]
    assert found.loss == pytest.approx(float(nn.functional.cross_entropy(expected, labels[3:4])))
    assert found.row == pytest.approx(features[3].tolist())
    assert (found.run, found.weights) == ("1", "the best weights of run 1")


def test_typed_numbers_are_standardised_and_the_code_that_is_shown_gives_the_same(
    trained: tuple[Project, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, runs = trained

    found = Asked(project, runs).predicted(Written("5.1,3.5,1.4,0.2"))

    torch.testing.assert_close(torch.tensor([found.values]), scores(runs, torch.tensor([[5.1, 3.5, 1.4, 0.2]])))
    assert found.truth == ""
    assert "x = torch.tensor([[5.1, 3.5, 1.4, 0.2]])" in found.code
    monkeypatch.chdir(runs.parent)
    names: dict[str, Any] = {"Net": compiled.load(generate(project, guinet.check(project))).module_class}
    exec(found.code, names)
    assert names["output"].tolist() == [pytest.approx(list(found.values))]
    assert names["label"] == ["setosa", "versicolor", "virginica"].index(found.label)


def test_the_worst_mistakes_are_those_of_the_largest_loss(trained: tuple[Project, Path]) -> None:
    project, runs = trained
    features, labels = raw_rows("test")
    expected = scores(runs, features)
    losses = nn.functional.cross_entropy(expected, labels, reduction="none")
    wrong = [row for row in range(len(labels)) if int(expected[row].argmax()) != int(labels[row])]

    found = Asked(project, runs).mistakes()

    assert (found.part, found.rows, found.wrong) == ("test", len(labels), len(wrong))
    worst = sorted(wrong, key=lambda row: -float(losses[row]))
    assert [item.sample.number for item in found.items] == worst
    assert [item.loss for item in found.items] == pytest.approx([float(losses[row]) for row in worst], rel=1e-5)


def test_without_a_run_it_says_so_and_uses_the_seed() -> None:
    project = iris()
    torch.manual_seed(0)
    fresh = nn.Linear(4, 3)
    features = data.prepare("guinet.data.iris", {}, None).test.fields["features"][:1]

    found = Asked(project).predicted(Sample("test", 0))

    assert found.run == ""
    assert "load_state_dict" not in found.code
    torch.testing.assert_close(torch.tensor([found.values]), fresh(features).detach(), rtol=0, atol=0)


def test_predicting_leaves_the_random_numbers_alone(trained: tuple[Project, Path]) -> None:
    before = torch.get_rng_state()

    Asked(*trained).predicted(Sample("train", 0))

    assert torch.equal(torch.get_rng_state(), before)


def test_what_the_network_takes_is_described(trained: tuple[Project, Path]) -> None:
    flowers, pictures = Asked(*trained).described(), Asked(digits()).described()

    assert (flowers.kind, flowers.shape, flowers.draws) == (InputKind.ROW, (4,), False)
    assert flowers.columns[0] == "sepal length (cm)"
    assert sum(flowers.parts.values()) == 150
    assert (pictures.kind, pictures.shape, pictures.draws) == (InputKind.PICTURE, (1, 8, 8), True)
    assert pictures.classes == tuple("0123456789")


def test_a_picture_is_shown_as_the_data_have_it() -> None:
    image = data.prepare("guinet.data.digits", {}, None).test.fields["image"][5, 0]

    picture = Asked(digits()).predicted(Sample("test", 5)).picture

    assert picture is not None
    assert list(picture.pixels) == image.mul(255).round().int().flatten().tolist()
    assert (picture.height, picture.width, picture.channels) == (8, 8, 1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Written("5.1,3.5,x,0.2"), "no row of numbers such as 5.1,3.5,1.4,0.2"),
        (Written("1,2,3"), "holds 3 values, but the model takes 4 numbers"),
        (Written("nan,1,1,1"), "holds a value that is not finite"),
        (Written("no such file.png"), "there is no file 'no such file.png'"),
        (Sample("test", 1000), "There is no such row"),
        (Drawn(bytes(4), 2, 2), "a drawing has one channel"),
    ],
)
def test_what_cannot_be_an_input_is_told_in_words(given: Given, words: str) -> None:
    problem = Asked(iris()).predicted(given).problem

    assert problem is not None
    assert words in problem.message


def test_a_project_that_cannot_predict_says_why() -> None:
    empty = Asked(Project(REGISTRY, [BlockData(MAIN, "Net")])).described()

    assert empty.problem is not None


def test_a_network_that_fails_says_where() -> None:
    project = digits()
    asked = Asked(project)
    asked.predicted(Sample("test", 0))
    kept = asked.desk.kept["predictions"]
    assert hasattr(kept, "predictor")

    class Broken(nn.Module):
        def forward(self, image: Tensor) -> Tensor:
            raise ValueError("no wonder")

    asked.desk.kept["predictions"] = replace(kept, predictor=replace(kept.predictor, module=Broken()))  # type: ignore[type-var]
    found = asked.predicted(Sample("test", 0))

    assert found.problem is not None
    assert "no wonder" in found.problem.message


# Drawings


def stroke(top: int, left: int, height: int, width: int, side: int = 64) -> Tensor:
    page = torch.zeros(side, side)
    page[top : top + height, left : left + width] = 1.0
    return page


def test_a_drawing_is_scaled_down_by_areas_and_takes_the_range_of_the_data() -> None:
    images = torch.full((3, 1, 8, 8), -1.0)
    images[:, :, 2, 2] = 3.0

    small = read_drawing(stroke(0, 0, 8, 4), images, fit=False)

    assert small.shape == (1, 1, 8, 8)
    assert float(small[0, 0, 0, 0]) == 1.0  # half of a cell from -1 to 3
    assert float(small[0, 0, 5, 5]) == -1.0


def test_a_drawing_is_moved_and_scaled_to_where_the_data_have_theirs() -> None:
    images = torch.zeros(4, 1, 16, 16)
    images[:, 0, 4:12, 6:10] = 1.0

    small = read_drawing(stroke(1, 1, 20, 10), images)

    expected = torch.zeros(16, 16)
    expected[4:12, 6:10] = 1.0
    torch.testing.assert_close(small[0, 0], expected, rtol=0, atol=0.05)


def test_wide_and_narrow_things_stay_on_the_page() -> None:
    images = data.prepare("guinet.data.digits", {}, None).train.fields["image"]

    for drawing in (stroke(30, 0, 1, 64), stroke(0, 30, 64, 1), stroke(63, 63, 1, 1), torch.ones(64, 64)):
        small = read_drawing(drawing, images)
        assert small.shape == (1, 1, 8, 8)
        assert 0 <= float(small.min()) < float(small.max()) <= 1


def test_a_drawing_that_cannot_be_an_input() -> None:
    images = torch.rand(2, 1, 8, 8)

    with pytest.raises(DataError, match="nothing is drawn yet"):
        read_drawing(torch.zeros(16, 16), images)
    with pytest.raises(DataError, match="has one channel"):
        read_drawing(stroke(0, 0, 4, 4), torch.rand(2, 3, 8, 8))
