"""CSV files as people have them: what is read, and how what cannot be is named."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest
import torch

from guinet import data
from guinet.core.values import TensorSpec

FLOWERS = "long,wide,kind\n1,2,b\n3,4.5,a\n5,6,b\n7,8,a\n"


def load(tmp_path: Path, content: str | bytes, **arguments: object) -> data.Dataset:
    path = tmp_path / "flowers.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return data.load("guinet.data.csv", {"path": "flowers.csv", **arguments}, tmp_path)


def refusal(tmp_path: Path, content: str | bytes, **arguments: object) -> str:
    with pytest.raises(data.DataError) as caught:
        load(tmp_path, content, **arguments)
    return str(caught.value)


def test_columns_become_features_and_sorted_classes(tmp_path: Path) -> None:
    dataset = load(tmp_path, FLOWERS)
    assert torch.equal(dataset.fields["features"], torch.tensor([[1, 2], [3, 4.5], [5, 6], [7, 8]]))
    assert dataset.fields["target"].tolist() == [1, 0, 1, 0]
    assert dataset.fields["target"].dtype == torch.int64
    assert (dataset.classes, dataset.features) == (("a", "b"), ("long", "wide"))
    assert data.metadata("guinet.data.csv", {"path": "flowers.csv"}, tmp_path).classes == ("a", "b")


def test_specs_follow_the_task(tmp_path: Path) -> None:
    load(tmp_path, FLOWERS)
    chosen: dict[str, object] = {"path": "flowers.csv"}
    assert data.specs("guinet.data.csv", chosen, tmp_path) == {
        "features": TensorSpec(("N", 2), "float32"),
        "target": TensorSpec(("N",), "int64"),
    }
    chosen |= {"target": "wide", "features": ["long"], "task": "regression"}
    assert data.specs("guinet.data.csv", chosen, tmp_path) == {
        "features": TensorSpec(("N", 1), "float32"),
        "target": TensorSpec(("N", 1), "float32"),
    }


def test_regression_keeps_the_values_of_the_target(tmp_path: Path) -> None:
    dataset = load(tmp_path, FLOWERS, target="wide", features=("long",))
    assert dataset.fields["target"].tolist() == [[2.0], [4.5], [6.0], [8.0]]
    assert dataset.classes is None


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(tmp_path: Path, separator: str) -> None:
    assert load(tmp_path, FLOWERS.replace(",", separator)).features == ("long", "wide")


def test_another_separator_can_be_set(tmp_path: Path) -> None:
    assert load(tmp_path, FLOWERS.replace(",", ":"), separator=":").features == ("long", "wide")


def test_a_byte_order_mark_windows_lines_blank_lines_quotes_and_spaces_are_fine(tmp_path: Path) -> None:
    content = '\ufefflong, "wide, really", kind\r\n1, 2, b\r\n\r\n3, 4, "a ""x"""\r\n'
    dataset = load(tmp_path, content)
    assert dataset.features == ("long", "wide, really")
    assert dataset.classes == ('a "x"', "b")
    assert dataset.rows == 2


def test_truth_values_are_numbers_as_features_and_classes_as_target(tmp_path: Path) -> None:
    dataset = load(tmp_path, "open,warm\nTrue,False\nFalse,True\n")
    assert dataset.fields["features"].tolist() == [[1.0], [0.0]]
    assert dataset.fields["target"].tolist() == [0, 1]


def test_a_class_may_be_called_NA(tmp_path: Path) -> None:
    assert load(tmp_path, "x,kind\n1,NA\n2,EU\n").classes == ("EU", "NA")


@pytest.mark.parametrize(
    ("labels", "task", "classes", "numbers"),
    [
        ([0, 1, 2, 0, 1, 2], "auto", ("0", "1", "2"), [0, 1, 2, 0, 1, 2]),
        ([1, 2, 3, 1, 2, 3], "auto", ("1", "2", "3"), [0, 1, 2, 0, 1, 2]),
        ([-1, 1, 1, -1], "auto", ("-1", "1"), [0, 1, 1, 0]),
        ([2, 4, 4, 2], "auto", ("2", "4"), [0, 1, 1, 0]),
        (["0.0", "1.0", "0.0", "1.0"], "auto", ("0", "1"), [0, 1, 0, 1]),
        ([0, 1, 3, 3, 1, 0], "classification", ("0", "1", "2", "3"), [0, 1, 3, 3, 1, 0]),
        (["1", "2", "x", "1"], "classification", ("1", "2", "x"), [0, 1, 2, 0]),
    ],
)
def test_labels_become_class_numbers(
    tmp_path: Path, labels: list[object], task: str, classes: tuple[str, ...], numbers: list[int]
) -> None:
    rows = "\n".join(f"{row},{label}" for row, label in enumerate(labels))
    dataset = load(tmp_path, f"x,y\n{rows}\n", task=task)
    assert dataset.classes == classes
    assert dataset.fields["target"].tolist() == numbers


