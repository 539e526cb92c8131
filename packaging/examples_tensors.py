"""Examples that are only tensors: creation, arithmetic, shapes, autograd, devices."""

from __future__ import annotations

from examples_sheet import Shelf, new

from guinet.core.graph import FrameMode


def draw(shelf: Shelf) -> None:
    for example in (
        tensor_creation,
        tensor_arithmetic,
        broadcasting,
        reshaping,
        dimensions,
        expand_and_join,
        autograd,
        no_grad,
        devices,
    ):
        example(shelf)


def tensor_creation(shelf: Shelf) -> None:
    sheet = new("TensorCreation")
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
    shelf.put(
        "tensor-creation",
        sheet,
        "Make tensors",
        "S1",
        """A tensor is a table of numbers of one type, with any number of dimensions. Each node here makes one from
        nothing but its arguments; select it to see the values, the shape, the dtype, the strides and the device.

        empty gives memory as it was found, so its values mean nothing. rand and randn draw new numbers from the
        seed of the project; a node with a seed of its own always gives the same.""",
    )


def tensor_arithmetic(shelf: Shelf) -> None:
    sheet = new("TensorArithmetic")
    sheet.add("torch.tensor", "x", at=(0, 0), data=(3, 2, 1))
    sheet.add("torch.tensor", "y", at=(0, 2), data=(1, 2, 3))
    for row, (name, kind) in enumerate((("add", "add"), ("subtract", "sub"), ("multiply", "mul"), ("divide", "div"))):
        sheet.add(f"torch.{kind}", name, "x", "y", at=(1.5, row))
    last = sheet.add("torch.tensor", "z", at=(0, 4.5), data=(10, 20, 30), dtype="float32").name
    for name, other in (("add_", 2), ("sub_", 3), ("mul_", 5), ("div_", 2)):
        last = sheet.add(f"torch.Tensor.{name}", name, last, other=other).name
    shelf.put(
        "tensor-arithmetic",
        sheet,
        "Calculate with tensors",
        "S2",
        """Above: arithmetic goes value by value and makes new tensors; x and y stay as they were.

        Below: operations whose name ends in _ write into the tensor they are given. All five nodes hold one and the
        same memory, so z itself is changed at the end, to [22.5, 47.5, 72.5]. Wire a second node to z: GuiNet asks
        whether it is to read the values before or after the change, as only you can know.""",
    )


def broadcasting(shelf: Shelf) -> None:
    sheet = new("Broadcasting")
    sheet.add("torch.tensor", "a", at=(0, 0), data=(1, 2, 3))
    sheet.add("torch.tensor", "b", at=(0, 1), data=(10,))
    sheet.add("torch.Tensor.repeat", "b_repeated", "b", at=(1.5, 1), repeats=(3,))
    sheet.add("torch.add", "by_hand", "a", "b_repeated", at=(2.5, 0.5))
    sheet.add("torch.add", "automatic", "a", "b", at=(1, 2.2))
    sheet.add("torch.tensor", "column", at=(0, 3.4), data=((0,), (10,), (20,)))
    sheet.add("torch.add", "table", "a", "column", at=(1, 3.4))
    shelf.put(
        "broadcasting",
        sheet,
        "Stretch small tensors to large ones",
        "S3",
        """Where two shapes differ, torch stretches dimensions of size 1 without copying anything. Compare by_hand,
        which repeats b in memory, with automatic: the values are the same.

        In table a row of shape (3) meets a column of shape (3, 1), and both are stretched to (3, 3). The node says
        which dimensions. Give a a fourth value: table becomes (3, 4), while by_hand fails, as 4 values and 3 fit
        nowhere.""",
    )


