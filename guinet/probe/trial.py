"""A training step that can be tried out: of the project's own training where it can be trained, else the network on
its inputs alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import torch
from msgspec import Struct
from torch import Tensor, nn

from guinet import data
from guinet.compile import module as modules
from guinet.compile import shapes
from guinet.compile.endless import guards
from guinet.compile.known import dtype_named
from guinet.compile.order import form_of
from guinet.compile.shapes import Checker
from guinet.compile.source import Source, generate
from guinet.core.costs import Chain
from guinet.core.plain import plain
from guinet.core.problems import GuinetError, Problem
from guinet.core.project import INPUT_KIND, OUTPUT_KIND, Project
from guinet.core.report import Report
from guinet.core.values import BATCH, TensorSpec
from guinet.nodes.types import Form
from guinet.probe.feeds import ROWS, fed, seed_of
from guinet.train.devices import find_device
from guinet.train.optimizers import OptimizerChoice, choose_optimizer
from guinet.train.places import Places
from guinet.train.plan import make_plan, places_of, unrehearsed
from guinet.train.planned import Plan
from guinet.train.problems import TrainingError

_NO_TRAINING = ("no-loss", "no-data", "no-parameters")
"""Why a project cannot be trained, though its network runs."""


class Trial(Struct, frozen=True):
    """One step: `build` makes the module, `forward` gives a function from a batch to the prediction and the loss, which
    is None where there is nothing to train. `plan` is that of the training, and `untrained` says why there is none;
    `rows` are those to train on.

    A trial runs on one device: what its losses hold moves there.
    """

    project: Project
    report: Report
    source: Source
    build: Callable[[], nn.Module]
    forward: Callable[[nn.Module], Callable[[Mapping[str, Tensor]], tuple[object, Tensor | None]]]
    specs: Mapping[str, TensorSpec]
    optimizer: OptimizerChoice
    places: Places
    batch_size: int
    device: torch.device
    explain: Callable[[Exception], Problem]
    rows: int = 0
    plan: Plan | None = None
    untrained: Problem | None = None

    def empty_batch(self, rows: int) -> dict[str, Tensor]:
        """A batch of so many rows without numbers, on the meta device."""
        return {
            name: torch.empty([_size(each, rows) for each in spec.shape], dtype=dtype_named(spec.dtype), device="meta")
            for name, spec in self.specs.items()
        }

    def real_batch(self, rows: int | None = None) -> dict[str, Tensor]:
        """The first rows to train on (as many as a batch has, unless said), as a new training would split them off;
        made-up values of Inputs."""
        rows = rows if rows is not None else self.batch_size
        if self.plan is not None:
            fields = self.plan.splits.train.fields
            return {name: values[:rows].clone().to(self.device) for name, values in fields.items()}
        nodes = self.project.main.nodes
        found = {}
        for name in self.specs:
            node, port = name.split("/")
            found[name] = fed(self.project, nodes[node])[port].to(self.device)
        return found

    @contextmanager
    def calm(self) -> Iterator[None]:
        """Inside, random numbers are those of the project's seed, and threads those of its training; the process has
        its own back afterwards."""
        threads = torch.get_num_threads()
        with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
            torch.manual_seed(seed_of(self.project))
            torch.set_num_threads((self.plan.threads if self.plan is not None else 0) or threads)
            try:
                yield
            finally:
                torch.set_num_threads(threads)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Inside, whatever the network raises is raised as a TrainingError on the node that it arose at."""
        try:
            yield
        except (GuinetError, MemoryError):
            raise
        except Exception as error:  # a network may raise what it likes
            raise TrainingError(self.explain(error)) from error

    def is_border(self, chain: Chain) -> bool:
        """Whether it is an Input or Output: they have lines of code, but do nothing."""
        block, node = chain[-1]
        return self.project.blocks[block].nodes[node].kind in (INPUT_KIND, OUTPUT_KIND)

    def path(self, chain: Chain) -> str:
        """The names of the nodes, from the main block inwards."""
        return "/".join(self.project.blocks[block].nodes[node].name for block, node in chain)


def make_trial(project: Project, device: str | None = None) -> Trial:
    """A trial of the project as it stands; `device` goes before its own.

    Raises SourceError naming the first error of the graph, DataError for data that cannot be used, NotAllowed for code
    that nobody trusted, TrainingError for a device that is not here or settings that cannot be.
    """
    return _made(project, shapes.check(project, data.project_specs(project)), device, rehearsed=True)


def make_look(project: Project, checker: Checker) -> Trial:
    """A trial for one look at the step a training would begin with: nothing is rehearsed, which takes long for many
    nodes, and what `checker` knows is not found out again. Raises as `make_trial`."""
    return _made(project, checker.report, None, rehearsed=False)


def _made(project: Project, report: Report, device: str | None, *, rehearsed: bool) -> Trial:
    source = generate(project, report)
    try:
        plan = make_plan(project, device=device) if rehearsed else unrehearsed(project, device=device, source=source)
    except TrainingError as error:
        if error.problem.code not in _NO_TRAINING:
            raise
        return _of_network(plain(project), report, source, device, error.problem)
    return _of_plan(plain(project), report, source, plan)


def _of_plan(project: Project, report: Report, source: Source, plan: Plan) -> Trial:
    device = torch.device(plan.device)
    fields = plan.splits.train.fields

    def forward(module: nn.Module) -> Callable[[Mapping[str, Tensor]], tuple[object, Tensor | None]]:
        plan.wiring.to(next((parameter.device for parameter in module.parameters()), device))
        return plan.wiring.forward(module)

    return Trial(
        project,
        report,
        source,
        plan.build,
        forward,
        {name: TensorSpec((BATCH, *values.shape[1:]), _dtype(values)) for name, values in fields.items()},
        plan.optimizer,
        plan.places,
        min(plan.batch_size, plan.splits.train.rows),
        device,
        plan.explain,
        plan.splits.train.rows,
        plan,
    )


def _of_network(project: Project, report: Report, source: Source, device: str | None, why: Problem) -> Trial:
    loaded = modules.load(source, *guards(project))
    names = [f"{each.node}/{each.port}" for each in source.inputs]

    def forward(module: nn.Module) -> Callable[[Mapping[str, Tensor]], tuple[object, Tensor | None]]:
        return lambda batch: (module(*[batch[name] for name in names]), None)

    where = find_device(device if device is not None else str(project.training.get("device", "cpu")))
    return Trial(
        project,
        report,
        source,
        loaded.build,
        forward,
        _specs(project, report, source),
        choose_optimizer(project.training),
        places_of(project, source, loaded),
        _batch_size(project, source),
        where,
        lambda error: modules.explain(error, source),
        untrained=why,
    )


def _specs(project: Project, report: Report, source: Source) -> dict[str, TensorSpec]:
    outputs = {each: report.nodes[project.main.id][each.node].outputs[each.port] for each in source.inputs}
    return {f"{each.node}/{each.port}": spec for each, spec in outputs.items() if isinstance(spec, TensorSpec)}


def _batch_size(project: Project, source: Source) -> int:
    nodes = [project.main.nodes[each.node] for each in source.inputs]
    sizes = [data.options(node.arguments).batch_size for node in nodes if form_of(node) is Form.DATA]
    return min(sizes, default=ROWS)


def _dtype(values: Tensor) -> str:
    return str(values.dtype).removeprefix("torch.")


def _size(dimension: int | str, rows: int) -> int:
    if isinstance(dimension, int):
        return dimension
    return rows * int(dimension.removesuffix(BATCH) or 1)
