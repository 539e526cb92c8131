"""The table of measured values: what belongs to what, in which order, and what is best."""

from __future__ import annotations

import pytest

from guinet.core.measures import MEASURES, Group, Unit, judged, measure, place_of, rank


@pytest.mark.parametrize(
    ("key", "name", "series"),
    [
        ("loss", "loss", "train"),
        ("validation_loss", "loss", "valid"),
        ("test_accuracy", "accuracy", "test"),
        ("r2", "r2", "train"),
        ("learning_rate", "learning_rate", "all"),
        ("gradient_norm/res.0.conv", "gradient_norm", "res.0.conv"),
        ("gradient_norm", "gradient_norm", "all"),
        ("validation_f1", "f1", "valid"),
        ("test_", "test_", "train"),
    ],
)
def test_place_of_a_value(key: str, name: str, series: str) -> None:
    place = place_of(key)
    assert (place.measure.name, place.series) == (name, series)


def test_a_value_without_a_row_is_a_metric_named_after_itself() -> None:
    found = measure("top_5")
    assert (found.title, found.unit, found.group) == ("Top 5", Unit.NUMBER, Group.METRIC)


def test_charts_stand_in_the_order_of_the_table_and_strangers_after_the_metrics() -> None:
    names = ["memory_bytes", "f1", "gradient_norm", "mae", "accuracy", "learning_rate", "loss"]
    ordered = ["loss", "accuracy", "mae", "f1", "gradient_norm", "learning_rate", "memory_bytes"]
    assert sorted(names, key=rank) == ordered


def test_names_are_not_given_twice_and_groups_stay_together() -> None:
    assert len({each.name for each in MEASURES}) == len(MEASURES)
    groups = [each.group for each in MEASURES]
    assert groups == sorted(groups, key=list(Group).index)


@pytest.mark.parametrize(
    ("values", "score"),
    [({"loss": 1.0, "validation_loss": 2.0}, 2.0), ({"loss": 1.0, "accuracy": 0.5}, 1.0), ({"accuracy": 0.5}, None)],
)
def test_the_best_epoch_is_judged_by_validation_loss_else_by_training_loss(
    values: dict[str, float], score: float | None
) -> None:
    assert judged(values) == score
