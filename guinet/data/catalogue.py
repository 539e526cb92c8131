"""All data sources, and what the other rooms ask of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from pathlib import Path
from threading import Lock
from typing import Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.core.values import BATCH, TensorSpec
from guinet.data import bundled, synthetic
from guinet.data.arguments import options
from guinet.data.array_file import ArrayFile
from guinet.data.csv_file import CsvFile
from guinet.data.dataset import Dataset
from guinet.data.image_folder import ImageFolder
from guinet.data.parquet_file import ParquetFile
from guinet.data.parts import Splits, split, standardise
from guinet.data.problems import DataError
from guinet.data.source import Metadata, Source
from guinet.data.text_file import TextFile
from guinet.data.written import written_source

FILES: Final = (CsvFile(), ParquetFile(), ArrayFile(), ImageFolder(), TextFile())
"""The sources that read what the user chooses."""

SOURCES: Final[Mapping[str, Source]] = {
    source.kind: source for source in (*bundled.SOURCES, *synthetic.SOURCES, *FILES)
}
_KEPT: Final = 8
_loaded: OrderedDict[Hashable, Dataset | DataError] = OrderedDict()
_lock: Final = Lock()


def find(kind: str) -> Source:
    """The source of the node kind `kind`; DataError when there is none."""
    try:
        return written_source(kind) or SOURCES[kind]
    except KeyError:
        raise DataError(
            QT_TRANSLATE_NOOP("Problem", "{kind} is not a data source; there are {known}"),
            kind=kind,
            known=", ".join(sorted(SOURCES)),
        ) from None


def load(kind: str, arguments: Mapping[str, object], base: Path | None) -> Dataset:
    """The rows of a data node, the path of a file being relative to `base`, the project's folder.

    Arguments that are not given have their defaults. The last few are kept, and read anew when their file changes:
    the tensors must not be changed in place. Raises DataError.
    """
    source = find(kind)
    key = (kind, source.key(arguments, base))
    with _lock:
        if key not in _loaded:
            _loaded[key] = _read(source, arguments, base)
        _loaded.move_to_end(key)
        while len(_loaded) > _KEPT:
            _loaded.popitem(last=False)
        found = _loaded[key]
    if isinstance(found, DataError):
        raise _anew(found)
    return found


def _read(source: Source, arguments: Mapping[str, object], base: Path | None) -> Dataset | DataError:
    """A refusal is kept like a result: a large bad file is not read again at every edit of the project."""
    try:
        return source.load(arguments, base)
    except DataError as error:
        return _anew(error)


def _anew(error: DataError) -> DataError:
    """The same error without the frames it went through, which would keep what they hold."""
    return error.again()


def specs(kind: str, arguments: Mapping[str, object], base: Path | None) -> dict[str, TensorSpec]:
    """Shape and dtype at each output port; a file is read whole for it only where its beginning does not tell."""
    known = find(kind).specs(arguments, base)
    return known if known is not None else specs_of(load(kind, arguments, base))


def specs_of(dataset: Dataset) -> dict[str, TensorSpec]:
    return {
        port: TensorSpec((BATCH, *values.shape[1:]), str(values.dtype).removeprefix("torch."))
        for port, values in dataset.fields.items()
    }


def metadata(kind: str, arguments: Mapping[str, object], base: Path | None) -> Metadata:
    """Ports and names for a prediction; a file of the user's is read for it only where its beginning does not tell."""
    known = find(kind).metadata(arguments, base)
    if known is not None:
        return known
    dataset = load(kind, arguments, base)
    return Metadata(dataset.input, dataset.target, dataset.classes, dataset.features, dataset.characters)


def prepare(kind: str, arguments: Mapping[str, object], base: Path | None) -> Splits:
    """The parts to train, validate and test on: loaded, split, and standardised where the node says so.

    Raises DataError.
    """
    chosen = options(arguments)
    splits = split(load(kind, arguments, base), chosen.validation, chosen.test, chosen.split_seed)
    numbers = splits.train.fields[splits.train.input].is_floating_point()
    return standardise(splits) if find(kind).standardised and chosen.standardise and numbers else splits
