"""Examples that are only tensors: creation, arithmetic, shapes, autograd, devices."""

from __future__ import annotations

from examples_sheet import Book, Sheet

from guinet.core.graph import FrameMode

book = Book()


@book.example("tensor-creation", "TensorCreation", "S1")
def tensor_creation(sheet: Sheet) -> None:
    sheet.add("torch.tensor", "from_list", at=(0, 0), data=((1, 2), (3, 4)))
    sheet.add("torch.tensor", "of_dtype", at=(1, 0), data=(1, 2, 3), dtype="float64")
    sheet.add("torch.arange", "arange", at=(2, 0), start=0, end=10, step=2)
    sheet.add("torch.linspace", "linspace", at=(3, 0), start=0.0, end=1.0, steps=5)
    sheet.add("torch.empty", "empty", at=(0, 1), size=(3, 2))
    sheet.add("torch.zeros", "zeros", at=(1, 1), size=(3, 2))
    sheet.add("torch.ones", "ones", at=(2, 1), size=(3, 2))
    sheet.add("torch.full", "full", at=(3, 1), size=(3, 2), fill_value=7.0)
    sheet.add("torch.rand", "rand", at=(0, 2), size=(2, 2))
    sheet.add("torch.randn", "randn", at=(1, 2), size=(2, 2))
    sheet.add("torch.rand", "rand_seeded", at=(2, 2), size=(2, 2), seed=42)
    sheet.add("torch.zeros", "on_the_cpu", at=(3, 2), size=(2, 2), device="cpu")


@book.example("tensor-arithmetic", "TensorArithmetic", "S2")
def tensor_arithmetic(sheet: Sheet) -> None:
    sheet.add("torch.tensor", "x", at=(0, 0), data=(3, 2, 1))
    sheet.add("torch.tensor", "y", at=(0, 1.5), data=(1, 2, 3))
    for row, (name, kind) in enumerate((("add", "add"), ("subtract", "sub"), ("multiply", "mul"), ("divide", "div"))):
        sheet.add(f"torch.{kind}", name, "x", "y", at=(1.5, 0.75 * row))
    last = sheet.add("torch.tensor", "z", at=(0, 3.3), data=(10, 20, 30), dtype="float32").name
    for name, other in (("add_", 2), ("sub_", 3), ("mul_", 5), ("div_", 2)):
        last = sheet.add(f"torch.Tensor.{name}", name, last, other=other).name


@book.example("broadcasting", "Broadcasting", "S3")
def broadcasting(sheet: Sheet) -> None:
    sheet.add("torch.tensor", "a", at=(0, 0), data=(1, 2, 3))
    sheet.add("torch.tensor", "b", at=(0, 1), data=(10,))
    sheet.add("torch.Tensor.repeat", "b_repeated", "b", at=(1.5, 1), repeats=(3,))
    sheet.add("torch.add", "by_hand", "a", "b_repeated", at=(2.5, 0.5))
    sheet.add("torch.add", "automatic", "a", "b", at=(1, 2.2))
    sheet.add("torch.tensor", "column", at=(0, 3.4), data=((0,), (10,), (20,)))
    sheet.add("torch.add", "table", "a", "column", at=(1, 3.4))


@book.example("reshaping", "Reshaping", "S4")
def reshaping(sheet: Sheet) -> None:
    sheet.add("torch.randn", "x", at=(0, 0), size=(2, 3, 4))
    sheet.add("torch.Tensor.is_contiguous", "x_in_order", "x", at=(1, 0))
    sheet.add("torch.Tensor.view", "y", "x", at=(1, 1), size=(6, 4))
    sheet.add("torch.Tensor.transpose", "x_t", "x", at=(1, 2.5), dim0=1, dim1=2)
    sheet.add("torch.Tensor.is_contiguous", "x_t_in_order", "x_t", at=(2, 1.5))
    sheet.add("torch.Tensor.reshape", "reshaped", "x_t", at=(2, 2.5), shape=(6, 4))
    sheet.add("torch.Tensor.contiguous", "copy", "x_t", at=(2, 3.5))
    sheet.add("torch.Tensor.view", "viewed", "copy", at=(3, 3.5), size=(6, 4))


