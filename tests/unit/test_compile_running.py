"""Errors of the running module land on their nodes."""

from __future__ import annotations

import linecache
import traceback
from typing import TYPE_CHECKING

import pytest
import torch

from guinet.compile.module import build, explain, load
from guinet.compile.source import Source
from guinet.core.graph import Block, Node

if TYPE_CHECKING:
    from tests.unit.conftest import Sketch


def failing(sketch: Sketch) -> tuple[Source, Node]:
    embedding = sketch.block.add("torch.nn.Embedding", name="embedding", num_embeddings=3, embedding_dim=2)
    sketch.finish(sketch.chain(sketch.entry(4, dtype="int64"), embedding))
    return sketch.source(), embedding


def test_an_error_while_running_lands_on_its_node(sketch: Sketch) -> None:
    source, embedding = failing(sketch)

    with pytest.raises(IndexError) as caught:
        build(source)(torch.full((1, 4), 7))
    problem = explain(caught.value, source)

    assert (problem.block, problem.node) == ("main", embedding.id)
    assert "index out of range" in problem.message
    assert "x = self.embedding(x)" in "".join(traceback.format_exception(caught.value))


def test_an_error_in_a_sequential_lands_on_its_node(sketch: Sketch, graph: Block) -> None:
    relu = graph.add("torch.nn.ReLU", name="0")
    fc = graph.add("torch.nn.Linear", name="1", out_features=2)
    sketch.finish(sketch.chain(sketch.entry(4), relu, fc))
    source = sketch.source()

    with pytest.raises(RuntimeError) as caught:
        build(source)(torch.ones(1, 5))

    assert explain(caught.value, source).node == fc.id


def test_an_error_in_the_loss_lands_on_the_loss(sketch: Sketch, graph: Block) -> None:
    data = graph.add("guinet.data.iris", name="iris")
    loss = graph.add("torch.nn.CrossEntropyLoss", name="loss")
    sketch.chain(data["features"], graph.add("torch.nn.Linear", name="fc", out_features=3), loss)
    graph.connect(data["label"], loss["target"])
    source = sketch.source()
    loaded = load(source)
    assert loaded.objective is not None

    with pytest.raises(IndexError) as caught:
        loaded.objective(torch.ones(2, 3), torch.tensor([0, 9]))

    assert explain(caught.value, source).node == loss.id


def test_two_modules_of_one_project_keep_their_own_lines(sketch: Sketch) -> None:
    source, _ = failing(sketch)
    first, second = load(source), load(source)

    names = {loaded.filename for loaded in (first, second)}

    assert len(names) == 2
    assert all(linecache.getlines(name) == source.text.splitlines(keepends=True) for name in names)
