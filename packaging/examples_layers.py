"""Examples of layers: a module, activations, losses, convolutions, sequences, dropout, normalisation."""

from __future__ import annotations

from examples_sheet import Shelf, new


def draw(shelf: Shelf) -> None:
    for example in (
        mlp_module,
        linear_layer,
        activations,
        losses,
        convolutions,
        resizing,
        sequences,
        dropout,
        normalisation,
        batch_norm_mlp,
        save_and_load,
    ):
        example(shelf)


def mlp_module(shelf: Shelf) -> None:
    sheet = new("MLP")
    sheet.add("guinet.Input", "X", shape=(20,))
    sheet.add("torch.nn.Linear", "hidden", "X", out_features=256)
    sheet.add("torch.nn.functional.relu", "relu", "hidden")
    sheet.add("torch.nn.Linear", "out", "relu", out_features=10)
    sheet.add("guinet.Output", "y", "out")
    shelf.put(
        "mlp-module",
        sheet,
        "A module with a hidden layer",
        "S6 S7",
        """What you draw between Inputs and Outputs is the forward of a class. Nodes with weights become its
        attributes, under the names they have here: the code pane shows the class MLP with self.hidden and self.out,
        and its state_dict has hidden.weight, hidden.bias, out.weight and out.bias.

        relu is a function without weights, so it leaves no trace in what print says of the module.""",
    )


def linear_layer(shelf: Shelf) -> None:
    sheet = new("LinearLayer")
    sheet.add("torch.randn", "x", size=(32, 10))
    sheet.add("torch.nn.Linear", "linear", "x", out_features=5)
    sheet.add("torch.Tensor.shape", "shape", "linear")
    shelf.put(
        "linear-layer",
        sheet,
        "A linear layer",
        "S7",
        """32 rows of 10 numbers go in, 32 rows of 5 come out: each a weighted sum of the 10, plus a bias.
        in_features is read off what is wired in, so only out_features needs to be set.""",
    )


def activations(shelf: Shelf) -> None:
    sheet = new("Activations")
    sheet.add("torch.randn", "x", at=(0, 3), size=(10,))
    sheet.add("torch.nn.ReLU", "relu", "x", at=(1, 0))
    sheet.add("torch.sigmoid", "sigmoid", "x", at=(1, 1))
    sheet.add("torch.tanh", "tanh", "x", at=(1, 2))
    sheet.add("torch.nn.LeakyReLU", "leaky_relu", "x", at=(1, 3), negative_slope=0.1)
    sheet.add("torch.nn.GELU", "gelu", "x", at=(1, 4))
    sheet.add("torch.nn.SiLU", "silu", "x", at=(1, 5))
    sheet.add("torch.nn.Softmax", "softmax", "x", at=(1, 6), dim=0)
    shelf.put(
        "activations",
        sheet,
        "Activations",
        "S8",
        """Without something bent between them, two linear layers are no more than one. Each node here bends the
        same ten numbers in its own way; select one to see its curve and its derivative.

        softmax is of another sort: it looks at all values at once and makes them positive, with the sum 1.""",
    )


def losses(shelf: Shelf) -> None:
    sheet = new("Losses")
    sheet.add("torch.tensor", "pred", at=(0, 0), data=(2.5, 3.0, 4.5))
    sheet.add("torch.tensor", "target", at=(0, 1), data=(3.0, 3.0, 5.0))
    sheet.add("torch.nn.MSELoss", "mse", "pred", "target", at=(1, 0))
    sheet.add("torch.nn.L1Loss", "l1", "pred", "target", at=(1, 1))
    sheet.add("torch.mul", "l1_weighted", "l1", at=(2, 1), other=0.5)
    sheet.add("torch.add", "both", "mse", "l1_weighted", at=(3, 0.5))
    sheet.add("torch.tensor", "scores", at=(0, 2), data=((1.2, 0.3, -0.5),))
    sheet.add("torch.tensor", "right_class", at=(0, 3), data=(0,))
    sheet.add("torch.nn.CrossEntropyLoss", "cross_entropy", "scores", "right_class", at=(1, 2))
    sheet.add("torch.tensor", "probabilities", at=(0, 4), data=(0.7, 0.2, 0.9))
    sheet.add("torch.tensor", "yes_or_no", at=(0, 5), data=(1.0, 0.0, 1.0))
    sheet.add("torch.nn.BCELoss", "bce", "probabilities", "yes_or_no", at=(1, 4))
    shelf.put(
        "losses",
        sheet,
        "Losses",
        "S9",
        """A loss says with one number how far a prediction is from its target. For numbers: MSELoss and L1Loss;
        both adds the two, the second with the weight 0.5. For classes: CrossEntropyLoss takes raw scores and the
        number of the right class. For yes or no: BCELoss takes probabilities.""",
    )


