"""Examples of blocks: containers, parameters, first values, tied layers, code of one's own."""

from __future__ import annotations

from examples_sheet import Book, Sheet

from guinet.core.coding import write_code
from guinet.core.graph import BLOCK_KIND, CODE_KIND, WHILE_KIND, Initialiser, Selects
from guinet.core.repeating import set_repeat
from guinet.core.resources import resource
from guinet.core.sharing import share, tie

book = Book()


@book.example("sequential", "stack", "S12 S13")
def sequential(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "x", shape=(10,))
    sheet.add("torch.nn.Linear", "0", "x", out_features=50)
    sheet.add("torch.nn.ReLU", "1", "0")
    sheet.add("torch.nn.Linear", "2", "1", out_features=20)
    sheet.add("torch.nn.ReLU", "3", "2", at=(0, 1))
    sheet.add("torch.nn.Linear", "4", "3", out_features=1)
    sheet.add("guinet.Output", "y", "4")


def _nest_mlp(sheet: Sheet) -> str:
    """The block NestMLP, with a Sequential inside; returns its kind."""
    net = sheet.new_block("net", "net")
    net.add("guinet.Input", "x")
    net.add("torch.nn.Linear", "0", "x", out_features=64)
    net.add("torch.nn.ReLU", "1", "0")
    net.add("torch.nn.Linear", "2", "1", out_features=32)
    net.add("torch.nn.ReLU", "3", "2")
    net.add("guinet.Output", "y", "3")
    nest = sheet.new_block("nest", "NestMLP")
    nest.add("guinet.Input", "x")
    nest.add(BLOCK_KIND + "net", "net", "x")
    nest.add("torch.nn.Linear", "linear", "net", out_features=16)
    nest.add("guinet.Output", "y", "linear")
    return BLOCK_KIND + "nest"


def _fixed_hidden(sheet: Sheet) -> None:
    """FixedHiddenMLP from its Input `x` to its Output `y`: a constant weight, one layer used twice, and a While."""
    halve = sheet.new_block("halve", "Halve")
    halve.add("guinet.Input", "x", at=(0, 0))
    halve.add("torch.abs", "size", "x", at=(1, 1))
    halve.add("torch.sum", "total", "size", at=(2, 1))
    halve.add("torch.gt", "too_large", "total", at=(3, 1), other=1)
    halve.add("guinet.Output", "condition", "too_large", at=(4, 1))
    halve.add("torch.div", "half", "x", at=(1, 0), other=2)
    halve.add("guinet.Output", "x", "half", at=(4, 0))
    sheet.add("torch.nn.Linear", "linear", "x", at=(1, 0), out_features=20)
    sheet.add("torch.rand", "rand_weight", at=(1, 0.7), size=(20, 20), hold="attribute")
    sheet.add("torch.mm", "mixed", "linear", "rand_weight", at=(2, 0))
    sheet.add("torch.add", "plus_one", "mixed", at=(3, 0), other=1)
    sheet.add("torch.nn.functional.relu", "relu", "plus_one", at=(4, 0))
    again = sheet.add("torch.nn.Linear", "again", "relu", at=(1, 2), out_features=20)
    share(sheet.block, again.id, sheet.block.node("linear").id)
    sheet.add(WHILE_KIND + "halve", "until_small", "again", at=(2, 2))
    sheet.add("torch.sum", "total", "until_small", at=(3, 2))
    sheet.add("guinet.Output", "y", "total", at=(4, 2))


@book.example("nested-blocks", "Nested", "S12 S13")
def nested_blocks(sheet: Sheet) -> None:
    nest = _nest_mlp(sheet)
    sheet.add("guinet.Input", "x", shape=(20,))
    sheet.add(nest, "nest", "x")
    sheet.add("guinet.Output", "y", "nest")


@book.example("constant-weights", "FixedHiddenMLP", "S12 S15")
def constant_weights(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "x", at=(0, 0), shape=(20,))
    _fixed_hidden(sheet)


@book.example("containers", "chimera", "S12 S13")
def containers(sheet: Sheet) -> None:
    nest = _nest_mlp(sheet)
    fixed = sheet.new_block("fixed", "FixedHiddenMLP")
    fixed.add("guinet.Input", "x", at=(0, 0))
    _fixed_hidden(fixed)
    sheet.add("guinet.Input", "x", shape=(20,))
    sheet.add(nest, "0", "x")
    sheet.add("torch.nn.Linear", "1", "0", out_features=20)
    sheet.add(BLOCK_KIND + "fixed", "2", "1")
    sheet.add("guinet.Output", "y", "2")


def _feed_forward(sheet: Sheet) -> None:
    block = sheet.new_block("block1", "block1")
    block.add("guinet.Input", "x")
    block.add("torch.nn.Linear", "0", "x", out_features=8)
    block.add("torch.nn.ReLU", "1", "0")
    block.add("torch.nn.Linear", "2", "1", out_features=4)
    block.add("torch.nn.ReLU", "3", "2")
    block.add("guinet.Output", "y", "3")


