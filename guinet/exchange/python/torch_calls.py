"""What a call of something of torch means: a layer, a container, a tensor kept by a module, or an operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from guinet.core.problems import QT_TRANSLATE_NOOP
from guinet.exchange.python.binding import bound, constructor_parameters, refuse_argument
from guinet.exchange.python.operations import arguments_of, function_type, operation
from guinet.exchange.python.problems import Unclear
from guinet.exchange.python.values import (
    TRAINING,
    Container,
    Device,
    Generator,
    Layer,
    Made,
    Torch,
    Wire,
    is_module,
    look,
    plain,
)
from guinet.nodes.registry import REGISTRY
from guinet.nodes.types import Form, NodeType

if TYPE_CHECKING:
    from guinet.exchange.python.reader import Reader

Given = Sequence[object]
Keywords = Mapping[str, object]

_NN: Final = "torch.nn."
_INIT: Final = "torch.nn.init."
_F: Final = "torch.nn.functional."


def call(reader: Reader, path: str, given: Given, keywords: Keywords, line: int, wish: str) -> object:
    """The value of `path(…)`. Raises Unclear."""
    special = _SPECIAL.get(path)
    if special is not None:
        return special(reader, given, keywords, line)
    if path.startswith(_INIT):
        reader.initialise(path.removeprefix(_INIT), given, keywords, line)
        return None
    name = path.rpartition(".")[2]
    if path.startswith(_NN) and path.count(".") == 2 and name[:1].isupper():
        return layer(name, given, keywords, line)
    if path.startswith(_F) and (keywords.get("training") is TRAINING or TRAINING in given):
        return _dropout_layer(reader, name, given, keywords, line, wish)
    type = function_type(path)
    keywords = {name: value for name, value in keywords.items() if not isinstance(look(value), Device)}
    if type is None or type.form is Form.MODULE:
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no node for {name}: write it another way.")
        raise Unclear(template, line, name=path.removeprefix(_F))
    return operation(reader, type, given, keywords, line, wish)


def layer(name: str, given: Given, keywords: Keywords, line: int) -> Layer:
    """`nn.Conv2d(3, 32, kernel_size=3)`. Raises Unclear."""
    type = REGISTRY.get(f"{_NN}{name.removeprefix('Lazy')}")
    if type is None or type.form not in (Form.MODULE, Form.LOSS):
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no layer nn.{name}: use another.")
        raise Unclear(template, line, name=name)
    inner, given, keywords = _inner(type, given, keywords)
    parameters = [each for each in constructor_parameters(name) if not (type.inner and is_made_of(each.name))]
    found = bound(name, parameters, given, keywords, line)
    arguments, others = arguments_of(type, found, line, called=False)
    for each in others:
        if look(found[each]) is not None and each not in ("device", "dtype"):
            raise refuse_argument(type, each, line)
    return Layer(type.kind, {**inner, **arguments}, line)


def is_made_of(name: str) -> bool:
    """Whether a parameter takes the layer that this one repeats: `nn.TransformerEncoder(encoder_layer, 6)`."""
    return name.endswith("_layer")


def _inner(type: NodeType, given: Given, keywords: Keywords) -> tuple[dict[str, object], Given, Keywords]:
    """The arguments of the layer that a constructor takes first, and what is left of the call's."""
    if not type.inner:
        return {}, given, keywords
    first = given[0] if given else next((value for name, value in keywords.items() if is_made_of(name)), None)
    rest = {name: value for name, value in keywords.items() if not is_made_of(name)}
    if isinstance(first, Layer) and first.kind.endswith(type.inner.rpartition(".")[2]):
        return first.arguments, given[1:], rest
    return {}, given, keywords


def _dropout_layer(reader: Reader, name: str, given: Given, keywords: Keywords, line: int, wish: str) -> object:
    """`F.dropout(x, p, training=self.training)` is what the layer does."""
    kinds = {"dropout": "Dropout", "dropout1d": "Dropout1d", "dropout2d": "Dropout2d", "dropout3d": "Dropout3d"}
    if name not in kinds or not given:
        template = QT_TRANSLATE_NOOP(
            "Problem", "Line {line}: {name} asks whether the network trains: use the layer that does."
        )
        raise Unclear(template, line, name=name)
    rest = [value for value in given[1:] if value is not TRAINING]
    more = {key: value for key, value in keywords.items() if key != "training"}
    return reader.call_module(layer(kinds[name], rest, more, line), given[:1], {}, line, wish or name)


# What is neither layer nor operation