def convolutions(shelf: Shelf) -> None:
    sheet = new("Convolutions")
    sheet.add("torch.randn", "signal", at=(0, 0), size=(4, 2, 50))
    sheet.add("torch.nn.Conv1d", "conv1d", "signal", at=(1, 0), out_channels=32, kernel_size=5, stride=2, padding=2)
    sheet.add("torch.randn", "image", at=(0, 1), size=(4, 3, 16, 16))
    sheet.add("torch.nn.Conv2d", "conv2d", "image", at=(1, 1), out_channels=64, kernel_size=3, stride=1, padding=1)
    sheet.add("torch.randn", "volume", at=(0, 2), size=(2, 1, 8, 8, 8))
    sheet.add("torch.nn.Conv3d", "conv3d", "volume", at=(1, 2), out_channels=16, kernel_size=3, stride=1, padding=1)
    shelf.put(
        "convolutions",
        sheet,
        "Convolutions in one, two and three dimensions",
        "S18",
        """A convolution slides a small window over a signal, an image or a volume, with the same weights at each
        place. in_channels is read off what is wired in. With kernel_size 3 and padding 1 the size stays; conv1d
        halves it, as its stride is 2.""",
    )


def resizing(shelf: Shelf) -> None:
    sheet = new("Resizing")
    sheet.add("torch.randn", "image", at=(0, 1), size=(1, 3, 16, 16))
    sheet.add("torch.nn.MaxPool2d", "max_pool", "image", at=(1, 0), kernel_size=2)
    sheet.add("torch.nn.AvgPool2d", "average_pool", "image", at=(1, 1), kernel_size=2)
    sheet.add("torch.nn.ZeroPad2d", "padded", "image", at=(1, 2), padding=2)
    sheet.add("torch.nn.ConvTranspose2d", "transposed", "max_pool", at=(2, 0), out_channels=3, kernel_size=2, stride=2)
    sheet.add("torch.nn.Upsample", "upsampled", "average_pool", at=(2, 1), scale_factor=2.0, mode="nearest")
    shelf.put(
        "resizing",
        sheet,
        "Pooling, padding and making larger again",
        "S18",
        """Pooling keeps the largest value of each window, or the average. Two ways back to the old size: a
        transposed convolution, which learns how, and Upsample, which repeats values. padded puts two rows of zeros
        around.""",
    )


def sequences(shelf: Shelf) -> None:
    sheet = new("Sequences")
    shared: dict[str, object] = {"hidden_size": 20, "num_layers": 2, "batch_first": True}
    sheet.add("torch.randn", "x", at=(0, 1), size=(4, 7, 10))
    sheet.add("torch.nn.RNN", "rnn", "x", at=(1, 0), **shared)
    sheet.add("torch.nn.LSTM", "lstm", "x", at=(1, 1), dropout=0.2, **shared)
    sheet.add("torch.nn.GRU", "gru", "x", at=(1, 2), **shared)
    sheet.add("torch.nn.GRU", "both_ways", "x", at=(1, 3), hidden_size=20, batch_first=True, bidirectional=True)
    sheet.add("torch.Tensor.select", "last_step", "lstm", at=(2, 0.5), dim=1, index=-1)
    sheet.add("torch.Tensor.shape", "state", "lstm:h_n", at=(2, 1.5))
    shelf.put(
        "sequences",
        sheet,
        "RNN, LSTM and GRU",
        "S19",
        """4 sequences of 7 steps with 10 numbers each. A recurrent layer goes through the steps and remembers. Its
        port output holds the last layer's state at every step, h_n every layer's state after the last step, and the
        LSTM also has c_n, its cell.

        last_step takes what the LSTM says after the last step. The example sine-lstm trains such a network.""",
    )


