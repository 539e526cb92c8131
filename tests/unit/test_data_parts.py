"""Splitting, standardising, batches: against torch done by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from guinet import data
from guinet.data.batches import batches


def numbered(rows: int, **more: torch.Tensor) -> data.Dataset:
    """A source whose features are the row numbers."""
    features = torch.arange(rows, dtype=torch.float32).unsqueeze(1)
    return data.Dataset({"features": features, "target": features * 2, **more}, "features", "target", source="numbers")


def column(*values: float) -> data.Dataset:
    features = torch.tensor(values).reshape(len(values), -1)
    return data.Dataset({"features": features, "target": features}, "features", "target", source="numbers")


def test_the_parts_are_those_of_a_seeded_permutation() -> None:
    parts = data.split(numbered(100), validation=0.1, test=0.2, seed=5)
    order = torch.randperm(100, generator=torch.Generator().manual_seed(5)).tolist()
    assert parts.test.fields["features"][:, 0].tolist() == order[:20]
    assert parts.validation.fields["features"][:, 0].tolist() == order[20:30]
    assert parts.train.fields["features"][:, 0].tolist() == order[30:]
    assert {name: index.tolist() for name, index in parts.indices.items()} == {
        "test": order[:20],
        "validation": order[20:30],
        "train": order[30:],
    }


def test_all_fields_are_split_alike() -> None:
    parts = data.split(numbered(50), 0.2, 0.2, 0)
    for part in (parts.train, parts.validation, parts.test):
        assert torch.equal(part.fields["target"], part.fields["features"] * 2)


def test_a_share_of_0_gives_an_empty_part() -> None:
    parts = data.split(numbered(10), 0, 0, 0)
    assert (parts.train.rows, parts.validation.rows, parts.test.rows) == (10, 0, 0)


@pytest.mark.parametrize(
    ("rows", "validation", "test", "words"),
    [
        (4, 0.1, 0.2, "the validation part would be empty: its share is 0.1 of the 4 rows of numbers"),
        (1, 0.0, 0.4, "the test part would be empty"),
        (1, 0.0, 0.6, "the train part would be empty"),
        (9, 0.5, 0.5, "leave nothing to train on"),
        (9, -0.1, 0.5, "the validation share is -0.1"),
        (9, 0.1, 1.0, "the test share is 1"),
        (9, 0.1, float("nan"), "the test share is nan"),
    ],
)
def test_shares_that_cannot_be_are_refused(rows: int, validation: float, test: float, words: str) -> None:
    with pytest.raises(data.DataError, match=words):
        data.split(numbered(rows), validation, test, 0)


def test_standardising_is_fitted_on_the_training_rows_alone() -> None:
    parts = data.split(numbered(200), 0.1, 0.2, 1)
    done = data.standardise(parts)
    raw = parts.train.fields["features"].double()
    mean, deviation = raw.mean(), raw.var(correction=0).sqrt()
    for before, after in ((parts.train, done.train), (parts.validation, done.validation), (parts.test, done.test)):
        expected = (before.fields["features"].double() - mean) / deviation
        torch.testing.assert_close(after.fields["features"].double(), expected, rtol=1e-5, atol=1e-5)
        assert torch.equal(before.fields["target"], after.fields["target"])
    assert done.standardiser is not None
    assert float(done.standardiser.mean) == pytest.approx(float(mean))


def test_a_constant_column_stays_0_and_is_not_divided_by_0() -> None:
    features = torch.tensor([[0.1, 1.0]] * 9 + [[0.1, 2.0]])
    dataset = data.Dataset({"features": features, "target": features}, "features", "target", source="numbers")
    done = data.standardise(data.split(dataset, 0, 0, 0))
    assert torch.equal(done.train.fields["features"][:, 0], torch.zeros(10))
    assert done.standardiser is not None
    assert float(done.standardiser.deviation[0]) == 1.0


def test_differences_below_float32_do_not_become_infinite() -> None:
    done = data.standardise(data.split(column(0.0, 1e-45, 0.0), 0, 0, 0))
    assert torch.isfinite(done.train.fields["features"]).all()


def test_one_training_row_is_standardised_to_0() -> None:
    done = data.standardise(data.split(column(7.0), 0, 0, 0))
    assert done.train.fields["features"].tolist() == [[0.0]]


def test_prepare_standardises_tables_when_asked_and_images_never() -> None:
    assert data.prepare("guinet.data.iris", {}, None).standardiser is not None
    assert data.prepare("guinet.data.iris", {"standardise": False}, None).standardiser is None
    assert data.prepare("guinet.data.digits", {}, None).standardiser is None


def test_batches_are_those_of_a_dataloader_with_the_same_permutation() -> None:
    dataset = numbered(23)
    order = torch.randperm(23, generator=torch.Generator().manual_seed(8))
    loader = DataLoader(TensorDataset(dataset.fields["features"]), batch_size=5, sampler=order.tolist())
    mine = data.Batches(dataset, 5, shuffle=True, generator=torch.Generator().manual_seed(8))
    assert len(mine) == len(loader) == 5
    for (expected,), batch in zip(loader, mine, strict=True):
        assert torch.equal(batch["features"], expected)
        assert torch.equal(batch["target"], expected * 2)


def test_without_shuffling_rows_keep_their_order_and_the_last_batch_is_short() -> None:
    got = [batch["features"][:, 0].tolist() for batch in data.Batches(numbered(5), 2)]
    assert got == [[0.0, 1.0], [2.0, 3.0], [4.0]]


def test_drop_last_leaves_out_the_short_batch() -> None:
    mine = data.Batches(numbered(5), 2, drop_last=True)
    assert [len(batch["features"]) for batch in mine] == [2, 2]
    assert len(mine) == 2
    with pytest.raises(data.DataError, match="drop_last leaves no batch: numbers has 5 rows"):
        data.Batches(numbered(5), 6, drop_last=True)


def test_every_epoch_has_an_order_of_its_own() -> None:
    mine = data.Batches(numbered(40), 40, shuffle=True, generator=torch.Generator().manual_seed(0))
    first, second = (next(iter(list(mine)))["features"][:, 0].tolist() for _ in range(2))
    assert first != second
    assert sorted(first) == sorted(second) == list(range(40))


def test_an_empty_part_gives_no_batches() -> None:
    empty = data.split(numbered(10), 0, 0, 0).test
    mine = data.Batches(empty, 4, drop_last=True)
    assert list(mine) == []
    assert len(mine) == 0


@pytest.mark.parametrize("shuffle", [True, False])
def test_a_model_that_changes_its_input_in_place_does_not_change_the_data(shuffle: bool) -> None:
    dataset = numbered(6)
    mine = data.Batches(dataset, 2, shuffle, torch.Generator().manual_seed(0))
    for batch in mine:
        batch["features"].fill_(-1)
    assert dataset.fields["features"][:, 0].tolist() == [0, 1, 2, 3, 4, 5]
    assert all((batch["features"] >= 0).all() for batch in mine)


def test_the_function_of_exported_scripts_gives_the_same_epochs() -> None:
    dataset = numbered(11)
    mine = data.Batches(dataset, 4, True, torch.Generator().manual_seed(2))
    theirs = torch.Generator().manual_seed(2)
    for _ in range(3):
        for ours, plain in zip(mine, batches(dict(dataset.fields), 4, True, theirs), strict=True):
            assert all(torch.equal(ours[port], plain[port]) for port in ours)


def test_resuming_with_other_rows_batches_or_order_is_refused() -> None:
    state = data.Batches(numbered(10), 4).state()
    for other in (data.Batches(numbered(9), 4), data.Batches(numbered(10), 5), data.Batches(numbered(10), 4, True)):
        with pytest.raises(data.DataError, match="the run cannot be resumed"):
            other.load_state(state)


def test_state_survives_the_safe_loader(tmp_path: Path) -> None:
    mine = data.Batches(numbered(10), 4, True, torch.Generator().manual_seed(2))
    next(iter(mine))
    torch.save(mine.state(), tmp_path / "state.pt")
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    again = data.Batches(numbered(10), 4, True)
    again.load_state(state)
    assert [len(batch["features"]) for batch in again] == [4, 2]


def labelled(*labels: int) -> data.Dataset:
    values = torch.tensor(labels)
    return data.Dataset({"features": values.float(), "label": values}, "features", "label", source="flowers.csv")


def test_labels_in_range_pass() -> None:
    data.check_labels(labelled(0, 1, 2), 3)


@pytest.mark.parametrize(("labels", "row", "wrong"), [((0, 1, 7, 9), 3, 7), ((0, -1, 1), 2, -1)])
def test_the_first_label_out_of_range_is_named(labels: tuple[int, ...], row: int, wrong: int) -> None:
    with pytest.raises(data.DataError, match=f"row {row} of flowers.csv: label {wrong} is out of range.*0 to 2"):
        data.check_labels(labelled(*labels), 3)


def test_a_wrong_label_keeps_its_row_number_in_a_part() -> None:
    part = labelled(0, 1, 1, 5, 0, 1).select(torch.tensor([4, 3, 0]))
    with pytest.raises(data.DataError, match=r"row 4 of flowers\.csv: label 5"):
        data.check_labels(part, 2)


def test_a_target_of_values_has_no_labels_to_check() -> None:
    data.check_labels(numbered(5), 1)
