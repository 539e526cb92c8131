"""A run that is interrupted anywhere goes on as if nothing had happened; parts never share a row."""

from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from guinet import data


def numbered(rows: int) -> data.Dataset:
    values = torch.arange(rows)
    return data.Dataset({"features": values.float().unsqueeze(1), "label": values}, "features", "label", source="rows")


def make(rows: int, batch_size: int, shuffle: bool, drop_last: bool, seed: int) -> data.Batches:
    return data.Batches(numbered(rows), batch_size, shuffle, torch.Generator().manual_seed(seed), drop_last=drop_last)


def run(mine: data.Batches, epochs: int) -> list[list[int]]:
    return [batch["label"].tolist() for _ in range(epochs) for batch in mine]


@given(
    rows=st.integers(1, 30),
    batch_size=st.integers(1, 12),
    shuffle=st.booleans(),
    drop_last=st.booleans(),
    cut=st.integers(0, 60),
    seed=st.integers(0, 2**63 - 1),
)
def test_resumed_after_any_batch_the_rest_is_bit_identical(
    rows: int, batch_size: int, shuffle: bool, drop_last: bool, cut: int, seed: int
) -> None:
    batch_size = min(batch_size, rows)
    whole = run(make(rows, batch_size, shuffle, drop_last, seed), 3)
    cut = min(cut, len(whole))
    first = make(rows, batch_size, shuffle, drop_last, seed)
    seen: list[list[int]] = []
    state = first.state()
    for _ in range(3):
        for batch in first:
            if len(seen) == cut:
                break
            seen.append(batch["label"].tolist())
            state = first.state()
        if len(seen) == cut:
            break
    per_epoch = len(first)
    second = make(rows, batch_size, shuffle, drop_last, seed=0)
    second.load_state(state)
    epochs_left = 3 - (max(cut - 1, 0) // per_epoch)
    assert seen + run(second, epochs_left) == whole


@given(rows=st.integers(1, 40), batch_size=st.integers(1, 50), seed=st.integers(0, 100))
def test_an_epoch_hands_out_every_row_once(rows: int, batch_size: int, seed: int) -> None:
    handed = [row for batch in run(make(rows, batch_size, True, False, seed), 1) for row in batch]
    assert sorted(handed) == list(range(rows))


@given(rows=st.integers(1, 40), leave_after=st.integers(1, 5), seed=st.integers(0, 100))
def test_leaving_the_loop_and_coming_back_loses_nothing(rows: int, leave_after: int, seed: int) -> None:
    mine = make(rows, 3, True, False, seed)
    seen = []
    for batch in mine:
        seen.append(batch["label"].tolist())
        if len(seen) == leave_after:
            break
    else:
        return
    assert seen + run(mine, 2) == run(make(rows, 3, True, False, seed), 2)


@given(
    rows=st.integers(1, 300),
    validation=st.floats(0, 0.99),
    test=st.floats(0, 0.99),
    seed=st.integers(0, 2**63 - 1),
)
def test_the_parts_hold_every_row_once_or_the_split_is_refused(
    rows: int, validation: float, test: float, seed: int
) -> None:
    try:
        parts = data.split(numbered(rows), validation, test, seed)
    except data.DataError:
        return
    found = torch.cat([part.fields["label"] for part in (parts.train, parts.validation, parts.test)])
    assert found.sort().values.tolist() == list(range(rows))
    assert (parts.validation.rows > 0) == (validation > 0)
    assert (parts.test.rows > 0) == (test > 0)
    assert parts.train.rows > 0
