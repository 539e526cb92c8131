"""Examples of layers: a module, activations, losses, convolutions, sequences, dropout, normalisation."""

from __future__ import annotations

from typing import Final

from examples_sheet import Book, Sheet

book = Book()

_CLOSE: Final = 0.7
"""Rows this near each other where there are many: all are read without zooming."""


@book.example("mlp-module", "MLP", "S6 S7")
def mlp_module(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "X", shape=(20,))
    sheet.add("torch.nn.Linear", "hidden", "X", out_features=256)
    sheet.add("torch.nn.functional.relu", "relu", "hidden")
    sheet.add("torch.nn.Linear", "out", "relu", out_features=10)
    sheet.add("guinet.Output", "y", "out")


@book.example("linear-layer", "LinearLayer", "S7")
def linear_layer(sheet: Sheet) -> None:
    sheet.add("torch.randn", "x", size=(32, 10))
    sheet.add("torch.nn.Linear", "linear", "x", out_features=5)
    sheet.add("torch.Tensor.shape", "shape", "linear")


@book.example("activations", "Activations", "S8")
def activations(sheet: Sheet) -> None:
    sheet.add("torch.randn", "x", at=(0, 3 * _CLOSE), size=(10,))
    sheet.add("torch.nn.ReLU", "relu", "x", at=(1, 0))
    sheet.add("torch.sigmoid", "sigmoid", "x", at=(1, 1 * _CLOSE))
    sheet.add("torch.tanh", "tanh", "x", at=(1, 2 * _CLOSE))
    sheet.add("torch.nn.LeakyReLU", "leaky_relu", "x", at=(1, 3 * _CLOSE), negative_slope=0.1)
    sheet.add("torch.nn.GELU", "gelu", "x", at=(1, 4 * _CLOSE))
    sheet.add("torch.nn.SiLU", "silu", "x", at=(1, 5 * _CLOSE))
    sheet.add("torch.nn.Softmax", "softmax", "x", at=(1, 6 * _CLOSE), dim=0)


@book.example("losses", "Losses", "S9")
def losses(sheet: Sheet) -> None:
    sheet.add("torch.tensor", "pred", at=(0, 0), data=(2.5, 3.0, 4.5))
    sheet.add("torch.tensor", "target", at=(0, 1 * _CLOSE), data=(3.0, 3.0, 5.0))
    sheet.add("torch.nn.MSELoss", "mse", "pred", "target", at=(1, 0))
    sheet.add("torch.nn.L1Loss", "l1", "pred", "target", at=(1, 1 * _CLOSE))
    sheet.add("torch.mul", "l1_weighted", "l1", at=(2, 1 * _CLOSE), other=0.5)
    sheet.add("torch.add", "both", "mse", "l1_weighted", at=(3, 0.5 * _CLOSE))
    sheet.add("torch.tensor", "scores", at=(0, 2 * _CLOSE), data=((1.2, 0.3, -0.5),))
    sheet.add("torch.tensor", "right_class", at=(0, 3 * _CLOSE), data=(0,))
    sheet.add("torch.nn.CrossEntropyLoss", "cross_entropy", "scores", "right_class", at=(1, 2 * _CLOSE))
    sheet.add("torch.tensor", "probabilities", at=(0, 4 * _CLOSE), data=(0.7, 0.2, 0.9))
    sheet.add("torch.tensor", "yes_or_no", at=(0, 5 * _CLOSE), data=(1.0, 0.0, 1.0))
    sheet.add("torch.nn.BCELoss", "bce", "probabilities", "yes_or_no", at=(1, 4 * _CLOSE))


@book.example("convolutions", "Convolutions", "S18")
def convolutions(sheet: Sheet) -> None:
    sheet.add("torch.randn", "signal", at=(0, 0), size=(4, 2, 50))
    sheet.add("torch.nn.Conv1d", "conv1d", "signal", at=(1, 0), out_channels=32, kernel_size=5, stride=2, padding=2)
    sheet.add("torch.randn", "image", at=(0, 1), size=(4, 3, 16, 16))
    sheet.add("torch.nn.Conv2d", "conv2d", "image", at=(1, 1), out_channels=64, kernel_size=3, stride=1, padding=1)
    sheet.add("torch.randn", "volume", at=(0, 2), size=(2, 1, 8, 8, 8))
    sheet.add("torch.nn.Conv3d", "conv3d", "volume", at=(1, 2), out_channels=16, kernel_size=3, stride=1, padding=1)


