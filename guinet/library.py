"""The library: what `import guinet` offers to scripts and notebooks, and what the command line is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from torch import Tensor, nn

from guinet import data
from guinet.compile import module, shapes
from guinet.compile import source as source_text
from guinet.compile.endless import guards
from guinet.compile.precedence import is_script
from guinet.compile.script import write_script
from guinet.core.coding import used_code
from guinet.core.graph import BlockData
from guinet.core.plain import plain
from guinet.core.problems import QT_TRANSLATE_NOOP, Misuse
from guinet.core.project import MAIN, Project
from guinet.core.report import Report
from guinet.nodes.registry import REGISTRY
from guinet.probe import autograd
from guinet.probe.evaluate import Evaluation
from guinet.probe.evaluate import evaluate as run_once
from guinet.probe.modes import Mode
from guinet.storage import files, trust
from guinet.storage.unsaved import new_runs_folder
from guinet.train import inference
from guinet.train.control import Control
from guinet.train.devices import find_device
from guinet.train.engine import COMPLETED, Engine
from guinet.train.events import Finished, TrainingEvent
from guinet.train.inference import Prediction
from guinet.train.plan import make_plan
from guinet.train.problems import TrainingError
from guinet.train.runs import Run, RunStore

if TYPE_CHECKING:
    from guinet.exchange.python.reading import ImportedProject
    from guinet.exchange.starting import Kept
    from guinet.probe.inspection import Inspection

load = files.load
"""Reads a project file. Raises Unreadable or NotAllowed."""


def save(project: Project, path: str | PathLike[str] | None = None) -> Path:
    """Writes a project file atomically, and beside it the values that came with a project of `from_module`; returns
    where it is. Raises SaveFailed; the old file is then whole."""
    if project.path is None and project.folder is not None:
        from guinet.exchange.module.keeping import save as save_with_values

        return save_with_values(project, path)
    return files.save(project, path)


autograd_graph = autograd.autograd_graph
"""The graph of functions that autograd recorded of a tensor, as a networkx.MultiDiGraph."""


def from_source(text: str, name: str | None = None, inputs: Sequence[tuple[int, ...]] = ()) -> ImportedProject:
    """The project that a Python text describes: parsed, never run. Its `import_report` says what of the text is not in
    it as it stands there.

    `name` is the class, function or variable that is the network, by default the last that nothing else in the text is
    made of; `inputs` are the shapes of what enters, without the batch, where trying finds none or others than meant.
    Raises Unreadable where nothing of it can be drawn, Misuse for a name that is not there.
    """
    from guinet.exchange.python.reading import read

    return read(text, name, inputs)


def from_module(module: nn.Module, example_inputs: Tensor | Sequence[Tensor] | Mapping[str, Tensor]) -> ImportedProject:
    """The project of a live module, drawn from what it does when it runs, with its weights: `build` gives a module of
    the same `state_dict` and outputs. Its `import_report` says what of the module is not in it as it is there.

    `example_inputs` are what its forward takes, batch first: a tensor, a tuple of tensors, or a dictionary of them by
    the names of forward's arguments. The module runs on copies of them, in train and in eval mode, and is afterwards as
    it was. Nothing of it is pickled; `save` writes its weights beside the project. Raises Misuse for what is no module
    and for inputs that it does not run with; Unreadable, with the line, where no graph can say what it does, such as a
    branch on the values of a tensor.
    """
    from guinet.exchange.module.importing import from_module as record

    return record(module, example_inputs)


def new(name: str = "Net") -> Project:
    """An empty project whose module will be a class called `name`."""
    return Project(REGISTRY, [BlockData(MAIN, name)])


def check(project: Project) -> Report:
    """Shapes by node and all problems, from running every operation on the meta device."""
    return shapes.check(project, data.project_specs(project))


def source(project: Project, training: bool = False) -> str:
    """The generated Python of the module, of a script where the canvas is only tensors, or the whole training script.

    What waits for code that nobody trusted is a comment. Raises GuinetError when there are errors.
    """
    if training:
        from guinet.exchange.training_script import training_script

        return training_script(project)
    project = plain(project)
    checker = shapes.Checker(project, data.project_specs(project))
    if is_script(project.main):
        return write_script(project, checker.scope, checker.report).text
    waits = bool(trust.untrusted(used_code(project)))
    return source_text.generate(project, checker.report, partial=waits).text


def data_files(project: Project) -> tuple[Path, ...]:
    """The files and folders that the training script of `source` reads from beside itself. Raises GuinetError."""
    from guinet.exchange.training_script import needed_files

    return needed_files(project)


class Values(dict[str, object]):
    """What `evaluate` found: by node name its value, or a tuple where it has several outputs.

    Nodes that failed, or wait for one that did, are not there: `problems` says why. `told` is what is told of each node
    in plain data, by node id; it keeps nothing alive.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__(evaluation.by_name())
        self.told = evaluation.told
        self.problems = evaluation.told.problems