def reshaping(shelf: Shelf) -> None:
    sheet = new("Reshaping")
    sheet.add("torch.randn", "x", at=(0, 0), size=(2, 3, 4))
    sheet.add("torch.Tensor.is_contiguous", "x_in_order", "x", at=(1, 0))
    sheet.add("torch.Tensor.view", "y", "x", at=(1, 1), size=(6, 4))
    sheet.add("torch.Tensor.transpose", "x_t", "x", at=(1, 2.5), dim0=1, dim1=2)
    sheet.add("torch.Tensor.is_contiguous", "x_t_in_order", "x_t", at=(2, 1.5))
    sheet.add("torch.Tensor.reshape", "reshaped", "x_t", at=(2, 2.5), shape=(6, 4))
    sheet.add("torch.Tensor.contiguous", "copy", "x_t", at=(2, 3.5))
    sheet.add("torch.Tensor.view", "viewed", "copy", at=(3, 3.5), size=(6, 4))
    shelf.put(
        "reshaping",
        sheet,
        "View and reshape",
        "S4",
        """view gives the same memory another shape: y and x share one storage. transpose does so too, but leaves
        the values out of order in memory, and then view cannot work.

        Wire x_t straight into viewed to see its error and what GuiNet offers: reshape, which copies where it must,
        or contiguous before it, as drawn here.""",
    )


def dimensions(shelf: Shelf) -> None:
    sheet = new("Dimensions")
    sheet.add("torch.randn", "m", at=(0, -0.5), size=(3, 4))
    sheet.add("torch.Tensor.unsqueeze", "unsqueeze_0", "m", at=(1, -1), dim=0)
    sheet.add("torch.Tensor.unsqueeze", "unsqueeze_1", "m", at=(2, -0.5), dim=1)
    sheet.add("torch.Tensor.unsqueeze", "unsqueeze_2", "m", at=(1, 0), dim=2)
    sheet.add("torch.Tensor.t", "m_t", "m", at=(1, 1))
    sheet.add("torch.randn", "ones_inside", at=(0, 2.5), size=(1, 3, 1, 4, 1))
    sheet.add("torch.Tensor.squeeze", "squeeze_all", "ones_inside", at=(1, 2))
    sheet.add("torch.Tensor.squeeze", "squeeze_0", "ones_inside", at=(2, 2.5), dim=0)
    sheet.add("torch.Tensor.squeeze", "squeeze_2", "ones_inside", at=(1, 3), dim=2)
    sheet.add("torch.randn", "x", at=(0, 4.5), size=(2, 3, 4))
    sheet.add("torch.Tensor.flatten", "flat", "x", at=(1, 4), start_dim=0)
    sheet.add("torch.Tensor.flatten", "flat_from_1", "x", at=(2, 4.5), start_dim=1)
    sheet.add("torch.Tensor.transpose", "transposed", "x", at=(1, 5), dim0=1, dim1=2)
    sheet.add("torch.Tensor.permute", "permuted", "x", at=(1, 6), dims=(2, 0, 1))
    sheet.add("torch.arange", "counted", at=(0, 7), end=24)
    sheet.add("torch.Tensor.unflatten", "unflattened", "counted", at=(1, 7), dim=0, sizes=(2, 3, 4))
    shelf.put(
        "dimensions",
        sheet,
        "Add, take out, join and swap dimensions",
        "S4",
        """unsqueeze puts in a dimension of size 1, squeeze takes such ones out. flatten joins dimensions into one,
        and unflatten splits one again. transpose and t swap two, permute brings all into another order.

        The shape stands on each wire. None of these nodes copies: select one to see whose memory it reads, and with
        which strides.""",
    )


def expand_and_join(shelf: Shelf) -> None:
    sheet = new("ExpandAndJoin")
    sheet.add("torch.randn", "x", at=(0, 0.5), size=(1, 3))
    sheet.add("torch.Tensor.expand", "expanded", "x", at=(1, 0), size=(4, 3))
    sheet.add("torch.Tensor.repeat", "repeated", "x", at=(1, 1), repeats=(4, 1))
    sheet.add("torch.tensor", "a", at=(0, 2), data=(1, 2, 3))
    sheet.add("torch.tensor", "b", at=(0, 3), data=(4, 5, 6))
    sheet.add("torch.stack", "stacked", "a", "b", at=(1, 2), dim=0)
    sheet.add("torch.cat", "joined", "a", "b", at=(1, 3), dim=0)
    shelf.put(
        "expand-and-join",
        sheet,
        "Expand, repeat, stack and concatenate",
        "S4 S3",
        """expand shows one row four times without copying it: its stride along the rows is 0. repeat makes four
        copies.

        stack joins tensors along a new dimension, cat along one they have. Both take any number of wires, in the
        order in which they were drawn.""",
    )


