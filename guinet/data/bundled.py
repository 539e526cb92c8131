"""Small real data sets that come with scikit-learn or with GuiNet.

The `read_…` functions are copied as they stand into exported training scripts: each imports what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import torch

from guinet.data.source import BuiltIn, Shapes


def read_digits() -> dict[str, torch.Tensor]:
    """1,797 handwritten digits: images of 8×8 pixels from 0 to 1, labels 0 to 9."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    image = torch.tensor(digits.images / 16, dtype=torch.float32).unsqueeze(1)
    return {"image": image, "label": torch.tensor(digits.target, dtype=torch.int64)}


def read_iris() -> dict[str, torch.Tensor]:
    """150 flowers of three species: four lengths in cm."""
    from sklearn.datasets import load_iris

    features, label = load_iris(return_X_y=True)
    return {
        "features": torch.tensor(features, dtype=torch.float32),
        "label": torch.tensor(label, dtype=torch.int64),
    }


def read_wine() -> dict[str, torch.Tensor]:
    """178 wines of three growers: 13 chemical measurements."""
    from sklearn.datasets import load_wine

    features, label = load_wine(return_X_y=True)
    return {
        "features": torch.tensor(features, dtype=torch.float32),
        "label": torch.tensor(label, dtype=torch.int64),
    }


def read_breast_cancer() -> dict[str, torch.Tensor]:
    """569 tumours, malignant or benign: 30 measurements of cell nuclei."""
    from sklearn.datasets import load_breast_cancer

    features, label = load_breast_cancer(return_X_y=True)
    return {
        "features": torch.tensor(features, dtype=torch.float32),
        "label": torch.tensor(label, dtype=torch.int64),
    }


def read_diabetes() -> dict[str, torch.Tensor]:
    """442 patients: ten measurements in their own units, and the progress of the illness after a year (25 to 346)."""
    from sklearn.datasets import load_diabetes

    features, target = load_diabetes(return_X_y=True, scaled=False)
    return {
        "features": torch.tensor(features, dtype=torch.float32),
        "target": torch.tensor(target, dtype=torch.float32).unsqueeze(1),
    }


def read_fashion_mnist(path: str | Path) -> dict[str, torch.Tensor]:
    """6,000 pictures of clothes: images of 28×28 pixels from 0 to 1, labels 0 to 9."""
    import numpy

    with open(path, "rb") as file, numpy.load(file, allow_pickle=False) as archive:
        image = torch.tensor(archive["image"]).float().div(255).unsqueeze(1)
        return {"image": image, "label": torch.tensor(archive["label"], dtype=torch.int64)}


def _images(side: int) -> Callable[[Mapping[str, int | float]], Shapes]:
    return lambda _: {"image": ((1, side, side), "float32"), "label": ((), "int64")}


def _table(columns: tuple[str, ...], **target: tuple[tuple[int, ...], str]) -> Callable[..., Shapes]:
    return lambda _: {"features": ((len(columns),), "float32"), **target}


_LABEL: tuple[tuple[int, ...], str] = ((), "int64")
_IRIS = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
_WINE = (
    "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids",
    "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines", "proline",
)  # fmt: skip
_NUCLEUS = (
    "radius", "texture", "perimeter", "area", "smoothness",
    "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
)  # fmt: skip
_CANCER = (
    *(f"mean {name}" for name in _NUCLEUS),
    *(f"{name} error" for name in _NUCLEUS),
    *(f"worst {name}" for name in _NUCLEUS),
)
_DIABETES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
_DIGITS = tuple(str(digit) for digit in range(10))
_CLOTHES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip

SOURCES = (
    BuiltIn("guinet.data.digits", read_digits, _images(8), input="image", classes=_DIGITS),
    BuiltIn(
        "guinet.data.iris",
        read_iris,
        _table(_IRIS, label=_LABEL),
        classes=("setosa", "versicolor", "virginica"),
        features=_IRIS,
        standardised=True,
    ),
    BuiltIn(
        "guinet.data.wine",
        read_wine,
        _table(_WINE, label=_LABEL),
        classes=("class_0", "class_1", "class_2"),
        features=_WINE,
        standardised=True,
    ),
    BuiltIn(
        "guinet.data.breast_cancer",
        read_breast_cancer,
        _table(_CANCER, label=_LABEL),
        classes=("malignant", "benign"),
        features=_CANCER,
        standardised=True,
    ),
    BuiltIn(
        "guinet.data.diabetes",
        read_diabetes,
        _table(_DIABETES, target=((1,), "float32")),
        target="target",
        features=_DIABETES,
        standardised=True,
    ),
    BuiltIn(
        "guinet.data.fashion_mnist",
        read_fashion_mnist,
        _images(28),
        input="image",
        classes=_CLOTHES,
        file="data/fashion-mnist-6000.npz",
    ),
)
