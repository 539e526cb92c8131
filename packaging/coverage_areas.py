"""The areas of `coverage.py`: the public names of each part of torch, and what becomes of each."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from keyword import iskeyword
from typing import Any

import torch
from coverage_trial import attempt
from generate_nodes import NAMESPACES, PLACEMENT, UNREADABLE
from no_operations import NO_OPERATIONS
from torch import nn
from torch.optim import lr_scheduler

import guinet
from guinet.core.changes import SetParts, SetTraining
from guinet.core.graph import Initialiser, Selects
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.core.values import MISSING, freeze
from guinet.nodes.registry import REGISTRY
from guinet.nodes.scheduler_parts import begin
from guinet.nodes.signatures import signatures
from guinet.nodes.types import InitialiserType, NodeType, OptimizerType, SchedulerType
from guinet.storage import files
from guinet.storage.examples import example_path

LEFT_OUT = frozenset(
    {"self", "args", "kwargs", "kw", "size_average", "reduce", "_stacklevel", "optimizer", "params", "last_epoch",
     "tensor", "foreach", "capturable", "differentiable", *PLACEMENT, *UNREADABLE}
)  # fmt: skip
"""Parameters no form offers: old ones, ways to compute the same, and what is not plain data or is said elsewhere."""


@dataclass
class Row:
    """`wanted`: a name that should have a node. `missing`: the arguments its form lacks; `words`: what went wrong."""

    area: str
    name: str
    wanted: bool = True
    node: bool = False
    form: bool = False
    builds: bool = False
    runs: bool = False
    file: bool = False
    text: bool = False
    reason: str = ""
    words: str = ""
    missing: str = ""


def layers() -> Iterator[Row]:
    for name, cls in sorted(vars(nn).items()):
        if not (isinstance(cls, type) and issubclass(cls, nn.Module)):
            continue
        plain = name.removeprefix("Lazy")
        found = REGISTRY.get(f"torch.nn.{name}") or REGISTRY.get(f"torch.nn.{plain}")
        row = Row("torch.nn", name, wanted=name not in NO_LAYERS)
        if found is not None and (found.title == name or name in found.aliases):
            cls = cls if found.title == name else getattr(nn, plain)
            _fill(row, found, [cls.__init__, cls.forward])
        yield row


NO_LAYERS = frozenset(
    {"Module", "Container", "Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict", "DataParallel",
     "RNNBase", "RNNCellBase", "NLLLoss2d"}
)  # fmt: skip


def operations(area: str) -> Iterator[Row]:
    place, _ = NAMESPACES[area]
    for name in dir(place):
        function = getattr(place, name)
        module = getattr(function, "__module__", None) or "torch"
        own = isinstance(module, str) and module.startswith(("torch", "builtins"))
        if name.startswith("_") or isinstance(function, type) or not callable(function) or not own:
            continue
        row = Row(area, name, wanted=name not in NO_OPERATIONS or area == "torch.linalg")
        found = REGISTRY.get(f"{area}.{name}")
        if found is not None:
            _fill(row, found, [function])
        yield row


def _fill(row: Row, type: NodeType, functions: list[Callable[..., object]]) -> None:
    row.node = True
    lacking = [name for function in functions for name in _lacking(type, function)]
    row.missing = ", ".join(lacking)
    row.form = not lacking
    trial = attempt(type)
    for column, passed in trial.passed.items():
        setattr(row, column, passed)
    row.words = trial.reason


def _lacking(type: NodeType, function: Callable[..., object]) -> list[str]:
    """Parameters of torch's that are neither ports nor arguments; of C++ operations those that were recorded."""
    try:
        found = list(inspect.signature(function).parameters.values())
    except ValueError:
        recorded = [parameter.name for parameter in signatures().function(type.kind).call]
        found = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in recorded if not iskeyword(name)]
    known = {port.name for port in type.ports({}).inputs} | {argument.name for argument in type.arguments}
    known |= {*type.parameters, "_random_samples", "input_is_parallel", *OBJECTS.get(type.title, ())}
    named = [each.name for each in found if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]
    skip = LEFT_OUT if "tensor" not in named or not known & {"tensor"} else LEFT_OUT - {"tensor"}
    return [name for name in named[(1 if "input" in known and named[:1] == ["self"] else 0) :]
            if name not in known and name not in skip]  # fmt: skip


