"""Every format, loaded by scripts that know nothing of GuiNet and compared by the tests' own means."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image
from torch import Tensor, nn

import guinet
from guinet.cli import main
from guinet.core.editing import rename
from guinet.core.problems import GuinetError
from guinet.exchange import compare
from guinet.exchange.clean_process import CleanProcessFailed
from guinet.exchange.export import export
from guinet.exchange.problems import ExportFailed
from guinet.storage.examples import example_path
from guinet.train.weights import save_weights
from tests.training_scripts import assert_a_person_could_have_written_it

SHAPES = {
    "diabetes-regression": (10,),
    "digits-cnn": (1, 8, 8),
    "digits-mlp": (1, 8, 8),
    "fashion-cnn": (1, 28, 28),
    "iris-mlp": (4,),
    "sine-lstm": (32, 1),
}

# One script loads every file in the folders it is given and runs it on two batch sizes; torch is imported once.
LOADER = """
import importlib.util
import json
import os
import sys

import torch


class NoGuinet:
    def find_spec(self, name, path=None, target=None):
        assert name.split(".")[0] != "guinet"


sys.meta_path.insert(0, NoGuinet())


def load(format, name):
    if format == "full":
        return torch.load(name, weights_only=False)
    if format == "pt2":
        return torch.export.load(name).module()
    spec = importlib.util.spec_from_file_location(name, name.rsplit(".", 1)[0] + ".py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = getattr(module, asked["class"])()
    if format == "safetensors":
        from safetensors.torch import load_file

        model.load_state_dict(load_file(name))
    else:
        model.load_state_dict(torch.load(name if format == "pt" else "weights.pt", weights_only=True))
    return model.eval()


def results(format, name):
    if format == "onnx":
        import onnxruntime

        session = onnxruntime.InferenceSession(name)
        entry = session.get_inputs()[0].name
        return [torch.from_numpy(session.run(None, {entry: batch.numpy()})[0]) for batch in batches]
    with torch.no_grad():
        return [load(format, name)(batch) for batch in batches]


for folder in json.loads(sys.argv[1]):
    os.chdir(folder)
    sys.path.insert(0, folder)
    asked = json.loads(open("asked.json").read())
    batches = torch.load("batches.pt")
    torch.save({format: results(format, name) for format, name in asked["files"].items()}, "results.pt")
    sys.path.remove(folder)
    sys.modules.pop("net_full", None)
"""


def trained(module: nn.Module) -> nn.Module:
    """The module with weights and running statistics that are no fresh module's."""
    generator = torch.Generator().manual_seed(7)
    for name, tensor in module.state_dict().items():
        if tensor.is_floating_point():
            noise = torch.rand(tensor.shape, generator=generator)
            tensor.copy_(noise + 0.5 if name.endswith("running_var") else (noise - 0.5) / 4)
    return module.eval()


def run_elsewhere(script: str, arguments: list[str], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


FILES = {
    "pt": "net_pt.pt",
    "full": "net_full.pth",
    "safetensors": "net_safe.safetensors",
    "onnx": "net.onnx",
    "pt2": "net.pt2",
    "py": "net_py.py",
}

# All formats of one; of the others what a format could make of them otherwise: a recurrent layer traced and recorded,
# its class pickled; then one each.
WRITTEN: dict[str, tuple[str, ...]] = {
    "digits-cnn": tuple(FILES),
    "sine-lstm": ("full", "onnx", "pt2"),
    "diabetes-regression": ("safetensors",),
    "digits-mlp": ("onnx",),
    "fashion-cnn": ("pt",),
    "iris-mlp": ("py",),
}


def write(example: str, folder: Path) -> None:
    """Exports the example in its formats, and puts beside the files what they are asked to compute: on other batch
    sizes than the exporter did."""
    project = guinet.load(example_path(example))
    module = trained(guinet.build(project))
    weights = folder / "weights.safetensors"
    save_weights(module.state_dict(), weights)
    for format in WRITTEN[example]:
        done = export(project, format, folder / FILES[format], weights=weights)
        assert (done.format, done.path) == (format, folder / FILES[format])
        assert "in a clean process" in str(done.compared)
    shape = SHAPES[example]
    batches = [torch.rand(rows, *shape, generator=torch.Generator().manual_seed(rows)) for rows in (1, 7)]
    torch.save(batches, folder / "batches.pt")
    torch.save(module.state_dict(), folder / "weights.pt")
    with torch.no_grad():
        torch.save([module(batch) for batch in batches], folder / "expected.pt")
    asked = {"class": project.main.name, "files": {format: FILES[format] for format in WRITTEN[example]}}
    (folder / "asked.json").write_text(json.dumps(asked))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each example: its exports, and what they computed without GuiNet."""
    folders = {example: tmp_path_factory.mktemp(example) for example in WRITTEN}
    for example, folder in folders.items():
        write(example, folder)
    run_elsewhere(LOADER, [json.dumps([str(folder) for folder in folders.values()])], tmp_path_factory.mktemp("else"))
    return folders


@pytest.mark.parametrize("example", list(WRITTEN))
def test_every_format_computes_what_the_module_computes(example: str, written: dict[str, Path]) -> None:
    folder = written[example]
    results: dict[str, list[Tensor]] = torch.load(folder / "results.pt")
    expected: list[Tensor] = torch.load(folder / "expected.pt")

    assert tuple(results) == WRITTEN[example]
    for format, outputs in results.items():
        for theirs, ours in zip(outputs, expected, strict=True):
            if format == "onnx":
                assert float((theirs - ours).abs().max()) <= 1e-5 * float(ours.abs().max())
            else:
                assert torch.equal(theirs, ours), format


def test_an_export_leaves_what_it_says_and_nothing_else(written: dict[str, Path]) -> None:
    left = {path.name for path in written["digits-cnn"].iterdir()} - {"__pycache__"}
    beside = {"asked.json", "batches.pt", "expected.pt", "results.pt", "weights.pt", "weights.safetensors"}

    assert left == {*FILES.values(), *beside, "net_pt.py", "net_full.py", "net_safe.py"}


# The training script

TWO_EPOCHS = """
import importlib, json, sys
sys.path.insert(0, ".")


class NoGuinet:
    def find_spec(self, name, path=None, target=None):
        assert name.split(".")[0] != "guinet"


sys.meta_path.insert(0, NoGuinet())
for name in sys.argv[1:]:
    _, losses = importlib.import_module(name).train(2)
    open(f"{name}.json", "w").write(json.dumps(losses))
"""


def command_losses(file: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[float]:
    assert main(["train", str(file), "--epochs", "2", "--json", *more]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [loss for event in events if event["event"] == "steps" for loss in event["losses"]]


def csv_project(folder: Path) -> Path:
    rows = [f"{n % 7},{(n * 13) % 11},{(n * 5) % 3}" for n in range(60)]
    (folder / "rows.csv").write_text("a,b,kind\n" + "\n".join(rows) + "\n")
    project = guinet.new("Table")
    net = project.main
    rows_node = net.add(
        "guinet.data.csv", name="rows", path="rows.csv", target="kind", task="classification", batch_size=8
    )
    layer = net.add("torch.nn.Linear", name="layer", out_features=3)
    loss = net.add("torch.nn.CrossEntropyLoss", name="loss")
    net.connect(rows_node["features"], layer["input"])
    net.connect(layer["output"], loss["input"])
    net.connect(rows_node["target"], loss["target"])
    return guinet.save(project, folder / "table.guinet")


def losses_of(name: str, folder: Path) -> list[float]:
    losses: list[float] = json.loads((folder / f"{name}.json").read_text())
    return losses


def test_the_training_script_reproduces_the_losses_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of classes, of values, of sequences; by one process without GuiNet, one after the other."""
    ours = {}
    for name in ("digits-mlp", "diabetes-regression", "sine-lstm"):
        file = Path(shutil.copy(example_path(name), tmp_path))
        script = name.replace("-", "_")
        assert main(["source", str(file), "--training"]) == 0
        (tmp_path / f"{script}.py").write_text(capsys.readouterr().out)
        ours[script] = command_losses(file, capsys)
    run_elsewhere(TWO_EPOCHS, list(ours), tmp_path)

    for script, losses in ours.items():
        assert losses_of(script, tmp_path) == losses, script
        assert len(losses) > 2


def test_the_exported_training_script_takes_its_table_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = csv_project(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    assert main(["export", str(file), "--as", "training-py", "-o", str(out / "script.py")]) == 0
    assert "losses equal" in capsys.readouterr().out
    assert {path.name for path in out.iterdir()} == {"script.py", "rows.csv"}

    ours = command_losses(file, capsys)
    run_elsewhere(TWO_EPOCHS, ["script"], out)
    assert losses_of("script", out) == ours
    assert len(ours) > 2


@pytest.mark.parametrize(("device", "written"), [("cuda", "cuda:0"), ("mps", "mps")])
def test_a_training_script_for_another_machine_is_tried_on_the_cpu(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], device: str, written: str
) -> None:
    file = csv_project(tmp_path)
    raw = json.loads(file.read_text())
    raw["training"] = {"device": device}
    (loss,) = (node for node in raw["blocks"]["main"]["nodes"].values() if node["name"] == "loss")
    loss["arguments"] = {"weight": [1.0, 2.0, 0.5]}  # which lie on the device
    file.write_text(json.dumps(raw))
    out = tmp_path / "out"
    out.mkdir()

    assert main(["source", str(file), "--training"]) == 0
    text = capsys.readouterr().out
    assert f'\nDEVICE = "{written}"\n' in text
    assert main(["export", str(file), "--as", "training-py", "-o", str(out / "script.py")]) == 0
    said = f"run in a clean process for an epoch on the CPU, as {written} is not here: all 6 losses equal"
    assert said in capsys.readouterr().out
    assert (out / "script.py").read_text() == text


def test_a_training_script_is_for_a_device_there_can_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = csv_project(tmp_path)
    file.write_text(json.dumps(json.loads(file.read_text()) | {"training": {"device": "abacus"}}))
    assert main(["source", str(file), "--training"]) == 1
    assert "The device “abacus” is not here" in capsys.readouterr().err


def test_a_training_script_called_as_its_table_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = csv_project(tmp_path)
    before = (tmp_path / "rows.csv").read_bytes()

    assert main(["export", str(file), "--as", "training-py", "-o", str(tmp_path / "rows.csv")]) == 2
    assert "rows.csv is what the data file beside the script is called" in capsys.readouterr().err
    assert (tmp_path / "rows.csv").read_bytes() == before


def test_the_training_script_is_one_a_person_could_have_written(tmp_path: Path) -> None:
    """Clean by a linter and a formatter that know nothing of this project."""
    for name in SHAPES:
        (tmp_path / f"{name.replace('-', '_')}.py").write_text(
            guinet.source(guinet.load(example_path(name)), training=True)
        )
    assert_a_person_could_have_written_it(tmp_path)
    assert len(list(tmp_path.glob("*.py"))) == 6


def test_a_name_the_script_needs_itself_is_refused_in_words() -> None:
    project = guinet.load(example_path("iris-mlp"))
    loss = next(node for node in project.main.nodes.values() if node.name == "loss")
    rename(project.main, loss.id, "batches")

    with pytest.raises(GuinetError, match="something called “batches” already"):
        guinet.source(project, training=True)


# Pictures


def test_a_picture_of_the_canvas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = example_path("iris-mlp")
    assert main(["export", str(file), "--as", "png", "-o", str(tmp_path / "net.png")]) == 0
    assert main(["export", str(file), "--as", "svg", "-o", str(tmp_path / "net.svg")]) == 0

    with Image.open(tmp_path / "net.png") as picture:
        picture.load()
        assert picture.width > 400
        assert len(picture.convert("RGB").getcolors(10**6) or []) > 8
    text = (tmp_path / "net.svg").read_text()
    assert text.rstrip().endswith("</svg>")
    assert "is written" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"net.png", "net.svg"}


# What goes wrong leaves nothing behind


def nothing_new(folder: Path, before: set[str]) -> bool:
    return {path.name for path in folder.iterdir()} == before


def test_an_export_that_computes_something_else_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "run_snippet", lambda snippet, call, inputs, folder: (torch.zeros(4, 3),))
    (tmp_path / "net.pt").write_text("precious")

    with pytest.raises(ExportFailed, match="differs by up to"):
        export(guinet.load(example_path("iris-mlp")), "pt", tmp_path / "net.pt")
    assert nothing_new(tmp_path, {"net.pt"})
    assert (tmp_path / "net.pt").read_text() == "precious"


def test_an_export_that_cannot_be_loaded_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise CleanProcessFailed("ImportError: no such thing")

    monkeypatch.setattr(compare, "run_snippet", fail)

    with pytest.raises(ExportFailed, match="could not be loaded again: ImportError: no such thing"):
        export(guinet.load(example_path("iris-mlp")), "safetensors", tmp_path / "net.safetensors")
    assert nothing_new(tmp_path, set())


@pytest.mark.parametrize("format", ["pt", "full", "safetensors", "pt2", "onnx", "py"])
def test_a_disk_without_room_is_told_and_nothing_is_left(format: str, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    project = guinet.load(example_path("digits-mlp"))
    guinet.check(project)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256, before[1]))
    try:
        with pytest.raises(ExportFailed) as caught:
            export(project, format, tmp_path / f"net.{format}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert "could not be written" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert nothing_new(tmp_path, set())


def test_a_folder_that_cannot_be_written_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read_only(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", read_only)

    with pytest.raises(
        ExportFailed, match=r"net.pt could not be written \(Permission denied\): .*choose another place"
    ):
        export(guinet.load(example_path("iris-mlp")), "pt", tmp_path / "net.pt")