def _sequential(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    made = Container("Sequential", line)
    if len(given) == 1 and isinstance(given[0], dict):
        made.items = {str(name): item for name, item in given[0].items()}
    else:
        for item in given:
            made.add(item)
    return _of_modules(made, line)


def _module_list(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    made = Container("ModuleList", line)
    items = given[0] if given else ()
    for item in (
        items.items.values() if isinstance(items, Container) else items if isinstance(items, (list, tuple)) else ()
    ):
        made.add(item)
    return _of_modules(made, line)


def _module_dict(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    first = look(given[0]) if given else {}
    pairs = [look(pair) for pair in first] if isinstance(first, (list, tuple)) else []
    rows = {pair[0]: pair[1] for pair in pairs if isinstance(pair, (list, tuple)) and len(pair) == 2}
    items = first if isinstance(first, dict) else first.items if isinstance(first, Container) else rows
    return _of_modules(Container("ModuleDict", line, {str(name): item for name, item in items.items()}), line)


def _of_modules(made: Container, line: int) -> Container:
    if not all(map(is_module, made.items.values())):
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: a {name} holds layers, and this is given something else.")
        raise Unclear(template, line, name=made.form)
    return made


def _parameter(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    tensor = given[0] if given else keywords.get("data")
    if isinstance(tensor, Made) and not keywords.keys() - {"data", "requires_grad"}:
        return tensor.held("parameter", line)
    if isinstance(tensor, Wire) and reader.drawing is tensor.home:
        type = REGISTRY.get(tensor.home.nodes[tensor.end.node].kind)
        if type is not None and type.argument("hold") is not None:
            tensor.home.give(tensor.end.node, hold="parameter")
            return tensor
    template = QT_TRANSLATE_NOOP(
        "Problem", "Line {line}: a parameter can begin with a tensor that torch makes, such as torch.randn(3, 4)."
    )
    raise Unclear(template, line)


def _float_tensor(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    """`torch.Tensor([1, 2])`, and `torch.Tensor(3, 4)`, which is of that size."""
    type = REGISTRY.get("torch.tensor")
    assert type is not None
    if given and all(isinstance(look(value), int) for value in given):
        empty = REGISTRY.get("torch.empty")
        assert empty is not None
        return operation(reader, empty, given, {}, line)
    if len(given) != 1 or not isinstance(look(given[0]), (tuple, list)):
        template = QT_TRANSLATE_NOOP("Problem", "Line {line}: there is no node for {name}: write it another way.")
        raise Unclear(template, line, name="torch.Tensor")
    return operation(reader, type, given, {"dtype": Torch("torch.float32")}, line)


def _seed(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    seed = plain(given[0]) if given else None
    if isinstance(seed, int):
        reader.seed = seed
    return None


def _generator(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    return Generator()


def _device(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    asked = plain(given[0]) if given else None
    return Device(asked if isinstance(asked, str) else "cpu")


def _mask(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    """What torch's own function does: minus infinity above the diagonal."""
    size = given[0] if given else keywords.get("sz")
    full = reader.call(Torch("torch.full"), ((size, size), float("-inf")), {}, line)
    return reader.call(Torch("torch.triu"), (full,), {"diagonal": 1}, line)


def _several(given: Given, count: int) -> object:
    first = look(given[0]) if given else None
    return tuple(first) if isinstance(first, (tuple, list)) else (given[0],) * count


def _no(reader: Reader, given: Given, keywords: Keywords, line: int) -> object:
    return False


_SPECIAL: Final[Mapping[str, Callable[[Reader, Given, Keywords, int], object]]] = {
    "torch.nn.Sequential": _sequential,
    "torch.nn.ModuleList": _module_list,
    "torch.nn.ModuleDict": _module_dict,
    "torch.nn.Parameter": _parameter,
    "torch.nn.Transformer.generate_square_subsequent_mask": _mask,
    "torch.nn.modules.utils._single": lambda reader, given, keywords, line: _several(given, 1),
    "torch.nn.modules.utils._pair": lambda reader, given, keywords, line: _several(given, 2),
    "torch.nn.modules.utils._triple": lambda reader, given, keywords, line: _several(given, 3),
    "torch.nn.Module.__init__": lambda reader, given, keywords, line: None,
    "torch.Tensor": _float_tensor,
    "torch.FloatTensor": _float_tensor,
    "torch.manual_seed": _seed,
    "torch.Generator": _generator,
    "torch.device": _device,
    "torch.cuda.is_available": _no,
    "torch.backends.mps.is_available": _no,
    "torch.accelerator.is_available": _no,
    "torch.jit.is_scripting": _no,
    "torch.jit.is_tracing": _no,
    "torch.autograd.Variable": lambda reader, given, keywords, line: given[0] if given else None,
    "torch.no_grad": lambda reader, given, keywords, line: Torch("torch.no_grad"),
    "torch.enable_grad": lambda reader, given, keywords, line: Torch("torch.enable_grad"),
    "torch.inference_mode": lambda reader, given, keywords, line: Torch("torch.inference_mode"),
}
