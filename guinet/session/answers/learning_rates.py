"""Tells how the learning rate will move, without training."""

from __future__ import annotations

from guinet import data
from guinet.compile.order import form_of
from guinet.core.problems import GuinetError
from guinet.core.project import Project
from guinet.core.settings import training_setting
from guinet.nodes.training import setting_problem
from guinet.nodes.types import Form
from guinet.session.failure import failure
from guinet.session.messages.learning_rates import AskLearningRates, LearningRates
from guinet.session.studies import Desk
from guinet.train.optimizers import choose_optimizer
from guinet.train.problems import failed
from guinet.train.rate_curve import rate_curve
from guinet.train.schedulers import choose_scheduler
from guinet.train.updates import choose_update


def answer(desk: Desk, study: AskLearningRates) -> None:
    """Emits `LearningRates`; a setting that cannot be is told in it."""
    training = desk.project.training
    try:
        complaint = setting_problem("epochs", training_setting(training, "epochs"))
        if complaint is not None:
            raise failed("setting", *complaint)
        choose_optimizer(training)
        batches = batches_of(desk.project)
        choice = choose_scheduler(training)
        per_epoch = choose_update(training).updates(batches or 1)
        epochs = int(str(training_setting(training, "epochs")))
        curve = rate_curve(training, batches or 1, desk.stopping)
    except GuinetError as error:
        desk.emit(LearningRates(problem=failure(study, error).problem))
        return
    desk.emit(
        LearningRates(
            tuple(update for update, _ in curve),
            tuple(rate for _, rate in curve),
            epochs * per_epoch,
            per_epoch,
            epochs,
            choice is not None and choice.metric,
            batches is not None,
        )
    )


def batches_of(project: Project) -> int | None:
    """The batches of an epoch of the first data source; None where there is none, or it cannot be read."""
    node = next((node for node in project.main.nodes.values() if form_of(node) is Form.DATA), None)
    if node is None:
        return None
    try:
        rows = data.prepare(node.kind, node.arguments, project.folder).train.rows
        options = data.options(node.arguments)
    except GuinetError:
        # It is told as a problem of that node; the curve is drawn by epochs.
        return None
    whole, rest = divmod(rows, options.batch_size)
    return max(1, whole if options.drop_last or not rest else whole + 1)
