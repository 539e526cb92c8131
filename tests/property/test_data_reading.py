"""Whatever a file holds, it is read or refused in words: no other error leaves the room."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from guinet import data

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "NA", "nan", "inf", "-1", "0", "1", "2", "1.5", "1,5", "1e400", "True", "x", '"', "é", "1_0"]
    ),
    st.integers().map(str),
    st.text(max_size=5),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reading")


def read(folder: Path, content: bytes, **arguments: object) -> data.Dataset | None:
    """The source read directly: the cache is by time and size, and these files change faster than the clock."""
    (folder / "table.csv").write_bytes(content)
    try:
        dataset = data.SOURCES["guinet.data.csv"].load({"path": "table.csv", **arguments}, folder)
    except data.DataError:
        return None
    for values in dataset.fields.values():
        assert torch.isfinite(values.float()).all()
        assert len(values) == dataset.rows > 0
    return dataset


@given(content=st.binary(max_size=300))
@example(content=b'"')
@example(content=b"a,b\n\r1,2\n")
@example(content=b"\xef\xbb\xbf")
def test_any_bytes(folder: Path, content: bytes) -> None:
    read(folder, content)
    read(folder, content, separator=",")


@given(table=TABLES, task=st.sampled_from(["auto", "classification", "regression"]), separator=st.sampled_from(",;\t|"))
def test_any_cells(folder: Path, table: list[list[str]], task: str, separator: str) -> None:
    text = "a,b,c\n".replace(",", separator) + "\n".join(separator.join(row) for row in table)
    read(folder, text.encode("utf-8", "replace"), task=task, separator=separator)


@given(
    rows=st.lists(
        st.tuples(
            st.floats(width=32, allow_nan=False, allow_infinity=False), st.sampled_from(["red", "blue, dark", 'a "b"'])
        ),
        min_size=2,
        max_size=20,
    ),
    separator=st.sampled_from(",;\t|"),
)
def test_what_a_csv_writer_wrote_comes_back(folder: Path, rows: list[tuple[float, str]], separator: str) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    writer.writerows([("size", "colour"), *rows])
    dataset = read(folder, stream.getvalue().encode(), separator=separator)
    colours = sorted({colour for _, colour in rows})
    if len(colours) == 1:
        assert dataset is None
        return
    assert dataset is not None
    assert dataset.classes == tuple(colours)
    assert [colours[number] for number in dataset.fields["target"]] == [colour for _, colour in rows]
    expected = np.array([[size] for size, _ in rows], dtype=np.float32)
    assert np.array_equal(dataset.fields["features"].numpy(), expected)


@given(text=st.one_of(st.text(max_size=50), st.recursive(st.floats() | st.integers(), st.lists).map(json.dumps)))
def test_any_text_as_an_input(text: str) -> None:
    try:
        values = data.read_input("guinet.data.iris", {}, None, text)["features"]
    except data.DataError:
        return
    assert values.shape[1:] == (4,)
    assert torch.isfinite(values).all()


@given(content=st.binary(max_size=200), suffix=st.sampled_from(["csv", "json", "npy", "png", "jpg", "tif", "gif"]))
@example(content=b"\x93NUMPY\x01\x00\x76\x00", suffix="npy")
@example(content=b"\x89PNG\r\n\x1a\n", suffix="png")
@example(content=b"GIF89a\x08\x00\x08\x00", suffix="gif")
@example(content=b"II*\x00\x08\x00\x00\x00", suffix="tif")
def test_any_bytes_as_an_input_file(folder: Path, content: bytes, suffix: str) -> None:
    path = folder / f"input.{suffix}"
    path.write_bytes(content)
    for kind in ("guinet.data.digits", "guinet.data.iris"):
        try:
            data.read_input(kind, {}, None, str(path))
        except data.DataError:
            continue