def dropout(shelf: Shelf) -> None:
    sheet = new("Dropout")
    sheet.add("torch.ones", "x", at=(0, 0.5), size=(32, 100))
    sheet.add("torch.nn.Dropout", "dropped", "x", at=(1, 0), p=0.2)
    sheet.add("torch.mean", "mean_dropped", "dropped", at=(2, 0))
    sheet.add("torch.eq", "zeros", "dropped", at=(2, 1), other=0)
    sheet.add("torch.Tensor.float", "as_numbers", "zeros", at=(3, 1))
    sheet.add("torch.mean", "share_of_zeros", "as_numbers", at=(4, 1))
    sheet.add("torch.nn.functional.dropout", "in_eval_mode", "x", at=(1, 2), p=0.2, training=False)
    shelf.put(
        "dropout",
        sheet,
        "Dropout",
        "S20 S22",
        """While training, Dropout sets about a fifth of the values to zero and makes the others 1 / 0.8 = 1.25
        times as large, so that their mean stays about the same. share_of_zeros counts. In eval mode it does
        nothing: in_eval_mode is x.""",
    )


def normalisation(shelf: Shelf) -> None:
    sheet = new("Normalisation")
    sheet.add("torch.randn", "standard", at=(0, 1), size=(8, 4))
    sheet.add("torch.mul", "spread", "standard", at=(1, 1), other=3)
    sheet.add("torch.add", "x", "spread", at=(2, 1), other=5)
    sheet.add("torch.nn.BatchNorm1d", "batch_norm", "x", at=(3, 0))
    sheet.add("torch.mean", "mean_of_columns", "batch_norm", at=(4, 0), dim=0)
    sheet.add("torch.nn.LayerNorm", "layer_norm", "x", at=(3, 1), normalized_shape=(4,))
    sheet.add("torch.mean", "mean_of_rows", "layer_norm", at=(4, 1), dim=1)
    sheet.add("torch.nn.RMSNorm", "rms_norm", "x", at=(3, 2), normalized_shape=(4,))
    sheet.add("torch.nn.GroupNorm", "group_norm", "x", at=(3, 3), num_groups=2)
    shelf.put(
        "normalisation",
        sheet,
        "Batch, layer and other normalisation",
        "S21",
        """BatchNorm brings each column of the batch to mean 0 and deviation 1, LayerNorm each row. The two means
        tell them apart: nearly zero along the one direction each. RMSNorm only divides, and GroupNorm works on
        groups of channels.""",
    )


def batch_norm_mlp(shelf: Shelf) -> None:
    sheet = new("ModelWithBatchNorm")
    sheet.add("guinet.Input", "x", shape=(784,))
    sheet.add("torch.nn.Linear", "fc1", "x", out_features=256)
    sheet.add("torch.nn.BatchNorm1d", "bn1", "fc1")
    sheet.add("torch.nn.functional.relu", "relu", "bn1")
    sheet.add("torch.nn.Linear", "fc2", "relu", out_features=10)
    sheet.add("guinet.Output", "y", "fc2")
    shelf.put(
        "batch-norm-mlp",
        sheet,
        "A network with batch normalisation",
        "S21 S6",
        """BatchNorm1d between a linear layer and its activation. Beside its weights it keeps running statistics of
        all batches it saw while training, and uses them in eval mode: bn1.running_mean and bn1.running_var are in
        the state_dict too. Make bn1 a LayerNorm, and they are gone.""",
    )


def save_and_load(shelf: Shelf) -> None:
    sheet = new("Saved")
    sheet.add("guinet.Input", "x", shape=(10,))
    sheet.add("torch.nn.Linear", "0", "x", out_features=50)
    sheet.add("torch.nn.ReLU", "1", "0")
    sheet.add("torch.nn.Linear", "2", "1", out_features=1)
    sheet.add("guinet.Output", "y", "2")
    shelf.put(
        "save-and-load",
        sheet,
        "Save and load a model",
        "S24 S12",
        """Layers in a row that are named 0, 1, 2 become an nn.Sequential, with the keys 0.weight, 0.bias, 2.weight
        and 2.bias.

        The export dialog and guinet export write its weights as a state_dict (pt or safetensors), or the whole
        model (full), and show the lines of Python that load each again. GuiNet itself never unpickles a file it
        does not trust.""",
    )