@book.example("parameters", "rgnet", "S13")
def parameters(sheet: Sheet) -> None:
    _feed_forward(sheet)
    rows = sheet.new_block("block2", "block2")
    rows.add("guinet.Input", "x")
    for number in range(4):
        rows.add(BLOCK_KIND + "block1", f"block{number}", f"block{number - 1}" if number else "x")
    rows.add("guinet.Output", "y", "block3")
    sheet.add("guinet.Input", "x", shape=(4,))
    sheet.add(BLOCK_KIND + "block2", "0", "x")
    sheet.add("torch.nn.Linear", "1", "0", out_features=1)
    sheet.add("guinet.Output", "y", "1")


@book.example("repeated-blocks", "Repeated", "S12 S13")
def repeated_blocks(sheet: Sheet) -> None:
    _feed_forward(sheet)
    sheet.add("guinet.Input", "x", shape=(4,))
    blocks = sheet.add(BLOCK_KIND + "block1", "blocks", "x")
    set_repeat(sheet.block, blocks.id, 4)
    sheet.add("torch.nn.Linear", "out", "blocks", out_features=1)
    sheet.add("guinet.Output", "y", "out")


@book.example("initialisation", "Initialised", "S14")
def initialisation(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "x", shape=(4,))
    sheet.add("torch.nn.Linear", "0", "x", out_features=8)
    sheet.add("torch.nn.ReLU", "1", "0")
    sheet.add("torch.nn.Linear", "2", "1", out_features=1)
    sheet.add("guinet.Output", "y", "2")
    first, last = (sheet.block.node(name).id for name in ("0", "2"))
    sheet.initialise(
        Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "normal_", {"std": 0.01}),
        Initialiser(Selects.TYPE, "torch.nn.Linear", "bias", "zeros_"),
        Initialiser(Selects.NODE, first, "weight", "xavier_uniform_"),
        Initialiser(Selects.NODE, last, "weight", "constant_", {"val": 42.0}),
    )


@book.example("tied-layers", "Tied", "S15")
def tied_layers(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "x", at=(0, 0), shape=(4,))
    last = "x"
    for number, width in enumerate((8, 0, 8, 0, 8, 0, 1)):
        at = (number % 4 + 1, number // 4)
        kind = "torch.nn.Linear" if width else "torch.nn.ReLU"
        last = sheet.add(kind, str(number), last, at=at, **({"out_features": width} if width else {})).name
    sheet.add("guinet.Output", "y", last)
    share(sheet.block, sheet.block.node("4").id, sheet.block.node("2").id)


@book.example("tied-embedding", "TiedEmbedding", "S15")
def tied_embedding(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "tokens", shape=(7,), dtype="int64")
    embedding = sheet.add("torch.nn.Embedding", "embedding", "tokens", num_embeddings=100, embedding_dim=16)
    sheet.add("torch.nn.Linear", "hidden", "embedding", out_features=16)
    decoder = sheet.add("torch.nn.Linear", "decoder", "hidden", out_features=100, bias=False)
    sheet.add("guinet.Output", "scores", "decoder")
    tie(sheet.block, decoder.id, "weight", embedding.id, "weight")


def _written(sheet: Sheet, file: str) -> str:
    """The kind of a node that calls one of the texts that GuiNet ships, and so trusts."""
    return CODE_KIND + write_code(sheet.project, resource(f"code/{file}").read_text(encoding="utf-8"))


@book.example("custom-layers", "CustomLayers", "S16")
def custom_layers(sheet: Sheet) -> None:
    sheet.add("torch.tensor", "x", at=(0, 0), data=(1.0, 2.0, 3.0, 4.0, 5.0))
    sheet.add(_written(sheet, "layer.py"), "centred", "x", at=(1, 0))
    sheet.add("torch.rand", "rows", at=(0, 1), size=(2, 5))
    sheet.add(_written(sheet, "layer_with_parameters.py"), "my_linear", "rows", at=(1, 1), out_features=3)


@book.example("custom-network", "CustomNetwork", "S16 S12")
def custom_network(sheet: Sheet) -> None:
    my_linear = _written(sheet, "layer_with_parameters.py")
    sheet.add("guinet.Input", "x", shape=(64,))
    sheet.add(my_linear, "0", "x", out_features=8)
    sheet.add(my_linear, "1", "0", out_features=1)
    sheet.add("guinet.Output", "y", "1")


@book.example("datasets", "CircleNet", "S17", {"epochs": 20, "optimizer.lr": 0.01})
def datasets(sheet: Sheet) -> None:
    sheet.add(_written(sheet, "dataset.py"), "points", at=(0, 0.5), rows=1000, batch_size=32)
    sheet.add("torch.nn.Linear", "hidden", "points:features", at=(1, 0), out_features=16)
    sheet.add("torch.nn.ReLU", "relu", "hidden")
    sheet.add("torch.nn.Linear", "output", "relu", out_features=2)
    sheet.add("torch.nn.CrossEntropyLoss", "loss", "output", "points:label", at=(4, 0.5))