OBJECTS = {
    "TransformerEncoder": ("encoder_layer", "norm"),
    "TransformerDecoder": ("decoder_layer", "norm"),
    "Transformer": ("custom_encoder", "custom_decoder"),
    "TripletMarginWithDistanceLoss": ("distance_function",),
    "SyncBatchNorm": ("process_group",),
    "LinearCrossEntropyLoss": ("options", "weight"),
    "PoissonNLLLoss": ("log_input",),
    "Hardtanh": ("min_value", "max_value"),
    "EmbeddingBag": ("_weight",),
    "Embedding": ("_weight", "_freeze"),
    "expand": ("implicit",),
}
"""Parameters that take other objects of torch, or are old names or inner switches; what they say is said otherwise."""


def optimizers() -> Iterator[Row]:
    for name, cls in sorted(vars(torch.optim).items()):
        if isinstance(cls, type) and issubclass(cls, torch.optim.Optimizer):
            found = REGISTRY.optimizer(f"torch.optim.{name}")
            row = Row("torch.optim", name, wanted=cls is not torch.optim.Optimizer)
            if found is not None:
                _described(row, found, cls)
                _tried(row, partial(_optimize, cls, found))
                _in_file(row, found)
            yield row


def _described(row: Row, type: OptimizerType | SchedulerType | InitialiserType, function: Any) -> None:
    known = {argument.name for argument in type.arguments} | LEFT_OUT | {"lr_lambda", "schedulers", "scale_fn"}
    lacking = [name for name in inspect.signature(function).parameters if name not in known]
    row.node, row.form, row.missing = True, not lacking, ", ".join(lacking)


def _tried(row: Row, trial: Callable[[], bool]) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row.builds = row.runs = trial()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is the row's reason
        row.words = f"{error.__class__.__name__}: {error}"


def _settings(type: OptimizerType | SchedulerType | InitialiserType) -> dict[str, Any]:
    pairs = ((each.name, each.default if each.suggestion is MISSING else each.suggestion) for each in type.arguments)
    return {name: value for name, value in pairs if value is not MISSING}


def _optimize(cls: Any, type: OptimizerType) -> bool:
    """A step from the form's defaults changes a weight as torch's own defaults do."""
    weights = [torch.ones(2, 2, requires_grad=True) for _ in range(2)]
    for weight, optimizer in zip(weights, (cls([weights[0]], **_settings(type)), cls([weights[1]])), strict=True):
        weight.grad = torch.full((2, 2), 0.5).to_sparse() if type.title == "SparseAdam" else torch.full((2, 2), 0.5)
        optimizer.step(lambda weight=weight: weight.sum())
    return not torch.equal(weights[0], torch.ones(2, 2)) and torch.equal(*weights)


def _in_file(row: Row, type: OptimizerType) -> None:
    """Chosen in a project that trains, it survives the file, and the training script names it."""
    project = _suited(type)
    project.run("Choose optimiser", [SetTraining("optimizer", type.kind)])
    again = files.loads(files.dumps(project))
    row.file = again.training.get("optimizer", "torch.optim.Adam") == type.kind
    _named(row, type, again)


def _suited(type: OptimizerType) -> Project:
    """A network the optimiser can train: Muon takes matrices only, SparseAdam sparse gradients only."""
    project = files.load(example_path("iris-mlp"))
    graph = project.main
    hidden, tanh, output = (graph.node(name) for name in ("hidden", "tanh", "output"))
    if type.title == "Muon":
        graph.set(hidden, bias=False)
        graph.set(output, bias=False)
    if type.title == "SparseAdam":
        features, scores = graph.incoming(hidden.id)[0].source, graph.outgoing(output.id)[0].target
        graph.remove([hidden, tanh, output])
        whole = graph.add("torch.Tensor.long", name="whole")
        bag = graph.add("torch.nn.EmbeddingBag", name="bag", num_embeddings=10, embedding_dim=3, sparse=True)
        graph.connect(features, whole["input"])
        graph.connect(whole["output"], bag["input"])
        graph.connect(bag["output"], scores)
    return project


