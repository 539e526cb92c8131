"""Data sources. What loads them is in `guinet.data`; here is what a form and a project file need to know."""

from __future__ import annotations

from typing import Final

from guinet.core.ports import Port
from guinet.core.values import LARGEST_INT
from guinet.nodes.types import Argument, ArgumentType, Form, NodeType

SPLIT: Final = (
    Argument("batch_size", ArgumentType.INT, 64, minimum=1, doc="Rows in each step of training."),
    Argument("shuffle", ArgumentType.BOOL, True, doc="Whether the training rows come in a new order every epoch."),
    Argument("drop_last", ArgumentType.BOOL, False, doc="Whether a last, smaller batch is left out."),
    Argument("validation", ArgumentType.FLOAT, 0.1, minimum=0, maximum=1, doc="Share of rows to validate on."),
    Argument("test", ArgumentType.FLOAT, 0.2, minimum=0, maximum=1, doc="Share of rows kept for the final test."),
    Argument("split_seed", ArgumentType.INT, 0, minimum=0, maximum=LARGEST_INT, doc="Another seed, another split."),
)
"""What every source of data has."""

_STANDARDISE = (
    Argument("standardise", ArgumentType.BOOL, True, doc="Whether each column gets mean 0 and deviation 1."),
)


def _synthetic(noise: float = 0.1, most: int = 1_000_000) -> tuple[Argument, ...]:
    return (
        Argument("samples", ArgumentType.INT, 1000, minimum=1, maximum=most, doc="How many rows are made."),
        Argument("noise", ArgumentType.FLOAT, noise, minimum=0, maximum=1000, doc="Deviation of the added noise."),
        Argument("seed", ArgumentType.INT, 0, minimum=0, maximum=LARGEST_INT, doc="Another seed gives other rows."),
    )


def _source(
    name: str,
    title: str,
    ports: str,
    doc: str,
    arguments: tuple[Argument, ...] = (),
    aliases: tuple[str, ...] = (),
    seed: bool = True,
) -> NodeType:
    """A source; without `seed` its parts follow each other in order."""
    shared = SPLIT if seed else tuple(argument for argument in SPLIT if argument.name != "split_seed")
    return NodeType(
        kind=f"guinet.data.{name}",
        form=Form.DATA,
        category="data",
        title=title,
        outputs=tuple(Port(port) for port in ports.split()),
        arguments=(*arguments, *shared),
        aliases=aliases,
        doc=doc,
    )


_LENGTH = Argument("length", ArgumentType.INT, 32, minimum=1, maximum=1000, doc="Steps of each sequence.")
_PATH = Argument("path", ArgumentType.FILE, doc="The file, as seen from the project's folder.")
_COLUMNS = (
    _PATH,
    Argument("target", ArgumentType.TEXT, "", doc="The column to predict; empty for the last one."),
    Argument("features", ArgumentType.NAMES, (), doc="The columns to predict from; none for all the others."),
    Argument(
        "task",
        ArgumentType.CHOICE,
        "auto",
        ("auto", "classification", "regression"),
        doc="Whether the target is a class or a number; auto reads it off the column.",
    ),
)
_SEPARATOR = Argument("separator", ArgumentType.TEXT, "", doc="What stands between the columns; empty to find out.")
_ARRAYS = (
    Argument("path", ArgumentType.FILE, doc="The .npy or .npz file, as seen from the project's folder."),
    Argument("input", ArgumentType.TEXT, "", doc="The array of a .npz file to predict from; empty for the first."),
    Argument("target_path", ArgumentType.FILE, "", doc="The file of the targets; empty for the same file."),
    Argument("target", ArgumentType.TEXT, "", doc="The array of a .npz file to predict; empty for the next."),
    Argument(
        "task",
        ArgumentType.CHOICE,
        "auto",
        ("auto", "classification", "regression"),
        doc="Whether the target is a class or a number; auto goes by its dtype.",
    ),
    Argument(
        "input_type",
        ArgumentType.CHOICE,
        "float32",
        ("float32", "int64"),
        doc="What the input becomes: numbers, or the indices an Embedding takes.",
    ),
)
NUM_WORKERS: Final = Argument(
    "num_workers",
    ArgumentType.INT,
    0,
    minimum=0,
    maximum=64,
    doc="Processes that read the items, as those of torch's DataLoader do; 0 for none besides the one that trains.",
)
_IMAGES = (
    Argument("path", ArgumentType.FOLDER, doc="The folder with one sub-folder of images for each class."),
    Argument(
        "size",
        ArgumentType.SIZE,
        None,
        minimum=1,
        maximum=16_384,
        length=2,
        optional=True,
        doc="Height × width all images are scaled to; none where they have one size.",
    ),
    Argument("colour", ArgumentType.CHOICE, "rgb", ("rgb", "grey"), doc="Three channels of colour, or one of grey."),
    Argument(
        "workers",
        ArgumentType.INT,
        0,
        minimum=0,
        maximum=64,
        doc="Threads that decode images ahead of the first step; 0 for as many as the processor has.",
    ),
)
_TEXT = (
    _PATH,
    Argument("length", ArgumentType.INT, 32, minimum=1, maximum=100_000, doc="Characters in each window."),
    Argument(
        "step",
        ArgumentType.INT,
        None,
        minimum=1,
        maximum=1_000_000,
        optional=True,
        doc="Characters from one window's beginning to the next; none for the length, so that none overlap.",
    ),
    Argument(
        "target",
        ArgumentType.CHOICE,
        "next",
        ("next", "every"),
        doc="The character after the window, or that after every place in it.",
    ),
    Argument("lowercase", ArgumentType.BOOL, False, doc="Whether capitals become small letters."),
)

