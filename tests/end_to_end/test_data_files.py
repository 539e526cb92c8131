"""Images and texts of one's own, without code: checked, trained, predicted from, and exported with their data."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import guinet
from guinet.cli import main
from guinet.core.changes import SetTraining
from guinet.core.problems import GuinetError
from guinet.train.events import TrainingEvent, Warned

SENTENCE = "To be, or not to be, that is the question:\n"


def image_project(folder: Path) -> Path:
    """Light and dark images of two sizes, one of them broken."""
    drawn = np.random.default_rng(3)
    for name, low in (("dark", 0), ("light", 150)):
        (folder / "shades" / name).mkdir(parents=True)
        for number in range(20):
            shape = (6 + number % 2, 5, 3)
            pixels = drawn.integers(low, low + 100, shape, dtype=np.uint8)
            Image.fromarray(pixels).save(folder / "shades" / name / f"{number:02}.png")
    (folder / "shades" / "dark" / "broken.jpg").write_text("no image")
    project = guinet.new("Shades")
    net = project.main
    images = net.add("guinet.data.images", name="shades", path="shades", size=(6, 6), batch_size=8)
    flatten = net.add("torch.nn.Flatten", name="flatten")
    layer = net.add("torch.nn.Linear", name="layer", out_features=2)
    loss = net.add("torch.nn.CrossEntropyLoss", name="loss")
    net.connect(images["image"], flatten["input"])
    net.connect(flatten["output"], layer["input"])
    net.connect(layer["output"], loss["input"])
    net.connect(images["label"], loss["target"])
    project.run("Learn fast", [SetTraining("optimizer.lr", 0.01)])
    return guinet.save(project, folder / "shades.guinet")


def test_a_folder_of_images_is_checked_trained_and_predicted_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = image_project(tmp_path)
    assert main(["check", str(file), "--json"]) == 0
    nodes = json.loads(capsys.readouterr().out)["nodes"]
    assert nodes["shades"]["outputs"] == {"image": "N×3×6×6 float32", "label": "N int64"}
    assert nodes["flatten"]["outputs"] == {"output": "N×108 float32"}

    told: list[TrainingEvent] = []
    finished = guinet.train(guinet.load(file), epochs=20, on_event=told.append)
    warned = [str(event.text) for event in told if isinstance(event, Warned)]
    assert len(warned) == 1
    assert warned[0].startswith("1 file of shades was left out of the data: dark/broken.jpg is not an image")
    assert finished.metrics is not None
    assert finished.metrics["test_accuracy"] == 1

    capsys.readouterr()
    assert main(["predict", str(file), str(tmp_path / "shades/light/01.png"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["predictions"][0]["label"] == "light"


def test_the_exported_training_script_takes_its_folder_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = image_project(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    assert main(["source", str(file), "--training"]) == 0
    assert "the script reads shades from its own folder" in capsys.readouterr().err
    command = ["export", str(file), "--as", "training-py", "-o", str(out / "script.py")]

    assert main(command) == 0

    assert "all 4 losses equal" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["script.py", "shades"]
    images = {path.relative_to(tmp_path / "shades") for path in (tmp_path / "shades").rglob("*.png")}
    assert {path.relative_to(out / "shades") for path in (out / "shades").rglob("*.png")} == images


def test_a_text_trains_an_embedding_and_is_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "play.txt").write_text(SENTENCE * 40, encoding="utf-8")
    count = len(set(SENTENCE))
    project = guinet.new("Characters")
    net = project.main
    text = net.add("guinet.data.text", name="play", path="play.txt", length=8, step=1, batch_size=64)
    embedding = net.add("torch.nn.Embedding", name="embedding", num_embeddings=count, embedding_dim=8)
    flatten = net.add("torch.nn.Flatten", name="flatten")
    layer = net.add("torch.nn.Linear", name="layer", out_features=count)
    loss = net.add("torch.nn.CrossEntropyLoss", name="loss")
    net.connect(text["text"], embedding["input"])
    net.connect(embedding["output"], flatten["input"])
    net.connect(flatten["output"], layer["input"])
    net.connect(layer["output"], loss["input"])
    net.connect(text["target"], loss["target"])
    project.run("Learn fast", [SetTraining("optimizer.lr", 0.02)])
    file = guinet.save(project, tmp_path / "play.guinet")
    finished = guinet.train(project, epochs=4)
    assert finished.metrics is not None
    assert finished.metrics["test_accuracy"] > 0.95

    assert main(["predict", str(file), "that is the questio", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["predictions"][0]["label"] == "n"

    net.set(embedding, num_embeddings=5)
    with pytest.raises(GuinetError, match=f"set num_embeddings to {count}") as caught:
        guinet.train(project, epochs=1)
    assert str(caught.value).startswith("embedding: ")
