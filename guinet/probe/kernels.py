"""What kernels of the CPU take in memory, where torch's descriptions of them for the meta device leave it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

_PAGE: Final = 4096
_LINE: Final = 64
_FLOAT: Final = 4
_GATES: Final = 4
_MERGED: Final = 128
"""Rows of a batch from which on oneDNN's forward pass multiplies the inputs of each time step by themselves."""
_BLOCKS: Final = {"AVX512": 16, "AVX2": 8}
"""So many channels lie side by side where oneDNN runs a convolution, by what the processor can."""
_COLOURS: Final = 3
"""What its backward pass of the weights takes as it lies with AVX2, of few channels (oneDNN's jit_avx2_conv_kernel)."""


class Kernels(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch does not annotate it
    """Inside, operations without numbers take what those on the CPU take beside their results, as torch's allocator
    tells it.

    A layer of an LSTM is run by oneDNN in one piece. It keeps a workspace for the backward pass (gates, states and
    their gradients of all time steps) and takes room while it works; the sizes are those of `set_workspace_sizes` in
    oneDNN's src/cpu/rnn/rnn_utils.hpp. A convolution that oneDNN runs takes copies in blocks of channels. Gradients
    that are not in a piece are laid out anew.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def __torch_dispatch__(
        self, operation: Any, types: Any, arguments: tuple[Any, ...] = (), options: dict[str, Any] | None = None
    ) -> Any:
        run = _SPECIAL.get(operation)
        if run is None:
            return operation(*arguments, **(options or {}))
        return run(operation, arguments)


def workspace(steps: int, rows: int, inputs: int, width: int) -> int:
    """Bytes that oneDNN keeps of one direction of one layer of an LSTM, in float32."""
    states, wide = 2 * (steps + 1) * rows * _FLOAT, _stride(max(inputs, width))
    gates, hidden = (steps * rows * _FLOAT * _stride(size) for size in (_GATES * width, width))
    # Of the states: those of the layer, the cell's, and the gradients of both and of the ones passed along in time.
    pieces = (gates, hidden, states * wide, states * width, states * wide, states * wide, states * width)
    return sum(map(_paged, pieces))


def _layer(operation: Any, arguments: tuple[Any, ...]) -> Any:
    sequence, outer, inner = arguments[:3]
    steps, rows, inputs = sequence.shape
    kept = torch.empty(workspace(steps, rows, inputs, inner.shape[1]), dtype=torch.uint8)
    with _Taken(_scratch(sequence, inner, forward=True) + _reordered(outer) + _reordered(inner)):
        output, hidden, cell, _ = operation(*arguments)
    return output, hidden, cell, kept


def _layer_backward(operation: Any, arguments: tuple[Any, ...]) -> Any:
    sequence, outer, inner = arguments[:3]
    pieces = [_in_a_piece(each) if isinstance(each, Tensor) else each for each in arguments]
    with _Taken(_scratch(sequence, inner, forward=False) + _both_ways(outer) + _both_ways(inner)):
        return operation(*pieces)


def _attention_backward(operation: Any, arguments: tuple[Any, ...]) -> Any:
    return operation(_in_a_piece(arguments[0]), *arguments[1:])


def _convolution(operation: Any, arguments: tuple[Any, ...]) -> Any:
    result = operation(*arguments)
    if _by_blocks(*arguments):
        given, whole = _blocked(arguments[0], few=True), _blocked(result)
        with _Taken(max(whole, whole + given - result.nbytes)):
            pass
    return result


def _convolution_backward(operation: Any, arguments: tuple[Any, ...]) -> Any:
    gradient, given, weight, _, *where, (of_given, of_weight, _) = arguments
    gradient = _in_a_piece(gradient)
    results = operation(gradient, *arguments[1:])
    if _by_blocks(given, weight, None, *where):
        few = _blocks() > _BLOCKS["AVX2"] or given.shape[1] == _COLOURS
        taken = _blocked(gradient) + _blocked(given, few) if of_weight else 0
        if of_given:
            taken = max(taken, _blocked(given) + max(0, _blocked(gradient) - given.nbytes))
        with _Taken(taken):
            pass
    return results


_aten: Final = torch.ops.aten
_SPECIAL: Final[Mapping[Any, Callable[[Any, tuple[Any, ...]], Any]]] = {
    _aten.mkldnn_rnn_layer.default: _layer,
    _aten.mkldnn_rnn_layer_backward.default: _layer_backward,
    _aten._scaled_dot_product_flash_attention_for_cpu_backward.default: _attention_backward,
    _aten.convolution.default: _convolution,
    _aten.convolution_backward.default: _convolution_backward,
}


class _Taken:
    """Memory that is there inside and given back afterwards."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._memory: Tensor | None = None

    def __enter__(self) -> None:
        self._memory = torch.empty(self._size, dtype=torch.uint8)

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._memory = None


# LSTM


def _scratch(sequence: Tensor, inner: Tensor, *, forward: bool) -> int:
    """Gates before the activations, and two states."""
    steps, rows = sequence.shape[:2]
    merged = not forward or rows < _MERGED
    gates = (steps if merged else 1) * rows * _FLOAT * _stride(inner.shape[0])
    return _paged(gates) + 2 * _paged(rows * _FLOAT * _stride(inner.shape[1]))


def _reordered(weights: Tensor) -> int:
    """A copy whose rows are the inputs, each of a length the kernel likes."""
    return weights.shape[1] * _stride(weights.shape[0]) * _FLOAT


def _both_ways(weights: Tensor) -> int:
    """Those, and another copy as the weights lie where their rows are not of such a length."""
    width = _stride(weights.shape[1])
    return _reordered(weights) + (weights.shape[0] * width * _FLOAT if width != weights.shape[1] else 0)


def _stride(width: int) -> int:
    """Numbers from one row of a matrix to the next: whole lines of the cache, and not a multiple of 256, at which rows
    would fight for the same lines (oneDNN's `get_good_ld`)."""
    line = _LINE // _FLOAT
    whole = -(-width // line) * line
    return whole + line if whole % 256 == 0 else whole


def _paged(size: int) -> int:
    return -(-size // _PAGE) * _PAGE


# Convolutions


def _by_blocks(given: Tensor, weight: Tensor, bias: object, *where: Any) -> bool:
    """Whether oneDNN runs it, with copies in blocks of channels."""
    stride, padding, dilation, transposed, output_padding, groups = where
    if given.device.type != "cpu" or transposed or _in_channels(given) or not _blocks():
        return False
    chosen = torch._C._select_conv_backend(
        given, weight, None, stride, padding, dilation, transposed, output_padding, groups, [weight.shape[0]]
    )
    return str(chosen).endswith(".Mkldnn")


def _blocked(tensor: Tensor, few: bool = False) -> int:
    """Bytes of a copy in blocks of channels; none of a tensor of `few` channels, which the kernel takes as it lies."""
    channels, block = tensor.shape[1], _blocks()
    if few and channels < block:
        return 0
    return -(-channels // block) * block * (tensor.nbytes // channels)


def _blocks() -> int:
    return _BLOCKS.get(torch.backends.cpu.get_cpu_capability(), 0)


def _in_a_piece(tensor: Tensor) -> Tensor:
    return tensor if _in_channels(tensor) else tensor.contiguous()


def _in_channels(tensor: Tensor) -> bool:
    other = {4: torch.channels_last, 5: torch.channels_last_3d}.get(tensor.dim())
    return other is not None and not tensor.is_contiguous() and tensor.is_contiguous(memory_format=other)