def schedulers() -> Iterator[Row]:
    for name in lr_scheduler.__all__:
        cls = getattr(lr_scheduler, name)
        found = REGISTRY.scheduler(f"torch.optim.lr_scheduler.{name}")
        row = Row("torch.optim.lr_scheduler", name, wanted=name != "LRScheduler")
        if found is not None:
            _described(row, found, cls)
            _tried(row, partial(_schedule, cls, found))
            _in_training(row, found)
        yield row


def _schedule(cls: Any, type: SchedulerType) -> bool:
    """Made from the form's suggestions, it gives the same learning rates as when torch is asked by name."""
    made = [_scheduled(cls, type) for _ in range(2)]
    return made[0] == made[1] and len(set(made[0])) > 1


def _in_training(row: Row, type: SchedulerType) -> None:
    """Chosen in a project that trains, it survives the file, and the training script names it."""
    project = files.load(example_path("iris-mlp"))
    settings = {f"scheduler.{name}": value for name, value in _settings(type).items()} | begin(type.kind)
    project.run("Set", [SetTraining(key, freeze(value)) for key, value in {"scheduler": type.kind, **settings}.items()])
    again = files.loads(files.dumps(project))
    row.file = again.training == project.training
    _named(row, type, again)


def _named(row: Row, type: OptimizerType | SchedulerType, again: Project) -> None:
    """Whether the training script makes one; why not, where the network or the settings do not suit it."""
    try:
        row.text = f"{type.title}(" in guinet.source(again, training=True)
    except GuinetError as error:
        row.words = row.words or str(error)


def _scheduled(cls: Any, type: SchedulerType) -> list[float]:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1, momentum=0.9)
    settings = _settings(type)
    if type.function:
        scheduler = cls(optimizer, lr_lambda=lambda epoch: 0.9**epoch)
    elif type.schedulers:
        parts = [lr_scheduler.ConstantLR(optimizer, 0.1), lr_scheduler.ExponentialLR(optimizer, 0.9)]
        scheduler = cls(optimizer, parts, **settings) if settings else cls(parts, optimizer=optimizer)
    else:
        scheduler = cls(optimizer, **settings)
    rates = []
    for _ in range(15):
        optimizer.step()
        scheduler.step(*([1.0] if type.metric else []))
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


def initialisers() -> Iterator[Row]:
    for name, function in sorted(vars(nn.init).items()):
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        found = REGISTRY.initialiser(f"torch.nn.init.{name}")
        row = Row("torch.nn.init", name, wanted=name.endswith("_"))
        if found is not None:
            _described(row, found, function)
            _tried(row, partial(_initialise, function, found))
            _kept(row, found)
        yield row


def _kept(row: Row, type: InitialiserType) -> None:
    """A rule with it survives the file, and the source of the project names it."""
    example, weights = ("digits-cnn", "conv*.weight") if type.least_dimensions > 2 else ("iris-mlp", "*.weight")
    project = files.load(example_path(example))
    rule = Initialiser(Selects.PATTERN, weights, "", type.title, _settings(type))
    project.run("Set", [SetParts(project.main.id, "initialisers", (rule,))])
    again = files.loads(files.dumps(project))
    row.file = again.main.initialisers == (rule,)
    row.text = f"{type.title}(" in guinet.source(again)


def _initialise(function: Any, type: InitialiserType) -> bool:
    """From the form's suggestions it fills a tensor of the least and the most dimensions that are described."""
    for dimensions in {max(2, type.least_dimensions), type.most_dimensions or 4}:
        tensor = torch.full([4] * dimensions, 0.123)
        function(tensor, **_settings(type))
        if bool((tensor == 0.123).all()):
            return False
    return True


AREAS: dict[str, Callable[[], Iterator[Row]]] = {
    "torch.nn": layers,
    "torch.nn.init": initialisers,
    "torch.optim": optimizers,
    "torch.optim.lr_scheduler": schedulers,
    **{area: partial(operations, area) for area in NAMESPACES},
}