def autograd(shelf: Shelf) -> None:
    sheet = new("Autograd")
    sheet.add("torch.tensor", "x", at=(0, 0.5), data=2.0, requires_grad=True)
    sheet.add("torch.pow", "square", "x", at=(1, 0), exponent=2)
    sheet.add("torch.mul", "twice", "x", at=(1, 1), other=2)
    sheet.add("torch.add", "both", "square", "twice", at=(2, 0.5))
    sheet.add("torch.add", "y", "both", at=(3, 0.5), other=2)
    sheet.add("torch.Tensor.backward", "backward", "y", at=(4, 0.5))
    sheet.add("torch.Tensor.grad", "dy_dx", "x", at=(4, 1.8))
    sheet.after("backward", "dy_dx")
    shelf.put(
        "autograd",
        sheet,
        "Let autograd find a derivative",
        "S5",
        """y = x² + 2x + 2 at x = 2. As x requires a gradient, torch records every operation on it; backward walks
        back through what it recorded and puts dy/dx = 2x + 2 = 6 into x.grad.

        Change x and watch the gradient follow. Add a second backward: it fails, because what was recorded is freed
        after the first one, unless that sets retain_graph.""",
    )


def no_grad(shelf: Shelf) -> None:
    sheet = new("NoGrad")
    sheet.add("torch.tensor", "x", at=(0, 1), data=(1.0, 2.0, 3.0), requires_grad=True)
    sheet.add("torch.mul", "y", "x", at=(1, 0), other=2)
    sheet.add("torch.Tensor.requires_grad", "y_tracked", "y", at=(2, -0.9))
    sheet.add("torch.ones", "gradient", at=(2, 1), size=(3,))
    sheet.add("torch.Tensor.backward", "backward", "y", "gradient", at=(3, 0))
    sheet.add("torch.mul", "z", "x", at=(1, 2.5), other=2)
    sheet.add("torch.Tensor.requires_grad", "z_tracked", "z", at=(2, 2.5))
    sheet.add("torch.Tensor.detach", "y_cut", "y", at=(2, -1.8))
    sheet.frame("Nothing is recorded here", FrameMode.NO_GRAD, "z", "z_tracked")
    shelf.put(
        "no-grad",
        sheet,
        "Calculate without gradients",
        "S5 S22",
        """y and z are both 2x, but z lies in a frame of the mode no_grad: nothing is recorded in it, so z does not
        require a gradient. Wire z into backward to see torch's error.

        y has three values, so backward needs to know how much each counts: the gradient that is wired into it.
        detach gives the values of y without what was recorded.""",
    )


def devices(shelf: Shelf) -> None:
    sheet = new("Devices")
    sheet.add("torch.randn", "x", at=(0, 0), size=(3, 4), device="cpu")
    sheet.add("torch.Tensor.device", "where_x_is", "x", at=(1, 0))
    sheet.add("torch.Tensor.to", "moved", "x", at=(1, 1), device="cpu")
    sheet.add("torch.Tensor.cpu", "back", "moved", at=(2, 1))
    sheet.add("torch.Tensor.device", "where_it_is", "back", at=(3, 1))
    sheet.add("torch.nn.Linear", "linear", "back", at=(2, 2), out_features=2)
    shelf.put(
        "devices",
        sheet,
        "Say where tensors live",
        "S23",
        """A tensor lies in the memory of one device, and what works together must lie on the same one. Every source
        has the argument device, and to moves a tensor to another.

        On a machine with a GPU set the device of moved to cuda: the values are the same, and back brings them home.
        What there is on this machine stands in the device menu of the training settings and in the output of guinet
        doctor.""",
    )
