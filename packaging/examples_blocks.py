"""Examples of blocks: containers, parameters, first values, tied layers, code of one's own."""

from __future__ import annotations

from examples_sheet import Sheet, Shelf, new

from guinet.core.coding import write_code
from guinet.core.graph import BLOCK_KIND, CODE_KIND, WHILE_KIND, Initialiser, Selects
from guinet.core.repeating import set_repeat
from guinet.core.resources import resource
from guinet.core.sharing import share, tie


def draw(shelf: Shelf) -> None:
    for example in (
        sequential,
        nested_blocks,
        constant_weights,
        containers,
        parameters,
        repeated_blocks,
        initialisation,
        tied_layers,
        tied_embedding,
        custom_layers,
        custom_network,
        datasets,
    ):
        example(shelf)


def sequential(shelf: Shelf) -> None:
    sheet = new("Stack")
    sheet.add("guinet.Input", "x", shape=(10,))
    for name, width in (("0", 50), ("2", 20)):
        sheet.add("torch.nn.Linear", name, "x" if name == "0" else "1", out_features=width)
        sheet.add("torch.nn.ReLU", str(int(name) + 1), name)
    sheet.add("torch.nn.Linear", "4", "3", out_features=1)
    sheet.add("guinet.Output", "y", "4")
    shelf.put(
        "sequential",
        sheet,
        "Layers in a row",
        "S12 S13",
        """Layers that follow each other and are named 0, 1, 2 … become an nn.Sequential: five layers, 10 numbers
        in, one out. Rename one to a word, and the code becomes a class with a forward of its own.""",
    )


def _nest_mlp(sheet: Sheet) -> str:
    """The block NestMLP, with a Sequential inside; returns its kind."""
    net = sheet.new_block("net", "Net")
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
    sheet.add("torch.rand", "rand_weight", at=(0, 1), size=(20, 20), hold="attribute")
    sheet.add("torch.mm", "mixed", "linear", "rand_weight", at=(2, 0))
    sheet.add("torch.add", "plus_one", "mixed", at=(3, 0), other=1)
    sheet.add("torch.nn.functional.relu", "relu", "plus_one", at=(4, 0))
    again = sheet.add("torch.nn.Linear", "again", "relu", at=(1, 2), out_features=20)
    share(sheet.block, again.id, sheet.block.node("linear").id)
    sheet.add(WHILE_KIND + "halve", "until_small", "again", at=(2, 2))
    sheet.add("torch.sum", "total", "until_small", at=(3, 2))
    sheet.add("guinet.Output", "y", "total", at=(4, 2))


def nested_blocks(shelf: Shelf) -> None:
    sheet = new("Nested")
    nest = _nest_mlp(sheet)
    sheet.add("guinet.Input", "x", shape=(20,))
    sheet.add(nest, "nest", "x")
    sheet.add("guinet.Output", "y", "nest")
    shelf.put(
        "nested-blocks",
        sheet,
        "A block within a block",
        "S12 S13",
        """NestMLP is a block: go into it with a double click, and into net, which lies in it, with another. Each
        block is a class in the code, and the names of the nodes on the way are the path of a parameter:
        nest.net.0.weight.""",
    )


def constant_weights(shelf: Shelf) -> None:
    sheet = new("FixedHiddenMLP")
    sheet.add("guinet.Input", "x", at=(0, 0), shape=(20,))
    _fixed_hidden(sheet)
    shelf.put(
        "constant-weights",
        sheet,
        "A constant weight, one layer used twice, and a loop",
        "S12 S15",
        """rand_weight is made once, with the module, and never trained: its argument hold says attribute. again
        uses the layer of linear, so there is only one pair of weights. until_small is a While: it halves x as long
        as the sum of its sizes is above 1; how often depends on the values.""",
    )