@book.example("resizing", "Resizing", "S18")
def resizing(sheet: Sheet) -> None:
    sheet.add("torch.randn", "image", at=(0, 1), size=(1, 3, 16, 16))
    sheet.add("torch.nn.MaxPool2d", "max_pool", "image", at=(1, 0), kernel_size=2)
    sheet.add("torch.nn.AvgPool2d", "average_pool", "image", at=(1, 1), kernel_size=2)
    sheet.add("torch.nn.ZeroPad2d", "padded", "image", at=(1, 2), padding=2)
    sheet.add("torch.nn.ConvTranspose2d", "transposed", "max_pool", at=(2, 0), out_channels=3, kernel_size=2, stride=2)
    sheet.add("torch.nn.Upsample", "upsampled", "average_pool", at=(2, 1), scale_factor=2.0, mode="nearest")


@book.example("sequences", "Sequences", "S19")
def sequences(sheet: Sheet) -> None:
    shared: dict[str, object] = {"hidden_size": 20, "num_layers": 2, "batch_first": True}
    sheet.add("torch.randn", "x", at=(0, 1), size=(4, 7, 10))
    sheet.add("torch.nn.RNN", "rnn", "x", at=(1, 0), **shared)
    sheet.add("torch.nn.LSTM", "lstm", "x", at=(1, 1), dropout=0.2, **shared)
    sheet.add("torch.nn.GRU", "gru", "x", at=(1, 2), **shared)
    sheet.add("torch.nn.GRU", "both_ways", "x", at=(1, 3), hidden_size=20, batch_first=True, bidirectional=True)
    sheet.add("torch.Tensor.select", "last_step", "lstm", at=(2, 0.5), dim=1, index=-1)
    sheet.add("torch.Tensor.shape", "state", "lstm:h_n", at=(2, 1.5))


@book.example("dropout", "Dropout", "S20 S22")
def dropout(sheet: Sheet) -> None:
    sheet.add("torch.ones", "x", at=(0, 0.5), size=(32, 100))
    sheet.add("torch.nn.Dropout", "dropped", "x", at=(1, 0), p=0.2)
    sheet.add("torch.mean", "mean_dropped", "dropped", at=(2, 0))
    sheet.add("torch.eq", "zeros", "dropped", at=(2, 1), other=0)
    sheet.add("torch.Tensor.float", "as_numbers", "zeros", at=(3, 1))
    sheet.add("torch.mean", "share_of_zeros", "as_numbers", at=(4, 1))
    sheet.add("torch.nn.functional.dropout", "in_eval_mode", "x", at=(1, 2), p=0.2, training=False)


@book.example("normalisation", "Normalisation", "S21")
def normalisation(sheet: Sheet) -> None:
    sheet.add("torch.randn", "standard", at=(0, 1), size=(8, 4))
    sheet.add("torch.mul", "spread", "standard", at=(1, 1), other=3)
    sheet.add("torch.add", "x", "spread", at=(2, 1), other=5)
    sheet.add("torch.nn.BatchNorm1d", "batch_norm", "x", at=(3, 0))
    sheet.add("torch.mean", "mean_of_columns", "batch_norm", at=(4, 0), dim=0)
    sheet.add("torch.nn.LayerNorm", "layer_norm", "x", at=(3, 1), normalized_shape=(4,))
    sheet.add("torch.mean", "mean_of_rows", "layer_norm", at=(4, 1), dim=1)
    sheet.add("torch.nn.RMSNorm", "rms_norm", "x", at=(3, 2), normalized_shape=(4,))
    sheet.add("torch.nn.GroupNorm", "group_norm", "x", at=(3, 3), num_groups=2)


@book.example("batch-norm-mlp", "ModelWithBatchNorm", "S21 S6")
def batch_norm_mlp(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "x", shape=(784,))
    sheet.add("torch.nn.Linear", "fc1", "x", out_features=256)
    sheet.add("torch.nn.BatchNorm1d", "bn1", "fc1")
    sheet.add("torch.nn.functional.relu", "relu", "bn1", at=(0, 1))
    sheet.add("torch.nn.Linear", "fc2", "relu", out_features=10)
    sheet.add("guinet.Output", "y", "fc2")


@book.example("save-and-load", "Saved", "S24 S12")
def save_and_load(sheet: Sheet) -> None:
    sheet.add("guinet.Input", "x", shape=(10,))
    sheet.add("torch.nn.Linear", "0", "x", out_features=50)
    sheet.add("torch.nn.ReLU", "1", "0")
    sheet.add("torch.nn.Linear", "2", "1", out_features=1)
    sheet.add("guinet.Output", "y", "2")