def evaluate(project: Project, weights: str | PathLike[str] | None = None, *, mode: Mode | None = None) -> Values:
    """The value at every node of the main block, run once without training.

    A canvas that is only tensors runs as the script that `source` gives. Otherwise the module runs in eval mode on one
    batch of its data, or on made-up values where an Input feeds it, with the weights of a file or fresh ones from the
    project's seed. `mode` is "eval" or "train" for all layers: Dropout and the normalisations differ. Raises Unreadable
    for weights that do not fit, NotAllowed for code that nobody trusted, Misuse for another mode.
    """
    if mode not in (None, "eval", "train"):
        raise Misuse(QT_TRANSLATE_NOOP("Problem", "there is no mode “{mode}”: use eval or train"), mode=mode)
    if weights is None:
        return Values(run_once(project, mode=mode))
    from guinet.exchange.weights import give_weights

    path = Path(weights)
    return Values(run_once(project, weights=lambda module: give_weights(module, project, None, path), mode=mode))


def build(project: Project) -> nn.Module:
    """The module the source makes, freshly initialised from torch's current random state.

    A loop in it that would never end raises TooManyRounds after as many rounds as the training setting `loop_limit`
    allows. Raises SourceError when the project has errors, NotAllowed for code that nobody trusted.
    """
    return module.build(source_text.generate(project, check(project)), *guards(project))


def train(
    project: Project,
    *,
    epochs: int | None = None,
    device: str | None = None,
    seed: int | None = None,
    folder: str | PathLike[str] | None = None,
    resume: str | int | None = None,
    on_event: Callable[[TrainingEvent], None] | None = None,
    control: Control | None = None,
) -> Finished:
    """Trains the project and keeps the run in `folder` (by default NAME.runs beside the project file).

    `resume` names a run to go on with; one that was cut short goes on to the epoch, and on the device, it was started
    for. Raises Misuse for a device that is not here, and for a seed or too few epochs to resume with; GuinetError
    when the project cannot be trained.
    """
    runs = Path(folder) if folder is not None else runs_folder(project)
    resume = _run_id(resume)
    if device is not None:
        _refuse_no_device(device)
    old = _kept(runs, resume) if resume is not None else None
    if old is not None and seed not in (None, old.start.seed):
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "run {run} goes on with the seed it began with, {seed}: leave the seed out, or start a new run",
        )
        raise Misuse(template, run=resume, seed=old.start.seed)
    if old is not None and old.state != COMPLETED:
        epochs = epochs if epochs is not None else old.start.epochs
        device = device if device is not None else old.start.device
    plan = make_plan(project, epochs=epochs, device=device, seed=seed)
    if old is not None:
        _refuse_nothing_left(old, plan.epochs)
    return Engine(plan, runs, on_event or _ignore, control or Control(), resume=resume).run()


def _run_id(run: str | int | None) -> str | None:
    """Runs are called 1, 2, 3: whoever writes one without quotes means it."""
    return None if run is None else str(run)


def _kept(runs: Path, run: str) -> Run | None:
    store = RunStore(runs)
    try:
        return store.get(run)
    finally:
        store.close()