TYPES = (
    _source("digits", "Digits", "image label", "1,797 handwritten digits, 8×8 grey pixels, ten classes."),
    _source(
        "fashion_mnist",
        "Fashion-MNIST",
        "image label",
        "Photographs of clothes, 28×28 grey pixels, ten classes.",
        aliases=("mnist", "clothes"),
    ),
    _source("iris", "Iris", "features label", "150 flowers, four measurements, three species.", _STANDARDISE),
    _source("wine", "Wine", "features label", "178 wines, 13 measurements, three growers.", _STANDARDISE),
    _source(
        "breast_cancer",
        "Breast cancer",
        "features label",
        "569 biopsies, 30 measurements, malignant or benign.",
        _STANDARDISE,
    ),
    _source(
        "diabetes",
        "Diabetes",
        "features target",
        "442 patients, ten measurements, the disease's progress as a number.",
        _STANDARDISE,
        ("regression",),
    ),
    _source(
        "moons", "Moons", "features label", "Points on two half moons that interlock.", _synthetic() + _STANDARDISE
    ),
    _source(
        "circles",
        "Circles",
        "features label",
        "Points on two rings, one inside the other.",
        _synthetic() + _STANDARDISE,
    ),
    _source("spirals", "Spirals", "features label", "Points on two spirals.", _synthetic() + _STANDARDISE),
    _source(
        "xor",
        "XOR",
        "features label",
        "Points in four corners; opposite ones share a class.",
        _synthetic() + _STANDARDISE,
    ),
    _source(
        "sine",
        "Sine",
        "sequence target",
        "Stretches of sine waves, and the value that comes next.",
        (*_synthetic(noise=0.0, most=100_000), _LENGTH),
        ("time series", "wave"),
    ),
    _source(
        "csv",
        "CSV file",
        "features target",
        "A table from a text file: choose the columns to predict from and the one to predict.",
        (*_COLUMNS, _SEPARATOR, *_STANDARDISE),
        ("table", "file", "spreadsheet"),
    ),
    _source(
        "parquet",
        "Parquet file",
        "features target",
        "A table from a Parquet file: choose the columns to predict from and the one to predict.",
        _COLUMNS + _STANDARDISE,
        ("table", "file", "arrow", "columns"),
    ),
    _source(
        "arrays",
        "NumPy arrays",
        "features target",
        "Two arrays from .npy or .npz files: what to predict from, and what to predict.",
        _ARRAYS + _STANDARDISE,
        ("npy", "npz", "file", "tensor dataset"),
    ),
    _source(
        "images",
        "Image folder",
        "image label",
        "Images from a folder with one sub-folder for each class.",
        _IMAGES,
        ("pictures", "photos", "files", "png", "jpeg"),
    ),
    _source(
        "text",
        "Text file",
        "text target",
        "Windows of a text's characters, and the character that comes next.",
        _TEXT,
        ("characters", "language model", "file", "txt"),
        seed=False,
    ),
)
