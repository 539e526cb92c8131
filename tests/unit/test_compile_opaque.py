"""What shapes and dtypes do not tell of, sparse tensors and packed sequences, and numbers that begin with 1."""

from __future__ import annotations

import torch
from torch import nn

import guinet
from guinet.core.graph import Block
from guinet.core.project import Project
from tests.drawing import add


def test_what_is_made_of_a_sparse_tensor_is_not_refused(project: Project, graph: Block) -> None:
    eye = add(graph, "torch.eye", "eye", n=3)
    sparse = add(graph, "torch.Tensor.to_sparse", "sparse", eye)
    add(graph, "torch.Tensor.values", "values", sparse)
    add(graph, "torch.Tensor.to_dense", "dense", sparse)
    by_hand = torch.eye(3).to_sparse()

    assert guinet.check(project).ok
    values = guinet.evaluate(project)
    assert str(values["sparse"]) == str(by_hand)
    assert str(values["values"]) == str(by_hand.values())
    assert str(values["dense"]) == str(by_hand.to_dense())


def test_sequences_are_packed_and_padded_around_a_recurrent_layer(project: Project, graph: Block) -> None:
    x = add(graph, "torch.ones", "x", size=(3, 2, 4))
    lengths = add(graph, "torch.tensor", "lengths", data=(3, 2))
    packed = add(graph, "torch.nn.utils.rnn.pack_padded_sequence", "packed", x, lengths)
    rnn = add(graph, "torch.nn.GRU", "rnn", packed, input_size=4, hidden_size=5)
    add(graph, "torch.nn.utils.rnn.pad_packed_sequence", "padded", rnn)
    torch.manual_seed(0)
    own = nn.GRU(4, 5)
    by_hand = nn.utils.rnn.pad_packed_sequence(
        own(nn.utils.rnn.pack_padded_sequence(torch.ones(3, 2, 4), torch.tensor([3, 2])))[0]
    )

    assert guinet.check(project).ok
    values = guinet.evaluate(project)
    assert str(values["padded"]) == str(by_hand)


def test_pivots_begin_with_one(project: Project, graph: Block) -> None:
    data = ((2.0, 1.0), (1.0, 3.0))
    a = add(graph, "torch.tensor", "a", data=data)
    b = add(graph, "torch.tensor", "b", data=((1.0,), (2.0,)))
    factors = graph.add("torch.linalg.lu_factor", "factors")
    graph.connect(a["output"], factors[project.ports(graph, factors).inputs[0].name])
    solved = graph.add("torch.linalg.lu_solve", "solved")
    outputs = [port.name for port in project.ports(graph, factors).outputs]
    for source, port in ((factors[outputs[0]], "LU"), (factors[outputs[1]], "pivots"), (b["output"], "B")):
        graph.connect(source, solved[port])

    assert guinet.check(project).ok
    found = guinet.evaluate(project)["solved"]
    assert isinstance(found, torch.Tensor)
    torch.testing.assert_close(found, torch.linalg.solve(torch.tensor(data), torch.tensor([[1.0], [2.0]])))