@book.example("dimensions", "Dimensions", "S4")
def dimensions(sheet: Sheet) -> None:
    sheet.add("torch.randn", "m", at=(0, 1.05), size=(3, 4))
    for row, dim in enumerate((0, 1, 2)):
        sheet.add("torch.Tensor.unsqueeze", f"unsqueeze_{dim}", "m", at=(1, 0.7 * row), dim=dim)
    sheet.add("torch.Tensor.t", "m_t", "m", at=(1, 2.1))
    sheet.add("torch.randn", "ones_inside", at=(0, 3.5), size=(1, 3, 1, 4, 1))
    sheet.add("torch.Tensor.squeeze", "squeeze_all", "ones_inside", at=(1, 2.8))
    sheet.add("torch.Tensor.squeeze", "squeeze_0", "ones_inside", at=(1, 3.5), dim=0)
    sheet.add("torch.Tensor.squeeze", "squeeze_2", "ones_inside", at=(1, 4.2), dim=2)
    sheet.add("torch.randn", "x", at=(2.3, 1.05), size=(2, 3, 4))
    sheet.add("torch.Tensor.flatten", "flat", "x", at=(3.3, 0), start_dim=0)
    sheet.add("torch.Tensor.flatten", "flat_from_1", "x", at=(3.3, 0.7), start_dim=1)
    sheet.add("torch.Tensor.transpose", "transposed", "x", at=(3.3, 1.4), dim0=1, dim1=2)
    sheet.add("torch.Tensor.permute", "permuted", "x", at=(3.3, 2.1), dims=(2, 0, 1))
    sheet.add("torch.arange", "counted", at=(2.3, 3.5), end=24)
    sheet.add("torch.Tensor.unflatten", "unflattened", "counted", at=(3.3, 3.5), dim=0, sizes=(2, 3, 4))


@book.example("expand-and-join", "ExpandAndJoin", "S4 S3")
def expand_and_join(sheet: Sheet) -> None:
    sheet.add("torch.randn", "x", at=(0, 0.5), size=(1, 3))
    sheet.add("torch.Tensor.expand", "expanded", "x", at=(1, 0), size=(4, 3))
    sheet.add("torch.Tensor.repeat", "repeated", "x", at=(1, 1), repeats=(4, 1))
    sheet.add("torch.tensor", "a", at=(0, 2), data=(1, 2, 3))
    sheet.add("torch.tensor", "b", at=(0, 3), data=(4, 5, 6))
    sheet.add("torch.stack", "stacked", "a", "b", at=(1, 2), dim=0)
    sheet.add("torch.cat", "joined", "a", "b", at=(1, 3), dim=0)


@book.example("autograd", "Autograd", "S5")
def autograd(sheet: Sheet) -> None:
    sheet.add("torch.tensor", "x", at=(0, 0.5), data=2.0, requires_grad=True)
    sheet.add("torch.pow", "square", "x", at=(1, 0), exponent=2)
    sheet.add("torch.mul", "twice", "x", at=(1, 1), other=2)
    sheet.add("torch.add", "both", "square", "twice", at=(2, 0.5))
    sheet.add("torch.add", "y", "both", at=(3, 0.5), other=2)
    sheet.add("torch.Tensor.backward", "backward", "y", at=(4, 0.5))
    sheet.add("torch.Tensor.grad", "dy_dx", "x", at=(4, 1.8))
    sheet.after("backward", "dy_dx")


@book.example("no-grad", "NoGrad", "S5 S22")
def no_grad(sheet: Sheet) -> None:
    sheet.add("torch.tensor", "x", at=(0, 0.75), data=(1.0, 2.0, 3.0), requires_grad=True)
    sheet.add("torch.mul", "y", "x", at=(1, 0), other=2)
    sheet.add("torch.Tensor.requires_grad", "y_tracked", "y", at=(2, -0.75))
    sheet.add("torch.ones", "gradient", at=(2, 0.75), size=(3,))
    sheet.add("torch.Tensor.backward", "backward", "y", "gradient", at=(3, 0))
    sheet.add("torch.mul", "z", "x", at=(1, 2), other=2)
    sheet.add("torch.Tensor.requires_grad", "z_tracked", "z", at=(2, 2))
    sheet.add("torch.Tensor.detach", "y_cut", "y", at=(2, -1.5))
    sheet.frame("", FrameMode.NO_GRAD, "z", "z_tracked")


@book.example("devices", "Devices", "S23")
def devices(sheet: Sheet) -> None:
    sheet.add("torch.randn", "x", at=(0, 0), size=(3, 4), device="cpu")
    sheet.add("torch.Tensor.device", "where_x_is", "x", at=(1, 0))
    sheet.add("torch.Tensor.to", "moved", "x", at=(1, 1), device="cpu")
    sheet.add("torch.Tensor.cpu", "back", "moved", at=(2, 1))
    sheet.add("torch.Tensor.device", "where_it_is", "back", at=(3, 1))
    sheet.add("torch.nn.Linear", "linear", "back", at=(2, 2), out_features=2)
