"""What `guinet predict FILE INPUT` reads, and what it refuses."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from guinet import data
from guinet.data import pictures

RAW = {"standardise": False}
ROW = [5.1, 3.5, 1.4, 0.2]


def iris(text: str | Path, **arguments: object) -> torch.Tensor:
    return data.read_input("guinet.data.iris", {**RAW, **arguments}, None, str(text))["features"]


def digit(text: str | Path) -> torch.Tensor:
    return data.read_input("guinet.data.digits", {}, None, str(text))["image"]


def put(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text", ["5.1,3.5,1.4,0.2", " 5.1, 3.5,1.4 ,0.2", "[5.1, 3.5, 1.4, 0.2]", "[[5.1,3.5,1.4,0.2]]"]
)
def test_a_row_can_be_written_out(text: str) -> None:
    assert torch.equal(iris(text), torch.tensor([ROW]))


def test_several_rows_can_be_written_out() -> None:
    assert iris("[[1,2,3,4],[5,6,7,8]]").tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]


def test_a_row_is_standardised_as_the_training_rows_are() -> None:
    standardiser = data.prepare("guinet.data.iris", {}, None).standardiser
    assert standardiser is not None
    expected = (torch.tensor([ROW]) - standardiser.mean) / standardiser.deviation
    assert torch.equal(iris("5.1,3.5,1.4,0.2", standardise=True), expected)


def test_a_standardiser_kept_with_the_weights_is_used() -> None:
    kept = data.Standardiser("features", torch.zeros(4), torch.full((4,), 2.0))
    got = data.read_input("guinet.data.iris", {}, None, "2,4,6,8", standardiser=kept)
    assert got["features"].tolist() == [[1, 2, 3, 4]]


def test_files_of_rows(tmp_path: Path) -> None:
    np.save(tmp_path / "row.npy", np.array(ROW))
    np.save(tmp_path / "rows.npy", np.array([ROW, ROW]))
    assert torch.equal(iris(tmp_path / "row.npy"), torch.tensor([ROW]))
    assert torch.equal(iris(tmp_path / "rows.npy"), torch.tensor([ROW, ROW]))
    assert torch.equal(iris(put(tmp_path / "row.json", json.dumps(ROW))), torch.tensor([ROW]))
    assert torch.equal(iris(put(tmp_path / "row.csv", "5.1,3.5,1.4,0.2\n1,2,3,4\n"))[0], torch.tensor(ROW))


def test_a_header_puts_the_columns_in_order_and_others_are_left_out(tmp_path: Path) -> None:
    table = "species;petal width (cm);sepal length (cm);sepal width (cm);petal length (cm)\nx;0.2;5.1;3.5;1.4\n"
    assert torch.equal(iris(put(tmp_path / "flowers.csv", table)), torch.tensor([ROW]))


def test_the_path_of_an_input_is_relative_to_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "row.json", json.dumps(ROW))
    monkeypatch.chdir(tmp_path)
    assert torch.equal(iris("row.json"), torch.tensor([ROW]))


def test_a_sequence_is_a_row_of_its_values() -> None:
    got = data.read_input("guinet.data.sine", {"length": 3}, None, "0.1,0.2,0.3")
    assert torch.equal(got["sequence"], torch.tensor([[[0.1], [0.2], [0.3]]]))


def test_rows_for_a_csv_source_are_those_of_its_features(tmp_path: Path) -> None:
    put(tmp_path / "train.csv", "a,b,kind\n" + "1,2,x\n3,4,y\n" * 20)
    got = data.read_input("guinet.data.csv", {"path": "train.csv", "standardise": False}, tmp_path, "5,6")
    assert got["features"].tolist() == [[5.0, 6.0]]


def test_an_image_of_the_right_size_keeps_its_values(tmp_path: Path) -> None:
    pixels = np.arange(64, dtype=np.uint8).reshape(8, 8) * 4
    Image.fromarray(pixels).save(tmp_path / "digit.png")
    assert torch.equal(digit(tmp_path / "digit.png"), torch.tensor(pixels / np.float32(255)).reshape(1, 1, 8, 8))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_a_white_image_of_any_mode_is_all_ones(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("white.tif" if mode in ("CMYK", "YCbCr", "F", "I") else "white.png")
    white = Image.new("L", (30, 20), 255)
    if mode in ("I;16", "I"):
        Image.fromarray(np.full((20, 30), 65535, dtype=np.uint16)).convert(mode).save(path)
    elif mode == "F":
        Image.fromarray(np.ones((20, 30), dtype=np.float32)).save(path)
    else:
        white.convert("RGB").convert(mode).save(path)
    torch.testing.assert_close(digit(path), torch.ones(1, 1, 8, 8), atol=0.02, rtol=0)


def test_pixels_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    Image.fromarray(np.full((8, 8), np.nan, dtype=np.float32)).save(tmp_path / "nan.tif")
    with pytest.raises(data.DataError, match=r"nan\.tif has pixels that are not finite"):
        digit(tmp_path / "nan.tif")


def test_what_is_transparent_is_black(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (255, 255, 255, 0)).save(tmp_path / "clear.png")
    assert torch.equal(digit(tmp_path / "clear.png"), torch.zeros(1, 1, 8, 8))


def test_a_large_image_is_scaled_down_by_its_mean(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64), dtype=np.uint8)
    pixels[:, 32:] = 255
    Image.fromarray(pixels).save(tmp_path / "half.png")
    image = digit(tmp_path / "half.png")[0, 0]
    assert torch.equal(image[:, :3], torch.zeros(8, 3))
    assert torch.equal(image[:, 5:], torch.ones(8, 3))


def test_an_array_of_bytes_is_an_image_from_0_to_255(tmp_path: Path) -> None:
    np.save(tmp_path / "digit.npy", np.full((8, 8), 255, dtype=np.uint8))
    assert torch.equal(digit(tmp_path / "digit.npy"), torch.ones(1, 1, 8, 8))


def test_a_bomb_of_an_image_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)))
    with pytest.raises(data.DataError, match=r"bomb\.png has .*pixels.*make it smaller"):
        digit(path)


def test_the_limit_of_pixels_holds_below_the_one_of_pillow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    Image.new("L", (11, 10)).save(tmp_path / "wide.png")
    with pytest.raises(data.DataError, match="11×10 pixels; at most 100 are read"):
        digit(tmp_path / "wide.png")


def test_a_pickle_in_an_array_does_not_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (open, (str(tmp_path / "trace"), "w"))  # type: ignore[return-value]

    np.save(tmp_path / "trap.npy", np.array([Trap()], dtype=object), allow_pickle=True)
    (tmp_path / "trace").unlink(missing_ok=True)
    with pytest.raises(data.DataError, match=r"trap.npy is not a NumPy array of numbers"):
        iris(tmp_path / "trap.npy")
    assert not (tmp_path / "trace").exists()


def test_an_array_that_promises_more_than_the_file_holds_asks_for_no_memory(tmp_path: Path) -> None:
    header = {"descr": "<f8", "fortran_order": False, "shape": (10**12, 4)}
    with (tmp_path / "promise.npy").open("wb") as stream:
        np.lib.format.write_array_header_1_0(stream, header)
    with pytest.raises(data.DataError, match="is not a NumPy array"):
        iris(tmp_path / "promise.npy")


def test_broken_files_are_named(tmp_path: Path) -> None:
    Image.new("L", (8, 8)).save(tmp_path / "whole.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "whole.png").read_bytes()[:45])
    (tmp_path / "text.png").write_text("no image")
    (tmp_path / "zip.npy").write_bytes(b"PK\x03\x04")
    np.save(tmp_path / "text.npy", np.array(["a", "b"]))
    for name in ("cut.png", "text.png"):
        with pytest.raises(data.DataError, match=f"{name} is not an image"):
            digit(tmp_path / name)
    for name in ("zip.npy", "text.npy"):
        with pytest.raises(data.DataError, match=name):
            iris(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5.1,3.5", "the input holds 2 values, but the model takes 4 numbers (sepal length (cm), "),
        ("flower.png", "there is no file 'flower.png'"),
        ("", "there is no file ''"),
        ("1,2,3,nan", "not finite"),
        ("1,2,3,1e60", "too large for float32"),
        ("[1,2,3]", "the input holds 3 values"),
        ("[]", "the input holds 0 values"),
        ("[[1,2,3,4],[1,2]]", "rows differ in length"),
        ('["a","b","c","d"]', "is not a list of numbers"),
        ("[1,2,3,{}]", "is not a list of numbers"),
        ("[1,2,3,NaN]", "not finite"),
        ("[1,2,", "is not a list of numbers"),
        ("[" * 100_000, "is not a list of numbers"),
        ("[1,2,3," + "9" * 5000 + "]", "is not a list of numbers"),
    ],
)
def test_values_that_cannot_be_used_are_told_in_words(text: str, words: str) -> None:
    with pytest.raises(data.DataError) as caught:
        iris(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rows.csv", "", "rows.csv is empty"),
        ("rows.csv", "1,2,3,4\n1,2,3\n", "row 2 of rows.csv has 3 values where 4 are expected"),
        ("rows.csv", "1,2,3,4\n1,2,x,4\n", "row 2 of rows.csv, column '3': 'x' is not a number"),
        ("rows.csv", "a,b\n1,2\n", "rows.csv has no column 'sepal length (cm)'"),
        ("rows.csv", "1,2\n", "rows.csv holds 1×2 values, but the model takes 4 numbers"),
        ("row.json", '{"a": 1}', "row.json must be a list of numbers"),
        ("row.json", "5", "row.json must be a list of numbers"),
        ("row.xyz", "1,2,3,4", "row.xyz is none of the files that are read"),
        ("row.npz", "PK", "row.npz is none of the files that are read"),
        ("row.png", "no image", "row.png is an image, but the model takes 4 numbers"),
    ],
)
def test_files_that_cannot_be_used_are_told_in_words(tmp_path: Path, name: str, content: str, words: str) -> None:
    with pytest.raises(data.DataError) as caught:
        iris(put(tmp_path / name, content))
    assert words in str(caught.value)


def test_pixels_must_be_from_0_to_1() -> None:
    with pytest.raises(data.DataError, match=r"pixels from 0 to 16; they must be from 0 \(black\) to 1 \(white\)"):
        digit(json.dumps([0] * 63 + [16]))