def test_many_different_whole_numbers_are_values(tmp_path: Path) -> None:
    rows = "\n".join(f"{row},{row * 3}" for row in range(50))
    assert load(tmp_path, f"x,y\n{rows}\n").classes is None


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        ("", {}, "flowers.csv is empty"),
        ("  \n \n", {}, "flowers.csv is empty"),
        ("a,b\n", {}, "no rows below its header"),
        ("a,b\n1,2\n3,4,5\n", {}, "row 2 of flowers.csv, below the header, has 3 values where 2 are expected"),
        ("a,b,c\n1,2,3\n3,4\n5,6,7\n", {}, "row 2 of flowers.csv, below the header, has 2 values where 3"),
        ("a,b\n1,2,3\n3,4,5\n3,4,5\n", {"separator": ","}, "row 1 of flowers.csv, below the header, has 3 values"),
        ("words\nmore\n", {}, "no separator was found in flowers.csv"),
        (FLOWERS, {"separator": "ab"}, "the separator is 'ab'"),
        ("a,a,b\n1,2,3\n", {}, "two columns named 'a'"),
        ("1.5,2.5\n3,4\n5,6\n", {}, "first row of flowers.csv holds numbers"),
        (",a,b\n0,1,2\n1,2,3\n", {}, "column 1 of flowers.csv has no name"),
        ("a,b,c\n1,2,x\n3,abc,y\n5,6,x\n", {}, "row 2 of flowers.csv, column 'b': 'abc': that is not a number"),
        ("a;b;c\n1;2;x\n3;1,5;y\n5;6;x\n", {}, "write 1.5 with a point"),
        ("a,b,c\n1,2,x\n3,nan,y\n5,6,x\n", {}, "column 'b': 'nan': the value is missing; mend the row, or leave"),
        (f"a,b,c\n1,2,x\n3,{'9' * 500},y\n5,6,x\n", {}, "row 2 of flowers.csv, column 'b': the value is too large"),
        (f"a,b,c\n1,2,x\n3,{'9' * 5000},y\n5,6,x\n", {}, f"column 'b': '{'9' * 60}…': that is not a number; mend"),
        ("a,b,c\n1,red,x\n3,blue,y\n", {}, "row 1 of flowers.csv, column 'b': the column holds text ('red')"),
        ("a,b,c\n1,red,x\n3,blue,y\n", {}, "leave the column out with `features`"),
        ("a,b,c\n1,2,x\n3,,y\n", {}, "row 2 of flowers.csv, column 'b': the value is missing"),
        ("a,b,c\n1,2,x\n3,NA,y\n4,5,y\n", {}, "row 2 of flowers.csv, column 'b': 'NA': the value is missing"),
        ("a,b,c\n1,2,x\n3,3,\n", {}, "row 2 of flowers.csv, column 'c': the value is missing"),
        ("a,b\n1,0.5\n2,oops\n3,0.7\n", {}, "row 2 of flowers.csv, column 'b': 'oops': that is not a number"),
        ("a,b\n1,x\n2,y\n", {"task": "regression"}, "row 1 of flowers.csv, column 'b': the column holds text ('x')"),
        ("a,b\n1,0\n2,1.5\n", {"task": "classification"}, "row 2 of flowers.csv, column 'b': 1.5 is not a class"),
        ("a,b\n1,0\n2,-3\n3,1\n", {"task": "classification"}, "row 2 of flowers.csv, column 'b': label -3 is negative"),
        (
            "a,b\n1,0\n2,1\n3,99999\n",
            {"task": "classification"},
            "row 3 of flowers.csv, column 'b': label 99999 is out",
        ),
        ("a,b\n1,x\n2,x\n", {}, "column 'b' of flowers.csv holds one class only (x)"),
        ("a,b\n1e300,0\n2,1\n", {"task": "regression"}, "row 1 of flowers.csv, column 'a': the value is too large"),
        ("a,b\ninf,0\n2,1\n", {"task": "regression"}, "row 1 of flowers.csv, column 'a': the value is too large"),
        (FLOWERS, {"target": "colour"}, "flowers.csv has no column 'colour'; it has 'long', 'wide', 'kind'"),
        (FLOWERS, {"features": ["long", "size"]}, "flowers.csv has no column 'size'"),
        (FLOWERS, {"features": ["long", "long"]}, "names a column of flowers.csv twice"),
        (FLOWERS, {"features": ["kind"]}, "'kind' is the target and a feature"),
        ("a\n1\n2\n", {"separator": ","}, "no column besides the target 'a'"),
        (FLOWERS, {"task": "guessing"}, "task is 'guessing'"),
        (FLOWERS, {"features": "long"}, "features is 'long'"),
        (FLOWERS, {"path": 5}, "path is 5"),
        (FLOWERS, {"path": ""}, "no CSV file is chosen"),
        (FLOWERS, {"path": "a\0b"}, "zero character"),
        (FLOWERS, {"path": "none.csv"}, "none.csv could not be read"),
        (FLOWERS, {"path": "."}, "is not a file"),
        (b"long,wide,kind\n1,2,a\n3,4,caf\xe9\n", {}, "byte 28 (0xe9) in row 2 below the header, column 'kind'"),
        (b"caf\xe9,b\n1,2\n", {}, "byte 3 (0xe9) in the header"),
        (FLOWERS.encode("utf-16"), {}, "is UTF-16 text; save it as UTF-8"),
        (b"a,b\n1,\0\n", {}, "is not text (byte 6 is zero)"),
        (gzip.compress(FLOWERS.encode(), mtime=0), {}, "is packed (gzip)"),
        ('"a,b\n' + "5,6\n" * 50_000, {"separator": ","}, "the first row of flowers.csv cannot be read"),
        ('a,b\n1,2\n3,"4\n' + "5,6\n" * 50_000, {}, "row 2 of flowers.csv cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, content: str | bytes, arguments: dict[str, object], words: str
) -> None:
    assert words in refusal(tmp_path, content, **arguments)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "flowers.csv", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("flowers.csv", "0" * 10_000_000)
    with pytest.raises(data.DataError, match="is packed \\(zip\\)"):
        data.load("guinet.data.csv", {"path": "flowers.csv"}, tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as stream:
        stream.truncate((1 << 30) + 1)
    with pytest.raises(data.DataError, match="at most 1,073,741,824 are read"):
        data.load("guinet.data.csv", {"path": "large.csv"}, tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a thing of POSIX systems")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(data.DataError, match="is not a file"):
        data.load("guinet.data.csv", {"path": "pipe.csv"}, tmp_path)


def test_a_column_of_text_can_be_left_out(tmp_path: Path) -> None:
    dataset = load(tmp_path, "a,b,c\n1,red,x\n3,blue,y\n", features=["a"])
    assert dataset.fields["features"].tolist() == [[1.0], [3.0]]


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert load(tmp_path, FLOWERS).rows == 4
    assert load(tmp_path, FLOWERS + "9,9,c\n").rows == 5


def test_an_unchanged_file_is_not_read_twice(tmp_path: Path) -> None:
    first = load(tmp_path, FLOWERS)
    assert data.load("guinet.data.csv", {"path": "flowers.csv", "test": 0.5}, tmp_path) is first


def test_a_label_out_of_range_for_the_model_names_row_and_column(tmp_path: Path) -> None:
    dataset = load(tmp_path, "x,y\n1,0\n2,1\n3,3\n4,1\n", task="classification")
    with pytest.raises(data.DataError, match=r"row 3 of flowers\.csv: label 3 in column 'y' is out of range"):
        data.check_labels(dataset, 3)


def test_a_bad_file_is_not_read_again_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = refusal(tmp_path, "a,b\n1,2,3\n")
    with monkeypatch.context() as patch:
        patch.setattr("guinet.data.csv_file.read_separated", lambda *_: pytest.fail("the file was read again"))
        with pytest.raises(data.DataError) as caught:
            data.specs("guinet.data.csv", {"path": "flowers.csv"}, tmp_path)
    assert str(caught.value) == words
    assert load(tmp_path, FLOWERS).rows == 4
