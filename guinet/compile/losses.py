"""What losses compare: which targets fit which loss, told before a training finds out."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from guinet.compile.known import KnownTensor
from guinet.compile.meta import Answer, Inputs
from guinet.core.graph import Node
from guinet.core.problems import QT_TRANSLATE_NOOP, Problem, Severity
from guinet.nodes.types import NodeType, Task

CLASS_SHAPES: Final = "N×C, N"
"""What a loss of classes compares."""

_EQUAL_SHAPES: Final = QT_TRANSLATE_NOOP("Problem", "equal shapes")
_PROBABILITIES: Final = (Task.LOGITS, Task.PROBABILITIES)


def wrong_target(node: Node, type: NodeType, inputs: Inputs) -> Problem | None:
    """A target of the wrong type: class numbers for a loss of numbers, or the reverse."""
    prediction, target = _pair(inputs)
    if prediction is None or target is None:
        return None
    if not prediction.dtype.is_floating_point:
        template = QT_TRANSLATE_NOOP("Problem", "{node} learns from float predictions, but {got} arrives.")
        return _problem("loss-input", template, node, "input", "float32", prediction, _NO_GRADIENT)
    if type.task is Task.VALUES and not target.dtype.is_floating_point:
        return _whole_target(node, target, _CLASS_NUMBERS)
    if type.task is Task.CLASSES and target.dtype.is_floating_point and target.shapes != prediction.shapes:
        template = QT_TRANSLATE_NOOP(
            "Problem",
            "{node} compares with class numbers, but {got} arrives as target, which is read as numbers: set the task "
            "of the data to classification, or take a loss of numbers such as MSELoss.",
        )
        why = _WHOLE_CLASSES if are_scores(prediction, target) else _FLOAT_TARGETS
        return _problem("loss-target", template, node, "target", "N int64", target, why)
    if type.task is Task.CLASSES and len(prediction.shapes[0]) > 1 and prediction.shapes[0][1] == 1:
        template = QT_TRANSLATE_NOOP("Problem", "{node} chooses between classes, but {got} has one column only.")
        return _problem("one-class", template, node, "input", "N×C, C ≥ 2", prediction, _ONE_CLASS)
    return _wrong_weights(node, type, prediction)


def are_scores(prediction: KnownTensor, target: KnownTensor) -> bool:
    """Whether the prediction has a score for each of several classes, and the target one number for each sample."""
    return len(prediction.shapes[0]) == 2 and prediction.shapes[0][1] > 1 and len(target.shapes[0]) == 1


def _wrong_weights(node: Node, type: NodeType, prediction: KnownTensor) -> Problem | None:
    """Weights of other classes than there are: torch's own words are of a tensor nobody sees."""
    weights, sizes = node.arguments.get("weight"), prediction.shapes[0]
    if type.task is not Task.CLASSES or not isinstance(weights, (tuple, int, float)) or not sizes:
        return None
    count, classes = len(weights) if isinstance(weights, tuple) else 1, sizes[1] if len(sizes) > 1 else sizes[0]
    if count == classes:
        return None
    template = QT_TRANSLATE_NOOP("Problem", "{node} has {count} class weights, but {got} has {classes} classes.")
    values = {"node": node.name, "count": str(count), "got": str(prediction.spec()), "classes": str(classes)}
    return Problem("class-weights", template, values, argument="weight", expected=str(classes), got=str(count))


def failure(node: Node, type: NodeType, inputs: Inputs, error: str) -> Problem:
    """A prediction and a target whose shapes do not go together."""
    prediction, target = _pair(inputs)
    expected, why = "", ""
    if prediction is not None and target is not None:
        if type.task in _PROBABILITIES and not target.dtype.is_floating_point:
            return replace(_whole_target(node, target, _FLOATS_ONLY), detail=error)
        if type.task is Task.CLASSES and len(target.shapes[0]) == 1:
            expected = CLASS_SHAPES
            why = QT_TRANSLATE_NOOP("Problem", "One row of scores per sample is needed: two dimensions.")
            if len(prediction.shapes[0]) == 2:
                why = QT_TRANSLATE_NOOP("Problem", "Prediction and target count the samples differently.")
        elif type.task is not Task.NONE:
            expected = _EQUAL_SHAPES
            why = QT_TRANSLATE_NOOP("Problem", "Each number of the prediction is compared with one of the target.")
    got = ", ".join(str(known.spec()) for known in (prediction, target) if known is not None)
    template = QT_TRANSLATE_NOOP("Problem", "{node} cannot compare {got}.")
    values = {"node": node.name, "got": got or QT_TRANSLATE_NOOP("Problem", "what arrives")}
    return Problem("loss-shape", template, values, port="input", expected=expected, got=got, why=why, detail=error)


def doubt(node: Node, type: NodeType, inputs: Inputs, answer: Answer) -> Problem | None:
    """A comparison that runs, but stretches one side over the other."""
    prediction, target = _pair(inputs)
    if prediction is None or target is None or type.task is not Task.VALUES or prediction.shapes == target.shapes:
        return None
    template = QT_TRANSLATE_NOOP("Problem", "{node} would compare every sample with every target: {got}.")
    got = f"{prediction.spec().shape_text}, {target.spec().shape_text}"
    severity = Severity.ERROR
    if len(prediction.shapes[0]) == len(target.shapes[0]):
        severity = Severity.WARNING
        template = QT_TRANSLATE_NOOP("Problem", "{node} would compare one number with several: {got}.")
    return Problem(
        "loss-broadcast", template, {"node": node.name, "got": got}, severity, port="input", expected=_EQUAL_SHAPES,
        got=got, why=QT_TRANSLATE_NOOP("Problem", "Unequal shapes are stretched over each other."),
        detail=" ".join(answer.warnings),
    )  # fmt: skip


_FLOATS_ONLY = QT_TRANSLATE_NOOP("Problem", "Its targets are probabilities, as floats.")
_NO_GRADIENT = QT_TRANSLATE_NOOP("Problem", "Whole numbers have no gradient.")
_CLASS_NUMBERS = QT_TRANSLATE_NOOP(
    "Problem", "Whole numbers as targets are class numbers: CrossEntropyLoss takes them, with N×C scores."
)
_WHOLE_CLASSES = QT_TRANSLATE_NOOP("Problem", "Class numbers are whole numbers (int64), one for each sample.")
_FLOAT_TARGETS = QT_TRANSLATE_NOOP("Problem", "Float targets are quantities: MSELoss compares with those.")
_ONE_CLASS = QT_TRANSLATE_NOOP("Problem", "With one class the loss is always 0, whatever the network says.")


def _pair(inputs: Inputs) -> tuple[KnownTensor | None, KnownTensor | None]:
    prediction, target = inputs.get("input"), inputs.get("target")
    return (
        prediction if isinstance(prediction, KnownTensor) else None,
        target if isinstance(target, KnownTensor) else None,
    )


def _whole_target(node: Node, target: KnownTensor, why: str) -> Problem:
    template = QT_TRANSLATE_NOOP("Problem", "{node} compares with float numbers, but {got} arrives as target.")
    return _problem("loss-target", template, node, "target", "float32", target, why)


def _problem(code: str, template: str, node: Node, port: str, expected: str, known: KnownTensor, why: str) -> Problem:
    got = str(known.spec())
    return Problem(code, template, {"node": node.name, "got": got}, port=port, expected=expected, got=got, why=why)