def _refuse_nothing_left(run: Run, epochs: int) -> None:
    """A run cut short in its very end still has its test to do."""
    cut_short_at_the_end = run.state != COMPLETED and epochs == run.start.epochs
    if run.epoch >= epochs and not cut_short_at_the_end:
        raise Misuse(
            QT_TRANSLATE_NOOP(
                "Problem",
                "run {run} has done {epoch} epochs already, and {epochs} would add none: go on with more "
                "(--epochs {more}), or start a new run",
            ),
            run=run.id,
            epoch=run.epoch,
            epochs=epochs,
            more=run.epoch + 1,
        )


def _refuse_no_device(name: str) -> None:
    try:
        find_device(name)
    except TrainingError as error:
        raise Misuse(error.problem.template, **error.problem.values) from error


def predict(
    project: Project,
    input: str | PathLike[str],
    weights: str | PathLike[str] | None = None,
    run: str | int | None = None,
) -> tuple[Prediction, ...]:
    """What the network says of `input`: a file (image, .csv, .npy, .json) or values written out.

    The weights are those of a file, of a run, or of the newest run. Raises GuinetError when the input, the weights
    or the project cannot be used.
    """
    from guinet.exchange.subject import make_subject

    if not isinstance(input, (str, PathLike)):
        raise Misuse(
            QT_TRANSLATE_NOOP(
                "Problem", 'a prediction starts from a file or from values written as text ("5.1,3.5"), not {input}'
            ),
            input=repr(input),
        )
    subject = make_subject(project, _run_id(run), Path(weights) if weights is not None else None)
    return inference.predict(project, subject.module, fspath(input))


def start_from(
    project: Project, weights: str | PathLike[str] | None = None, run: str | int | None = None, below: str = ""
) -> Kept:
    """Has the project begin with the weights of a file (safetensors, or what `torch.save` wrote), or of the best epoch
    of a run, instead of drawn ones: what of them fits, or what of that lies below a path of the module.

    They are kept in a file beside the project's, which a rule loads; an undo takes it back. Gives the file and what
    was not there. Runs no code. Raises GuinetError for a project never saved, or when nothing fits; Misuse when not one
    of file and run is given.
    """
    from guinet.exchange import starting
    from guinet.nodes.loaded_values import start_from as load_first

    if (weights is None) == (run is None):
        raise Misuse(QT_TRANSLATE_NOOP("Problem", "say whose weights to start from: those of a file or of a run"))
    if weights is not None:
        state, source_name = starting.file_state(Path(weights)), Path(weights).name
    else:
        state, source_name = starting.run_state(runs_folder(project), str(run)), f"run {run}"
    kept = starting.keep(project, state, source_name, below)
    load_first(project.main, kept.file, kept.digest, bool(below) or not kept.matched.whole)
    return kept


def inspect(project: Project, *, measured: bool = False, device: str | None = None) -> Inspection:
    """What the training doctor finds, with the weights and the record of the newest run where it is of this network;
    and what a training step costs by node: estimated without computing, or `measured` on a real batch on the project's
    device or `device`.

    Raises NotAllowed for code that nobody trusted; Misuse for a device torch does not know.
    """
    from guinet.exchange.weights import give_weights
    from guinet.probe.inspection import inspect as look

    if device is not None:
        _refuse_no_device(device)
    runs = runs_folder(project)

    def weights(module: nn.Module) -> str | None:
        return give_weights(module, project, None, None, runs).run

    return look(project, measured=measured, device=device, weights=weights, runs=runs)


def runs_folder(project: Project) -> Path:
    """NAME.runs beside NAME.guinet; for a project never saved one of the user's, the same as long as it is open."""
    if project.runs_folder is not None:
        return project.runs_folder
    if project not in _unsaved:
        _unsaved[project] = new_runs_folder()
    return _unsaved[project]


_unsaved: Final[WeakKeyDictionary[Project, Path]] = WeakKeyDictionary()
"""The folders of the runs of projects never saved."""


def _ignore(event: TrainingEvent) -> None:
    """Nobody listens."""
