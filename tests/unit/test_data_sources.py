"""The bundled and computed sources: what they hold, and that their constants are true."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from msgspec.structs import asdict
from sklearn import datasets

from guinet import data
from guinet.core.values import TensorSpec
from guinet.data.catalogue import specs_of
from guinet.data.source import BuiltIn
from guinet.nodes import data as nodes

READY = sorted(kind for kind, source in data.SOURCES.items() if isinstance(source, BuiltIn))
POINTS = ["guinet.data.moons", "guinet.data.circles", "guinet.data.spirals", "guinet.data.xor"]


@pytest.mark.parametrize("kind", READY)
def test_constant_specs_are_those_of_the_loaded_tensors(kind: str) -> None:
    assert data.specs(kind, {}, None) == specs_of(data.load(kind, {}, None))


@pytest.mark.parametrize("kind", READY)
def test_labels_fit_the_named_classes(kind: str) -> None:
    dataset = data.load(kind, {}, None)
    if dataset.classes is None:
        assert dataset.fields[dataset.target].dtype == torch.float32
        return
    labels = dataset.fields[dataset.target]
    assert sorted(set(labels.tolist())) == list(range(len(dataset.classes)))


@pytest.mark.parametrize("kind", READY)
def test_every_value_is_finite(kind: str) -> None:
    for values in data.load(kind, {}, None).fields.values():
        assert torch.isfinite(values).all()


def test_specs_need_not_import_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sklearn.datasets", None)
    assert data.specs("guinet.data.digits", {}, None) == {
        "image": TensorSpec(("N", 1, 8, 8), "float32"),
        "label": TensorSpec(("N",), "int64"),
    }


@pytest.mark.parametrize(
    ("kind", "loader"),
    [
        ("iris", datasets.load_iris),
        ("wine", datasets.load_wine),
        ("breast_cancer", datasets.load_breast_cancer),
    ],
)
def test_names_are_those_of_scikit_learn(kind: str, loader: object) -> None:
    original = loader()  # type: ignore[operator]
    dataset = data.load(f"guinet.data.{kind}", {}, None)
    assert dataset.features == tuple(original.feature_names)
    assert dataset.classes == tuple(original.target_names)
    assert np.array_equal(dataset.fields["features"].numpy(), original.data.astype(np.float32))
    assert np.array_equal(dataset.fields["label"].numpy(), original.target)


def test_digits_are_the_images_of_scikit_learn_from_0_to_1() -> None:
    original = datasets.load_digits()
    image = data.load("guinet.data.digits", {}, None).fields["image"]
    assert np.array_equal(image[:, 0].numpy() * 16, original.images.astype(np.float32))
    assert (image.min().item(), image.max().item()) == (0, 1)


def test_diabetes_keeps_its_units() -> None:
    dataset = data.load("guinet.data.diabetes", {}, None)
    assert dataset.fields["features"][0, :2].tolist() == [59.0, 2.0]
    assert dataset.fields["target"][0].tolist() == [151.0]
    assert dataset.features == tuple(datasets.load_diabetes().feature_names)


def test_fashion_mnist_has_600_images_of_each_class() -> None:
    dataset = data.load("guinet.data.fashion_mnist", {}, None)
    assert torch.bincount(dataset.fields["label"]).tolist() == [600] * 10
    image = dataset.fields["image"]
    assert (image.min().item(), image.max().item()) == (0, 1)
    assert len(torch.unique(image.flatten(1), dim=0)) > 5990


def test_a_missing_shipped_file_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: str) -> None:
        raise FileNotFoundError(f"GuiNet's own file {path} is missing; reinstall GuiNet")

    monkeypatch.setattr("guinet.data.source.resource", missing)
    with pytest.raises(data.DataError, match="reinstall GuiNet"):
        data.SOURCES["guinet.data.fashion_mnist"].load({}, None)


def test_a_damaged_shipped_file_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "fashion.npz"
    broken.write_bytes(b"PK\x03\x04 broken")
    monkeypatch.setattr("guinet.data.source.resource", lambda _: broken)
    with pytest.raises(data.DataError, match="fashion_mnist could not be read"):
        data.SOURCES["guinet.data.fashion_mnist"].load({}, None)


@pytest.mark.parametrize("kind", POINTS)
def test_points_follow_their_seed_and_number(kind: str) -> None:
    first = data.load(kind, {"samples": 60, "seed": 3}, None).fields["features"]
    again = data.SOURCES[kind].load({"samples": 60, "seed": 3}, None).fields["features"]
    other = data.load(kind, {"samples": 60, "seed": 4}, None).fields["features"]
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert first.shape == (60, 2)


def test_circles_without_noise_have_radius_1_and_a_half() -> None:
    fields = data.load("guinet.data.circles", {"noise": 0.0}, None).fields
    expected = torch.where(fields["label"] == 0, 1.0, 0.5)
    torch.testing.assert_close(fields["features"].norm(dim=1), expected)


def test_moons_without_noise_lie_on_two_half_circles() -> None:
    fields = data.load("guinet.data.moons", {"noise": 0.0}, None).fields
    upper, lower = (fields["features"][fields["label"] == label] for label in (0, 1))
    torch.testing.assert_close(upper.norm(dim=1), torch.ones(500))
    torch.testing.assert_close((lower - torch.tensor([1.0, 0.5])).norm(dim=1), torch.ones(500))
    assert upper[:, 1].min() >= -1e-6
    assert lower[:, 1].max() <= 0.5 + 1e-6


def test_spirals_without_noise_are_each_other_turned_by_half_a_turn() -> None:
    fields = data.load("guinet.data.spirals", {"noise": 0.0}, None).fields
    points, radius = fields["features"], fields["features"].norm(dim=1)
    angle = radius * 3 * torch.pi + fields["label"] * torch.pi
    torch.testing.assert_close(points[:, 0], radius * angle.cos(), atol=1e-4, rtol=0)
    torch.testing.assert_close(points[:, 1], radius * angle.sin(), atol=1e-4, rtol=0)


def test_xor_without_noise_is_told_by_the_signs() -> None:
    fields = data.load("guinet.data.xor", {"noise": 0.0}, None).fields
    product = fields["features"].prod(dim=1)
    assert torch.equal(fields["label"], (product < 0).long())


def test_noise_has_the_deviation_it_says() -> None:
    clean = data.load("guinet.data.circles", {"samples": 20_000, "noise": 0.0}, None).fields["features"]
    noisy = data.load("guinet.data.circles", {"samples": 20_000, "noise": 0.3}, None).fields["features"]
    assert float((noisy - clean).std()) == pytest.approx(0.3, rel=0.02)


def test_the_target_of_a_sine_is_the_value_that_follows() -> None:
    fields = data.load("guinet.data.sine", {"samples": 50, "length": 20}, None).fields
    wave = torch.cat((fields["sequence"][:, :, 0], fields["target"]), dim=1).double()
    # a sine obeys x[t+1] + x[t-1] = 2 cos(w) x[t] with one w for the whole wave
    middle, sums = wave[:, 1:-1], wave[:, 2:] + wave[:, :-2]
    cosine = (middle * sums).sum(1, keepdim=True) / (2 * (middle**2).sum(1, keepdim=True))
    torch.testing.assert_close(sums, 2 * cosine * middle, atol=1e-4, rtol=0)


def test_the_length_of_a_sine_is_in_its_spec() -> None:
    assert data.specs("guinet.data.sine", {"length": 7}, None)["sequence"] == TensorSpec(("N", 7, 1), "float32")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"samples": 0}, "samples is 0"),
        ({"samples": -5}, "samples is -5"),
        ({"samples": True}, "samples is True"),
        ({"samples": 2.5}, "whole number"),
        ({"samples": 10**12}, "from 1 to 1e"),
        ({"noise": -0.1}, "noise is -0.1"),
        ({"noise": float("nan")}, "noise is nan"),
        ({"noise": float("inf")}, "noise is inf"),
        ({"noise": "much"}, "noise is 'much'"),
        ({"seed": 2**64}, "seed is"),
    ],
)
def test_arguments_out_of_range_are_named(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(data.DataError, match=words):
        data.load("guinet.data.moons", arguments, None)
    with pytest.raises(data.DataError, match=words):
        data.specs("guinet.data.moons", arguments, None)


def test_loading_again_gives_the_same_object_and_keeps_few() -> None:
    first = data.load("guinet.data.moons", {"samples": 11}, None)
    assert data.load("guinet.data.moons", {"samples": 11, "batch_size": 5}, None) is first
    for samples in range(20, 30):
        data.load("guinet.data.moons", {"samples": samples}, None)
    assert data.load("guinet.data.moons", {"samples": 11}, None) is not first


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(data.DataError, match=r"guinet\.data\.nothing is not a data source"):
        data.load("guinet.data.nothing", {}, None)


def test_errors_leave_with_code_3() -> None:
    assert data.DataError("words").exit_code == 3


def test_metadata_of_a_bundled_source_comes_without_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guinet.data.catalogue.load", lambda *_: pytest.fail("the data was read"))
    about = data.metadata("guinet.data.iris", {}, None)
    assert (about.input, about.target, about.classes) == ("features", "label", ("setosa", "versicolor", "virginica"))


NODES = {node.kind: node for node in nodes.TYPES}


def test_there_is_a_node_for_every_source_and_a_source_for_every_node() -> None:
    assert NODES.keys() == data.SOURCES.keys()


@pytest.mark.parametrize("kind", READY)
def test_the_node_has_the_ports_arguments_and_limits_of_the_source(kind: str) -> None:
    node, source = NODES[kind], data.SOURCES[kind]
    assert isinstance(source, BuiltIn)
    assert {port.name for port in node.outputs} == set(data.specs(kind, {}, None))
    arguments = {argument.name: argument for argument in node.arguments}
    assert ("standardise" in arguments) == source.standardised
    for parameter in source.parameters:
        argument = arguments[parameter.name]
        assert (argument.default, argument.minimum, argument.maximum) == (
            parameter.default,
            parameter.low,
            parameter.high,
        )


@pytest.mark.parametrize("kind", sorted(data.SOURCES))
def test_the_defaults_of_the_node_are_those_of_the_options(kind: str) -> None:
    given = {argument.name: argument.default for argument in NODES[kind].arguments}
    assert data.options(given) == data.options({})
    in_order = {"split_seed"} if kind == "guinet.data.text" else set()
    assert set(asdict(data.Options())) - {"standardise"} - in_order <= set(given)


def test_options_have_the_defaults_of_the_node_and_are_checked() -> None:
    assert data.options({}) == data.Options(64, True, False, 0.1, 0.2, 0, True)
    assert data.options({"batch_size": 8, "drop_last": True}).batch_size == 8
    for wrong in ({"batch_size": 0}, {"shuffle": 1}, {"validation": -0.1}, {"test": 1.5}, {"split_seed": -1}):
        with pytest.raises(data.DataError, match=next(iter(wrong))):
            data.options(wrong)
