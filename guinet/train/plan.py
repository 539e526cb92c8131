"""Makes a plan of a project: everything a training needs, found and checked before its first step."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from guinet import data
from guinet.compile import module as modules
from guinet.compile import shapes
from guinet.compile import source as sources
from guinet.compile.endless import guards
from guinet.compile.module import Loaded
from guinet.compile.objective import Objective
from guinet.compile.source import Source
from guinet.core.graph import Node
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
from guinet.core.project import MAIN, Project
from guinet.core.settings import training_setting
from guinet.data import DataError, Splits
from guinet.nodes.training import setting_problem, wrong_settings
from guinet.nodes.types import Task
from guinet.storage import files
from guinet.train.devices import device_name
from guinet.train.feeding import feeding_node, find_wiring
from guinet.train.metrics import task_of
from guinet.train.optimizers import choose_optimizer
from guinet.train.overwriting import explain
from guinet.train.places import Place, Places
from guinet.train.planned import Plan
from guinet.train.problems import UnusableRows, failed
from guinet.train.rehearsal import rehearse
from guinet.train.schedulers import SchedulerChoice, choose_scheduler
from guinet.train.threads import choose_threads
from guinet.train.updates import choose_update


def make_plan(
    project: Project,
    *,
    epochs: int | None = None,
    device: str | None = None,
    seed: int | None = None,
    base: Path | None = None,
    elsewhere: bool = False,
) -> Plan:
    """The plan for training `project`; what is given here goes before the project's settings.

    `base` is the folder of relative data paths: the project's own by default. With `elsewhere` its device need not be
    here: the training may be that of another machine. Raises SourceError or TrainingError, both with a Problem naming
    the node and the remedy, when the project cannot be trained as it stands; DataError when its data cannot be used;
    Misuse for a number of epochs or a seed that is none.
    """
    plan = unrehearsed(project, epochs=epochs, device=device, seed=seed, base=base, elsewhere=elsewhere)
    return _rehearsed(plan, plain(project), base if base is not None else project.folder)


def unrehearsed(
    project: Project,
    *,
    epochs: int | None = None,
    device: str | None = None,
    seed: int | None = None,
    base: Path | None = None,
    source: Source | None = None,
    elsewhere: bool = False,
) -> Plan:
    """As `make_plan`, for a look at one step: what data and optimiser ask of the network is not found out, which takes
    long where there are many nodes, and `threads` may be 0. `source` is the project's code, where that is there."""
    numbers = {"epochs": whole_setting(project, "epochs", epochs), "seed": whole_setting(project, "seed", seed)}
    numbers["threads"] = whole_setting(project, "threads")
    device = device if device is not None else str(training_setting(project.training, "device"))
    where = device_name(device, elsewhere=elsewhere)
    optimizer = choose_optimizer(project.training)
    for wrong in wrong_settings(project.training):  # one that there is not may be one that somebody misspelt
        raise failed("setting", *wrong.complaint)
    whole, project, base = project, plain(project), base if base is not None else project.folder
    source = source if source is not None else generate(project, base)
    objective = _objective(source)
    node = feeding_node(project, source)
    splits = _splits(node, base)
    options = data.options(node.arguments)
    loaded = modules.load(source, *guards(project))
    wiring, loss = find_wiring(project, source, objective, loaded, splits.train)
    plan = Plan(
        build=loaded.build,
        wiring=wiring,
        splits=splits,
        batch_size=options.batch_size,
        optimizer=optimizer,
        scheduler=_scheduler(project, numbers["epochs"]),
        update=choose_update(project.training),
        **numbers,
        device=where,
        shuffle=options.shuffle,
        drop_last=options.drop_last,
        task=task_of(loss.kind, splits.train.fields[wiring.target].dtype) if wiring.measured else Task.NONE,
        settings={**project.training, **numbers, "device": where, "optimizer": optimizer.kind},
        source=source.text,
        project=files.dumps(whole),
        places=places_of(project, source, loaded),
        explain=lambda error: explain(error, plan, source),
        data_node=(MAIN, node.id),
        loss_place=Place(MAIN, loss.id, loss.name),
    )
    return plan


def generate(project: Project, base: Path | None) -> Source:
    """The code of a project, checked. Raises SourceError naming the first error in what the code needs."""
    return sources.generate(project, shapes.check(project, data.project_specs(project, base)))


def places_of(project: Project, source: Source, loaded: Loaded) -> Places:
    """Which nodes the lines of the code and the attributes of the module belong to."""
    lines = {loaded.filename: source.lines}
    if loaded.objective is not None and source.objective is not None:
        lines[loaded.objective.__code__.co_filename] = source.objective.lines
    return Places(project, lines, source)


def whole_setting(project: Project, name: str, given: int | None = None) -> int:
    """A setting that is a whole number, or what is given instead of it. Raises TrainingError for a value of the
    project's that it cannot have, Misuse for a given one."""
    value = given if given is not None else training_setting(project.training, name)
    complaint = setting_problem(name, value)
    if complaint is None:
        return int(str(value))
    raise Misuse(complaint[0], **complaint[1]) if given is not None else failed("setting", *complaint)


def _splits(node: Node, base: Path | None) -> Splits:
    try:
        return data.prepare(node.kind, node.arguments, base)
    except DataError as error:
        raise UnusableRows(node.name, (MAIN, node.id), error) from error


def _scheduler(project: Project, epochs: int) -> SchedulerChoice | None:
    """Checked for all these epochs."""
    chosen = choose_scheduler(project.training)
    if chosen is not None:
        chosen.check(epochs)
    return chosen


def _objective(source: Source) -> Objective:
    if source.objective is None:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "There is no loss to train with: add one, such as CrossEntropyLoss, and wire the network's output and the "
            "data's target into it.",
        )
        raise failed("no-loss", template)
    return source.objective


def _rehearsed(plan: Plan, project: Project, base: Path | None) -> Plan:
    """The plan with its thread count and all arguments, after a step without numbers."""
    assert plan.data_node is not None  # a project's plan has one
    node = project.main.nodes[plan.data_node[1]]
    rows, rehearsal = data.load(node.kind, node.arguments, base), rehearse(plan)
    plan = replace(plan.lasting(), optimizer=plan.optimizer.on(plan.device, rehearsal.fuses))
    if plan.task is Task.CLASSES and rehearsal.classes is not None and plan.wiring.target == rows.target:
        try:
            data.check_labels(rows, rehearsal.classes)
        except DataError as error:
            raise UnusableRows(node.name, (MAIN, node.id), error) from error
    for lookup in rehearsal.lookups:
        place = lookup.place or Place(MAIN, node.id, node.name)
        try:
            data.check_indices(rows, lookup.port, lookup.rows)
        except DataError as error:
            raise UnusableRows(place.name, (place.block, place.node), error) from error
    return plan.with_threads(plan.threads or choose_threads(rehearsal.cost))