def containers(shelf: Shelf) -> None:
    sheet = new("Chimera")
    nest = _nest_mlp(sheet)
    fixed = sheet.new_block("fixed", "FixedHiddenMLP")
    fixed.add("guinet.Input", "x", at=(0, 0))
    _fixed_hidden(fixed)
    sheet.add("guinet.Input", "x", shape=(20,))
    sheet.add(nest, "0", "x")
    sheet.add("torch.nn.Linear", "1", "0", out_features=20)
    sheet.add(BLOCK_KIND + "fixed", "2", "1")
    sheet.add("guinet.Output", "y", "2")
    shelf.put(
        "containers",
        sheet,
        "A chimera of blocks",
        "S12 S13",
        """A Sequential of three: the block NestMLP, which has a Sequential inside, a linear layer, and the block
        FixedHiddenMLP with its constant weight, its layer used twice and its loop. All of it is drawn; the keys of
        the state_dict are 0.net.0.weight to 2.linear.bias.""",
    )


def _feed_forward(sheet: Sheet) -> None:
    block = sheet.new_block("block1", "Block1")
    block.add("guinet.Input", "x")
    block.add("torch.nn.Linear", "0", "x", out_features=8)
    block.add("torch.nn.ReLU", "1", "0")
    block.add("torch.nn.Linear", "2", "1", out_features=4)
    block.add("torch.nn.ReLU", "3", "2")
    block.add("guinet.Output", "y", "3")


def parameters(shelf: Shelf) -> None:
    sheet = new("RgNet")
    _feed_forward(sheet)
    rows = sheet.new_block("block2", "Block2")
    rows.add("guinet.Input", "x")
    for number in range(4):
        rows.add(BLOCK_KIND + "block1", f"block{number}", f"block{number - 1}" if number else "x")
    rows.add("guinet.Output", "y", "block3")
    sheet.add("guinet.Input", "x", shape=(4,))
    sheet.add(BLOCK_KIND + "block2", "0", "x")
    sheet.add("torch.nn.Linear", "1", "0", out_features=1)
    sheet.add("guinet.Output", "y", "1")
    shelf.put(
        "parameters",
        sheet,
        "The paths of parameters",
        "S13",
        """block0 to block3 are four instances of one block, each with weights of its own. The path of a parameter
        is made of the names on the way to it: 0.block2.0.weight is the weight of the first layer of block2. guinet
        summary counts them, layer by layer.""",
    )


def repeated_blocks(shelf: Shelf) -> None:
    sheet = new("Repeated")
    _feed_forward(sheet)
    sheet.add("guinet.Input", "x", shape=(4,))
    blocks = sheet.add(BLOCK_KIND + "block1", "blocks", "x")
    set_repeat(sheet.block, blocks.id, 4)
    sheet.add("torch.nn.Linear", "out", "blocks", out_features=1)
    sheet.add("guinet.Output", "y", "out")
    shelf.put(
        "repeated-blocks",
        sheet,
        "One block, four times in a row",
        "S12 S13",
        """× 4 on a node means four copies of it, one after the other, each with weights of its own:
        blocks.0.0.weight to blocks.3.2.bias. The same as four instances by hand, with less to draw.""",
    )


def initialisation(shelf: Shelf) -> None:
    sheet = new("Initialised")
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
    shelf.put(
        "initialisation",
        sheet,
        "First values of the weights",
        "S14",
        """Four rules, which hold in their order. For every Linear: weights from a normal distribution with
        deviation 0.01, biases zero. Then for layer 0 alone: Xavier. And for layer 2: 42 everywhere. A rule may go
        by layer, by type, or by a pattern of names such as *.weight.""",
    )


