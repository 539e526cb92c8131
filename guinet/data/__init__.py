"""Data sources, their parts and batches: everything in memory, sliced directly."""

from __future__ import annotations

from guinet.data.arguments import Options, options
from guinet.data.batches import Batches, BatchesState
from guinet.data.catalogue import SOURCES, load, metadata, prepare, specs
from guinet.data.dataset import Dataset, check_indices, check_labels, left_out_words
from guinet.data.inputs import read_input
from guinet.data.parts import Splits, Standardiser, split, standardise
from guinet.data.problems import DataError
from guinet.data.project import project_specs
from guinet.data.source import Metadata
from guinet.data.source_text import SourceText, source_text

__all__ = [
    "SOURCES",
    "Batches",
    "BatchesState",
    "DataError",
    "Dataset",
    "Metadata",
    "Options",
    "SourceText",
    "Splits",
    "Standardiser",
    "check_indices",
    "check_labels",
    "left_out_words",
    "load",
    "metadata",
    "options",
    "prepare",
    "project_specs",
    "read_input",
    "source_text",
    "specs",
    "split",
    "standardise",
]
