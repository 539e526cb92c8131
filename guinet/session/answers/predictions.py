"""Predicts: what the network says of a row of the data, of numbers, of a file, of a drawing; and its worst mistakes."""

from __future__ import annotations

from typing import Final, TypeAlias

import torch
from msgspec.structs import replace
from torch import Tensor

from guinet.compile import module as compiled
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Problem
from guinet.data.drawings import read_drawing
from guinet.session.answers.prediction_code import code_of
from guinet.session.answers.prediction_model import Model, model
from guinet.session.commands import Study
from guinet.session.failure import failure
from guinet.session.messages.predictions import (
    DescribePrediction,
    Drawn,
    FindMistakes,
    InputKind,
    Mistake,
    Mistakes,
    Picture,
    Predict,
    Predicted,
    PredictionDescribed,
    Sample,
    Written,
)
from guinet.session.studies import Desk
from guinet.train.inference import Prediction

Batch: TypeAlias = dict[str, Tensor]

MOST_NUMBERS: Final = 64
"""So many numbers of a row, or of what came out, are told."""

MOST_MISTAKES: Final = 100
_AT_ONCE: Final = 256
_LARGEST_PICTURE: Final = 512


def describe(desk: Desk, study: DescribePrediction) -> None:
    """Emits `PredictionDescribed`."""
    try:
        desk.emit(_described(model(desk)))
    except GuinetError as error:
        desk.emit(PredictionDescribed(problem=failure(study, error).problem))


def predict(desk: Desk, study: Predict) -> None:
    """Emits `Predicted`."""
    found: Model | None = None
    try:
        found = model(desk)
        desk.emit(_predicted(found, study))
    except Exception as error:  # noqa: BLE001 - the network may be code written by hand: it becomes a problem in words
        desk.emit(Predicted(study.given, problem=_problem(study, error, found)))


def mistakes(desk: Desk, study: FindMistakes) -> None:
    """Emits `Mistakes`, unless nobody waits for them any more."""
    found: Model | None = None
    try:
        found = model(desk)
        told = _mistakes(desk, found)
    except Exception as error:  # noqa: BLE001 - as above
        told = Mistakes(problem=_problem(study, error, found))
    if told is not None:
        desk.emit(told)


def _problem(study: Study, error: Exception, found: Model | None) -> Problem:
    if isinstance(error, GuinetError) or found is None:
        return failure(study, error).problem
    return compiled.explain(error, found.predictor.source)


# What goes in


def _described(found: Model) -> PredictionDescribed:
    about = found.predictor.about
    shape = tuple(found.rows.fields[about.input].shape[1:])
    kind = _kind(shape)
    parts = {name: found.part(name).rows for name in ("train", "validation", "test")}
    columns = about.features if len(about.features) == (shape[0] if shape else 0) else ()
    if kind is InputKind.ROW and not columns:
        columns = tuple(f"x{number}" for number in range(shape[0]))
    return PredictionDescribed(
        kind,
        shape,
        columns,
        {name: rows for name, rows in parts.items() if rows},
        about.classes or (),
        kind is InputKind.PICTURE and shape[0] == 1,
    )


def _kind(shape: tuple[int, ...]) -> InputKind:
    if len(shape) == 3 and shape[0] in (1, 3) and min(shape[1:]) > 3:
        return InputKind.PICTURE
    return InputKind.ROW if len(shape) == 1 and shape[0] <= MOST_NUMBERS else InputKind.OTHER


def _predicted(found: Model, study: Predict) -> Predicted:
    given = study.given
    batch, raw, rows = _batch(found, study)
    outputs = found.predictor.outputs(batch)
    answer = _told(Predicted(given, run=found.weights.run or "", weights=str(found.weights.words)), found, outputs)
    values = batch[found.predictor.about.input]
    if isinstance(given, Sample):
        loss = found.loss(outputs, batch)
        answer = replace(answer, truth=_truth(found, batch, 0), loss=loss(0) if loss is not None else None)
    numbers = tuple(raw.flatten()[:MOST_NUMBERS].tolist()) if raw.dim() == 1 else ()
    code = code_of(found, values, raw.tolist() if raw.dim() == 1 else ())
    return replace(answer, row=numbers, picture=_picture(found, raw), rows=rows, code=code)


