"""Arrays, image folders, texts and Parquet files as sources: their tensors, what is refused, and their scripts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from guinet import data
from guinet.core.values import TensorSpec
from guinet.data.catalogue import specs_of

ARRAYS, IMAGES, TEXT, PARQUET = (f"guinet.data.{name}" for name in ("arrays", "images", "text", "parquet"))
RNG = np.random.default_rng(7)
SENTENCE = "To be, or not to be, that is the question:\n"


def arrays(folder: Path, **saved: Any) -> dict[str, object]:
    np.savez(folder / "rows.npz", **saved)
    return {"path": "rows.npz"}


def pets(folder: Path, count: int = 10, **classes: tuple[int, ...]) -> dict[str, object]:
    """`count` images of random colours in each class, by default all of 6×4 pixels."""
    for name, (height, width) in (classes or {"cat": (6, 4), "dog": (6, 4)}).items():
        (folder / "pets" / name).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            pixels = RNG.integers(0, 256, (height, width, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / "pets" / name / f"{number}.png")
    return {"path": "pets"}


def text(folder: Path, content: str = SENTENCE * 20) -> dict[str, object]:
    (folder / "play.txt").write_bytes(content.encode())
    return {"path": "play.txt", "length": 8}


def refused(kind: str, arguments: Mapping[str, object], folder: Path) -> str:
    with pytest.raises(data.DataError) as caught:
        data.load(kind, arguments, folder)
    return str(caught.value)


# Arrays


def test_two_arrays_are_input_and_target(tmp_path: Path) -> None:
    x, y = RNG.normal(size=(40, 5)), RNG.integers(0, 3, 40)
    chosen = arrays(tmp_path, x=x, y=y)
    found = data.load(ARRAYS, chosen, tmp_path)
    assert torch.equal(found.fields["features"], torch.tensor(x, dtype=torch.float32))
    assert torch.equal(found.fields["target"], torch.tensor(y))
    assert data.specs(ARRAYS, chosen, tmp_path) == {
        "features": TensorSpec(("N", 5), "float32"),
        "target": TensorSpec(("N",), "int64"),
    }


def test_two_files_named_arrays_and_the_forms_of_a_target(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", RNG.integers(0, 9, (12, 3, 2), dtype=np.uint16).astype(">u2"))
    np.save(tmp_path / "y.npy", np.asfortranarray(RNG.normal(size=12)))
    chosen = {"path": "x.npy", "target_path": "y.npy", "input_type": "int64"}
    found = data.load(ARRAYS, chosen, tmp_path)
    assert found.fields["features"].dtype == torch.int64
    assert found.fields["target"].shape == (12, 1)
    assert data.specs(ARRAYS, chosen, tmp_path) == specs_of(found)
    other = {**arrays(tmp_path, a=np.ones((4, 2)), b=np.arange(4), c=np.ones((4, 3))), "input": "c", "target": "b"}
    assert data.specs(ARRAYS, other, tmp_path)["features"] == TensorSpec(("N", 3), "float32")
    values = data.load(ARRAYS, {**other, "task": "regression"}, tmp_path).fields["target"]
    assert torch.equal(values, torch.tensor([[0.0], [1.0], [2.0], [3.0]]))


def test_shapes_are_read_off_the_header_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = arrays(tmp_path, x=np.ones((4, 2)), y=np.arange(4))
    monkeypatch.setattr("guinet.data.array_file.read_array", lambda *_: pytest.fail("the numbers were read"))
    assert set(data.specs(ARRAYS, chosen, tmp_path)) == {"features", "target"}


@pytest.mark.parametrize(
    ("saved", "chosen", "words"),
    [
        (
            {"x": np.array([{}, []], dtype=object), "y": np.arange(2)},
            {},
            "holds Python objects, which are never loaded",
        ),
        ({"x": np.ones((3, 2)), "y": np.arange(4)}, {}, "'x' of rows.npz has 3 rows and 'y' of rows.npz has 4"),
        ({"x": np.array(["a", "b"]), "y": np.arange(2)}, {}, "is an array of <U1, not of numbers"),
        ({"x": np.ones((0, 2)), "y": np.ones(0)}, {}, "has no rows"),
        ({"x": np.float64(3), "y": np.arange(2)}, {}, "has no rows; choose an array of at least one dimension"),
        ({"x": np.ones((2, 2))}, {}, "holds 1 arrays; two are needed"),
        ({"x": np.ones((2, 2)), "y": np.arange(2)}, {"target": "z"}, "has no array 'z'; it has 'x', 'y'"),
        (
            {"x": np.array([[1.0], [np.nan]]), "y": np.arange(2)},
            {},
            "row 2 of 'x' of rows.npz holds a value that is not",
        ),
        ({"x": np.array([[1.0], [1e300]]), "y": np.arange(2)}, {}, "not finite, or too large"),
        ({"x": np.ones((2, 1)), "y": np.array([0, 1.5])}, {"task": "classification"}, "row 2 of 'y' .* not whole"),
        ({"x": np.ones((2, 1)), "y": np.arange(2)}, {"input_type": "int8"}, "input_type is 'int8'"),
    ],
)
def test_arrays_that_cannot_be_used_are_named(
    saved: dict[str, Any], chosen: dict[str, object], words: str, tmp_path: Path
) -> None:
    if any(array.dtype == object for array in saved.values()):
        np.savez(tmp_path / "rows.npz", allow_pickle=True, **saved)
        path: dict[str, object] = {"path": "rows.npz"}
    else:
        path = arrays(tmp_path, **saved)
    with pytest.raises(data.DataError, match=words):
        data.load(ARRAYS, {**path, **chosen}, tmp_path)


def test_a_bomb_and_what_is_no_array_are_refused_before_they_are_read(tmp_path: Path) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (10**9, 10)})
    with zipfile.ZipFile(tmp_path / "rows.npz", "w") as archive:
        for name in ("x", "y"):
            archive.writestr(f"{name}.npy", header.getvalue())
    assert "would take 149.0 GiB of memory" in refused(ARRAYS, {"path": "rows.npz"}, tmp_path)
    (tmp_path / "no.npy").write_text("a,b\n1,2\n")
    assert "no.npy is not a NumPy file that can be read" in refused(ARRAYS, {"path": "no.npy"}, tmp_path)
    np.save(tmp_path / "one.npy", np.ones((2, 2)))
    assert "one.npy holds one array, the input" in refused(ARRAYS, {"path": "one.npy"}, tmp_path)
    assert "no NumPy file is chosen" in refused(ARRAYS, {}, tmp_path)


# Image folders


def test_a_folder_of_images_is_what_pillow_reads(tmp_path: Path) -> None:
    chosen = pets(tmp_path, 3)
    found = data.load(IMAGES, chosen, tmp_path)
    first = np.asarray(Image.open(tmp_path / "pets/cat/0.png"))
    assert found.classes == ("cat", "dog")
    assert found.fields["label"].tolist() == [0, 0, 0, 1, 1, 1]
    assert torch.equal(found.fields["image"][0], torch.tensor(first).permute(2, 0, 1) / 255)
    assert data.specs(IMAGES, chosen, tmp_path) == specs_of(found)
    assert data.metadata(IMAGES, chosen, tmp_path).classes == ("cat", "dog")


def test_images_are_scaled_and_made_grey_the_same_by_any_number_of_workers(tmp_path: Path) -> None:
    chosen = pets(tmp_path, 6, cat=(6, 4), dog=(9, 5)) | {"size": (4, 8), "colour": "grey"}
    one, many = (data.SOURCES[IMAGES].load({**chosen, "workers": workers}, tmp_path) for workers in (1, 5))
    grey = Image.open(tmp_path / "pets/cat/0.png").convert("L")
    scaled = Image.fromarray(np.asarray(grey, dtype=np.float32) / 255).resize((8, 4), Image.Resampling.BILINEAR)
    assert torch.equal(one.fields["image"][0, 0], torch.tensor(np.asarray(scaled)).clamp(0, 1))
    assert torch.equal(one.fields["image"], many.fields["image"])


def test_images_that_cannot_be_read_are_left_out_and_named(tmp_path: Path) -> None:
    chosen = pets(tmp_path, 4)
    (tmp_path / "pets/cat/broken.png").write_bytes((tmp_path / "pets/cat/0.png").read_bytes()[:40])
    (tmp_path / "pets/dog/letter.jpg").write_text("no image")
    (tmp_path / "pets/dog/notes.txt").write_text("not looked at")
    found = data.load(IMAGES, chosen, tmp_path)
    assert found.rows == 8
    assert sorted(found.left_out) == ["cat/broken.png", "dog/letter.jpg"]
    words = str(data.left_out_words(data.prepare(IMAGES, chosen, tmp_path).train))
    assert words.startswith("2 files of pets were left out of the data: cat/broken.png is not an image that can be")
    assert words.endswith("; so were dog/letter.jpg")


@pytest.mark.parametrize(
    ("mode", "channels"), [("RGBA", 3), ("P", 3), ("L", 3), ("I;16", 3), ("F", 3), ("CMYK", 3), ("1", 1), ("LA", 1)]
)
def test_odd_modes_become_the_channels_that_are_asked_for(mode: str, channels: int, tmp_path: Path) -> None:
    pets(tmp_path, 1)
    name = "odd.tiff"
    Image.new(mode, (4, 6)).save(tmp_path / "pets/cat" / name)
    found = data.load(IMAGES, {"path": "pets", "colour": "rgb" if channels == 3 else "grey"}, tmp_path)
    assert found.fields["image"].shape == (3, channels, 6, 4)
    assert not found.left_out


def test_folders_without_classes_sizes_or_images_are_refused(tmp_path: Path) -> None:
    assert "pets is not there; choose another folder" in refused(IMAGES, {"path": "pets"}, tmp_path)
    pets(tmp_path, 1, cat=(6, 4))
    assert "pets has one sub-folder only ('cat')" in refused(IMAGES, {"path": "pets"}, tmp_path)
    (tmp_path / "pets/dog").mkdir()
    assert "the class 'dog' of pets has no image that can be read" in refused(IMAGES, {"path": "pets"}, tmp_path)
    (tmp_path / "pets/dog/1.png").write_text("none")
    assert "(dog/1.png is not an image" in refused(IMAGES, {"path": "pets"}, tmp_path)
    pets(tmp_path, 1, dog=(9, 5))
    words = refused(IMAGES, {"path": "pets"}, tmp_path)
    assert "pets/dog/0.png has 9×5 pixels (height × width), but the first image has 6×4; set a size" in words
    assert "size is (0, 4)" in refused(IMAGES, {"path": "pets", "size": (0, 4)}, tmp_path)
    assert "colour is 'blue'" in refused(IMAGES, {"path": "pets", "colour": "blue"}, tmp_path)
    large = {"path": "pets", "size": (16_384, 16_384)}
    assert "would take 9.0 GiB of memory" in refused(IMAGES, large, tmp_path)


# Texts


def test_windows_of_a_text_are_those_counted_by_hand(tmp_path: Path) -> None:
    chosen = text(tmp_path, "abcab\r\ncab") | {"length": 3, "step": 2}
    found = data.load(TEXT, chosen, tmp_path)
    assert found.classes == ("'\\n'", "a", "b", "c")
    assert found.characters == ("\n", "a", "b", "c")
    assert found.fields["text"].tolist() == [[1, 2, 3], [3, 1, 2], [2, 0, 3]]
    assert found.fields["target"].tolist() == [1, 0, 1]
    every = data.load(TEXT, {**chosen, "target": "every"}, tmp_path)
    assert every.fields["target"].tolist() == [[2, 3, 1], [1, 2, 0], [0, 3, 1]]
    assert data.specs(TEXT, {**chosen, "target": "every"}, tmp_path) == specs_of(every)


def test_an_embedding_with_too_few_rows_is_told_how_many_it_needs(tmp_path: Path) -> None:
    found = data.load(TEXT, text(tmp_path), tmp_path)
    data.check_indices(found, "text", len(set(SENTENCE)))
    with pytest.raises(data.DataError) as caught:
        data.check_indices(found, "text", 3)
    assert "row 1 of play.txt: index 4 ('T') is out of range" in str(caught.value)
    assert f"set num_embeddings to {len(set(SENTENCE))}" in str(caught.value)


@pytest.mark.parametrize("step", [None, 1, 3])
def test_no_part_of_a_text_sees_another(step: int | None, tmp_path: Path) -> None:
    content = "".join(chr(0x4E00 + number) for number in range(400))  # each character once
    chosen = text(tmp_path, content) | ({} if step is None else {"step": step})
    parts = data.prepare(TEXT, chosen, tmp_path)
    seen = [set(part.fields["text"].flatten().tolist()) for part in (parts.train, parts.validation, parts.test)]
    assert all(seen)
    assert max(seen[0]) < min(seen[1]) <= max(seen[1]) < min(seen[2])


def test_texts_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    assert "no text file is chosen" in refused(TEXT, {}, tmp_path)
    chosen = text(tmp_path, "short")
    assert "play.txt has 5 characters, but a window of 8 and the next one need 9" in refused(TEXT, chosen, tmp_path)
    (tmp_path / "play.txt").write_bytes("über".encode("latin-1") * 9)
    assert "play.txt is not UTF-8: byte 0 (0xfc)" in refused(TEXT, chosen, tmp_path)
    (tmp_path / "play.txt").write_text("ab" * 20, encoding="utf-16")
    assert "is UTF-16 text" in refused(TEXT, chosen, tmp_path)
    (tmp_path / "play.txt").write_bytes(b" \n")
    for ask in (data.specs, data.load):
        with pytest.raises(data.DataError, match=r"play\.txt is empty"):
            ask(TEXT, chosen, tmp_path)
    assert "target is 'all'" in refused(TEXT, chosen | {"target": "all"}, tmp_path)
    (tmp_path / "play.txt").unlink()
    (tmp_path / "play.txt").mkdir()
    with pytest.raises(data.DataError, match=r"play\.txt is not a file"):
        data.specs(TEXT, chosen, tmp_path)


# Parquet


def parquet(folder: Path, **columns: Any) -> dict[str, object]:
    pytest.importorskip("pyarrow")
    import pandas

    pandas.DataFrame(columns).to_parquet(folder / "table.parquet")
    return {"path": "table.parquet"}


def test_a_parquet_file_is_read_as_the_same_table_in_csv(tmp_path: Path) -> None:
    columns = {"a": RNG.normal(size=30), "b": RNG.integers(0, 9, 30), "kind": list("xyz") * 10}
    chosen = parquet(tmp_path, **columns)
    import pandas

    pandas.DataFrame(columns).to_csv(tmp_path / "table.csv", index=False)
    ours, csv = data.load(PARQUET, chosen, tmp_path), data.load("guinet.data.csv", {"path": "table.csv"}, tmp_path)
    assert ours.classes == csv.classes == ("x", "y", "z")
    assert torch.equal(ours.fields["target"], csv.fields["target"])
    assert torch.allclose(ours.fields["features"], csv.fields["features"])
    assert data.specs(PARQUET, chosen, tmp_path) == specs_of(ours)
    assert data.specs(PARQUET, chosen | {"target": "a", "features": ["b"]}, tmp_path) == {
        "features": TensorSpec(("N", 1), "float32"),
        "target": TensorSpec(("N", 1), "float32"),
    }


def test_parquet_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    import datetime

    day = datetime.datetime(2026, 1, 1)
    chosen = parquet(tmp_path, when=[day, day], rows=[[1], [2]], hole=[1.0, None], y=[0.5, 1.5])
    for column, words in [("when", "holds datetime64"), ("rows", "row 1 .*'rows'"), ("hole", "row 2 .* is missing")]:
        with pytest.raises(data.DataError, match=words):
            data.load(PARQUET, chosen | {"features": [column]}, tmp_path)
    for column in ("when", "rows"):
        other = chosen | {"target": column, "features": ["y"]}
        assert "is neither a number nor a word" in refused(PARQUET, other, tmp_path)
    assert "has no column 'z'" in refused(PARQUET, chosen | {"target": "z"}, tmp_path)
    (tmp_path / "no.parquet").write_text("a,b\n1,2\n")
    assert "no.parquet is not a Parquet file that can be read" in refused(PARQUET, {"path": "no.parquet"}, tmp_path)


def test_without_pyarrow_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "table.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert "run `pip install pyarrow`" in refused(PARQUET, {"path": "table.parquet"}, tmp_path)


# The script and the prediction


@pytest.mark.parametrize("kind", [ARRAYS, IMAGES, TEXT, PARQUET])
def test_the_script_gives_the_same_tensors(kind: str, tmp_path: Path) -> None:
    chosen: dict[str, object]
    if kind == ARRAYS:
        chosen = arrays(tmp_path, x=RNG.normal(size=(40, 3, 2)), y=RNG.integers(0, 2, 40).astype(bool))
    elif kind == IMAGES:
        chosen = pets(tmp_path, 10, cat=(6, 4), dog=(9, 5)) | {"size": (5, 5)}
        (tmp_path / "pets/dog/bad.png").write_text("none")
    elif kind == TEXT:
        chosen = text(tmp_path) | {"step": 3, "lowercase": True, "target": "every"}
    else:
        chosen = parquet(tmp_path, a=RNG.normal(size=30), flag=[True, False] * 15, kind=RNG.integers(0, 3, 30))
    written = data.source_text(kind, chosen, tmp_path)
    assert "guinet" not in written.text
    names: dict[str, Any] = {"__file__": str(tmp_path / "train.py"), "__name__": "train"}
    exec(compile(written.text, "train.py", "exec"), names)
    splits = data.prepare(kind, chosen, tmp_path)
    for name, fields in names["load_data"]().items():
        expected = getattr(splits, name).fields
        assert all(torch.equal(values, expected[port]) for port, values in fields.items())
    assert all(file.parent == tmp_path for file in written.files)


def test_a_prediction_reads_what_the_source_holds(tmp_path: Path) -> None:
    known = text(tmp_path)
    found = data.read_input(TEXT, known, tmp_path, "that is the question")
    vocabulary = sorted(set(SENTENCE))
    assert found["text"].tolist() == [[vocabulary.index(letter) for letter in "question"]]
    for words, reason in [("be", "has 2 characters, but the network goes on from 8"), ("question€", "'€', is not in")]:
        with pytest.raises(data.DataError, match=reason):
            data.read_input(TEXT, known, tmp_path, words)
    images = pets(tmp_path)
    picture = data.read_input(IMAGES, images, tmp_path, str(tmp_path / "pets/cat/0.png"))
    assert torch.equal(picture["image"][0], data.load(IMAGES, images, tmp_path).fields["image"][0])
    indices = arrays(tmp_path, x=np.arange(6).reshape(3, 2), y=np.arange(3)) | {"input_type": "int64"}
    assert data.read_input(ARRAYS, indices, tmp_path, "4,5")["features"].tolist() == [[4, 5]]
    with pytest.raises(data.DataError, match="not whole"):
        data.read_input(ARRAYS, indices, tmp_path, "4,5.5")