def tied_layers(shelf: Shelf) -> None:
    sheet = new("Tied")
    sheet.add("guinet.Input", "x", at=(0, 0), shape=(4,))
    last = "x"
    for number, width in enumerate((8, 0, 8, 0, 8, 0, 1)):
        at = (number % 4 + 1, number // 4)
        kind = "torch.nn.Linear" if width else "torch.nn.ReLU"
        last = sheet.add(kind, str(number), last, at=at, **({"out_features": width} if width else {})).name
    sheet.add("guinet.Output", "y", last)
    share(sheet.block, sheet.block.node("4").id, sheet.block.node("2").id)
    shelf.put(
        "tied-layers",
        sheet,
        "One layer at two places",
        "S15",
        """Nodes 2 and 4 are one layer: drag one onto the other and choose to use the same layer. Both keys are in
        the state_dict, but there is one tensor; a change to the one shows in the other, and the gradients of both
        places add.""",
    )


def tied_embedding(shelf: Shelf) -> None:
    sheet = new("TiedEmbedding")
    sheet.add("guinet.Input", "tokens", shape=(7,), dtype="int64")
    embedding = sheet.add("torch.nn.Embedding", "embedding", "tokens", num_embeddings=100, embedding_dim=16)
    sheet.add("torch.nn.Linear", "hidden", "embedding", out_features=16)
    decoder = sheet.add("torch.nn.Linear", "decoder", "hidden", out_features=100, bias=False)
    sheet.add("guinet.Output", "scores", "decoder")
    tie(sheet.block, decoder.id, "weight", embedding.id, "weight")
    shelf.put(
        "tied-embedding",
        sheet,
        "One tensor as the weight of two layers",
        "S15",
        """The layer that reads words and the one that scores them are of different kinds, but their weights have
        the same shape: decoder.weight is embedding.weight, as many language models do it. Both keys are in the
        state_dict.""",
    )


def _written(sheet: Sheet, file: str) -> str:
    """The kind of a node that calls one of the texts that GuiNet ships, and so trusts."""
    return CODE_KIND + write_code(sheet.project, resource(f"code/{file}").read_text(encoding="utf-8"))


def custom_layers(shelf: Shelf) -> None:
    sheet = new("CustomLayers")
    sheet.add("torch.tensor", "x", at=(0, 0), data=(1.0, 2.0, 3.0, 4.0, 5.0))
    sheet.add(_written(sheet, "layer.py"), "centred", "x", at=(1, 0))
    sheet.add("torch.rand", "rows", at=(0, 1), size=(2, 5))
    sheet.add(_written(sheet, "layer_with_parameters.py"), "my_linear", "rows", at=(1, 1), out_features=3)
    shelf.put(
        "custom-layers",
        sheet,
        "Layers written by hand",
        "S16",
        """Two code nodes: open one to see its class. CenteredLayer has no parameters; MyLinear makes a weight and a
        bias of its own. Ports and arguments are read off the text: an argument of forward is an input, an argument
        of __init__ a field of the form, and in_features is worked out from what is wired in.

        Code runs only when you have looked at it and trust it; these texts come with GuiNet and are trusted.""",
    )


def custom_network(shelf: Shelf) -> None:
    sheet = new("CustomNetwork")
    my_linear = _written(sheet, "layer_with_parameters.py")
    sheet.add("guinet.Input", "x", shape=(64,))
    sheet.add(my_linear, "0", "x", out_features=8)
    sheet.add(my_linear, "1", "0", out_features=1)
    sheet.add("guinet.Output", "y", "1")
    shelf.put(
        "custom-network",
        sheet,
        "A network of layers written by hand",
        "S16 S12",
        """Layers of your own are put together like those of torch: here two of them, in a Sequential. Their
        parameters are in the state_dict, are trained, saved and counted as any others.""",
    )


def datasets(shelf: Shelf) -> None:
    sheet = new("CircleNet")
    sheet.add(_written(sheet, "dataset.py"), "points", rows=1000, batch_size=32)
    sheet.add("torch.nn.Linear", "hidden", "points:features", out_features=16)
    sheet.add("torch.nn.ReLU", "relu", "hidden")
    sheet.add("torch.nn.Linear", "output", "relu", out_features=2)
    sheet.add("torch.nn.CrossEntropyLoss", "loss", "output", "points:label")
    shelf.put(
        "datasets",
        sheet,
        "A Dataset written by hand",
        "S17",
        """A class with __len__ and __getitem__ is a source of data. What __getitem__ returns becomes the ports;
        batch_size and shuffle are what a DataLoader does with it. This one makes points and says which lie inside
        the unit circle.

        For a table no code is needed: there is a node for CSV files.""",
        {"epochs": 20, "optimizer.lr": 0.01},
    )