def _batch(found: Model, study: Predict) -> tuple[Batch, Tensor, int]:
    """One row for the network, its input as it stands in the data, and how many rows there were to choose from."""
    predictor, given = found.predictor, study.given
    port = predictor.about.input
    match given:
        case Sample():
            part = found.part(given.part)
            if not 0 <= given.number < part.rows:
                raise GuinetError(QT_TRANSLATE_NOOP("Problem", "There is no such row: choose another number."))
            place = int(found.splits.indices[given.part][given.number])
            one = slice(given.number, given.number + 1)
            batch = {name: values[one].clone() for name, values in part.fields.items()}
            return batch, found.rows.fields[port][place], part.rows
        case Written():
            read = predictor.read(given.text, as_it_stands=True)[port]
            row = min(max(0, given.row), len(read) - 1)
            values = read[row : row + 1]
            standardiser = found.splits.standardiser
            return {port: values if standardiser is None else standardiser.apply(values)}, read[row], len(read)
        case Drawn():
            pixels = torch.frombuffer(bytearray(given.pixels), dtype=torch.uint8)
            drawing = pixels.reshape(given.height, given.width).float() / 255
            values = read_drawing(drawing, found.splits.train.fields[port], fit=given.fit)
            return {port: values}, values[0], 1


def _picture(found: Model, values: Tensor) -> Picture | None:
    """Paper to ink over the range of the training images."""
    if values.dim() != 3 or _kind(tuple(values.shape)) is not InputKind.PICTURE:
        return None
    images = found.splits.train.fields[found.predictor.about.input]
    low, high = float(images.min()), float(images.max())
    step = -(-max(values.shape[1:]) // _LARGEST_PICTURE)
    shown = values[:, ::step, ::step]
    scaled = ((shown - low) / ((high - low) or 1.0)).clamp(0, 1).mul(255).round().to(torch.uint8)
    channels, height, width = scaled.shape
    return Picture(scaled.permute(1, 2, 0).contiguous().numpy().tobytes(), height, width, channels)


# What comes out


def _told(answer: Predicted, found: Model, outputs: tuple[Tensor, ...]) -> Predicted:
    (prediction,) = found.predictor.predictions(tuple(output[:1] for output in outputs))
    values = prediction.values[:MOST_NUMBERS]
    if prediction.label is None:
        return replace(answer, values=values)
    shares = sorted(prediction.probabilities.items(), key=lambda item: -item[1])
    return replace(answer, label=prediction.label, shares=tuple(shares), values=values)


def _truth(found: Model, batch: Batch, row: int) -> str:
    """The name of the class, or the value, that the data have for it."""
    about = found.predictor.about
    target = batch[about.target][row] if about.target in batch else None
    if target is None:
        return ""
    classes = about.classes or ()
    if target.numel() == 1 and classes and float(target).is_integer() and 0 <= int(target) < len(classes):
        return classes[int(target)]
    if target.numel() == 1:
        return f"{target.item():.6g}"
    return ", ".join(f"{value:.4g}" for value in target.flatten()[:MOST_NUMBERS].tolist())


def _mistakes(desk: Desk, found: Model) -> Mistakes | None:
    name = next(name for name in ("test", "validation", "train") if found.part(name).rows)
    part = found.part(name)
    items: list[Mistake] = []
    wrong: int | None = None
    for start in range(0, part.rows, _AT_ONCE):
        if desk.stopping():
            return None
        desk.done(start / part.rows)
        batch = {port: values[start : start + _AT_ONCE].clone() for port, values in part.fields.items()}
        outputs = found.predictor.outputs(batch)
        loss = found.loss(outputs, batch)
        for row, prediction in enumerate(found.predictor.predictions(outputs)):
            truth = _truth(found, batch, row)
            if prediction.label is not None:
                wrong = (wrong or 0) + (prediction.label != truth)
                if prediction.label == truth:
                    continue
            number = 0.0 if loss is None else loss(row)
            items.append(_mistake(Sample(name, start + row), truth, prediction, number))
    worst = sorted(items, key=lambda item: -item.loss)[:MOST_MISTAKES]
    return Mistakes(name, part.rows, wrong, tuple(worst))


def _mistake(sample: Sample, truth: str, prediction: Prediction, loss: float) -> Mistake:
    if prediction.label is None:
        shown = ", ".join(f"{value:.4g}" for value in prediction.values[:3])
        return Mistake(sample, truth, shown, loss)
    return Mistake(sample, truth, prediction.label, loss, prediction.probabilities[prediction.label])
