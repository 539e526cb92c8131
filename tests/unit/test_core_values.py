"""Values, specs, ports, problems, settings: the small plain types."""

from __future__ import annotations

import copy
import pickle

import pytest

from guinet.core.ports import Port, Ports, PortType, fits
from guinet.core.problems import Fix, GuinetError, Misuse, NotAllowed, Problem, Refused, Severity, Unreadable
from guinet.core.report import Report
from guinet.core.resources import resource
from guinet.core.settings import TRAINING_DEFAULTS, optimizer_arguments, training_setting
from guinet.core.values import (
    MISSING,
    Reference,
    ScalarSpec,
    SequenceSpec,
    TensorSpec,
    freeze,
    identical,
)


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (TensorSpec(("N", 32, 8, 8)), "N×32×8×8 float32"),
        (TensorSpec((), "int64"), "scalar int64"),
        (SequenceSpec((TensorSpec(("N", 4)), TensorSpec((2, "N", 4)))), "(N×4 float32, 2×N×4 float32)"),
        (ScalarSpec("int", "N"), "N"),
    ],
)
def test_specs_read_as_the_wire_labels_them(spec: object, text: str) -> None:
    assert str(spec) == text


def test_freezing_makes_lists_tuples_all_the_way_down() -> None:
    assert freeze([1, [2.0, "a"], (None, True)]) == (1, (2.0, "a"), (None, True))
    assert freeze(Reference("w")) == Reference("w")


@pytest.mark.parametrize("value", [{}, {1}, b"x", object(), [1, [{}]]])
def test_only_what_a_file_holds_can_be_frozen(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be the value of an argument"):
        freeze(value)


@pytest.mark.parametrize(("left", "right"), [(1, True), (1, 1.0), ((1,), (True,)), (0.0, -0.0), ("1", 1)])
def test_settings_of_different_types_are_not_identical(left: object, right: object) -> None:
    assert identical(left, left)
    assert not identical(left, right)


def test_missing_stays_itself_across_processes() -> None:
    assert pickle.loads(pickle.dumps(MISSING)) is MISSING
    assert copy.deepcopy(MISSING) is MISSING


def test_ports_are_found_by_name() -> None:
    ports = Ports((Port("input"),), (Port("output"), Port("h_n")))

    assert ports.output("h_n") == Port("h_n")
    assert ports.input("h_n") is None


@pytest.mark.parametrize(
    ("output", "input", "expected"),
    [
        (PortType.TENSOR, PortType.TENSOR, True),
        (PortType.TENSOR, PortType.NUMBER, False),
        (PortType.LIST, PortType.TENSOR, False),
        (PortType.ANY, PortType.TENSOR, True),
        (PortType.NUMBER, PortType.ANY, True),
    ],
)
def test_which_ports_fit(output: PortType, input: PortType, expected: bool) -> None:
    assert fits(Port("a", output), Port("b", input)) is expected


def test_a_problem_fills_in_its_words() -> None:
    fix = Fix("Set {name}", (), {"name": "in_features"})
    problem = Problem("x", "{node} is wrong.", {"node": "fc"}, fixes=(fix,))

    assert (problem.message, problem.fixes[0].text) == ("fc is wrong.", "Set in_features")
    assert str(Refused(problem)) == "fc is wrong."


def test_exit_codes_are_those_of_the_contract() -> None:
    codes = {error: error.exit_code for error in (GuinetError, Misuse, Unreadable, NotAllowed, Refused)}

    assert codes == {GuinetError: 1, Misuse: 2, Unreadable: 3, NotAllowed: 4, Refused: 1}


def test_a_report_with_warnings_only_is_fine() -> None:
    warning, error = Problem("w", "w", severity=Severity.WARNING), Problem("e", "e")

    assert Report({}, (warning,)).ok
    assert Report({}, (warning, error)).errors == (error,)
    assert not Report({}, (error,)).ok


def test_training_settings() -> None:
    training = {"epochs": 3, "optimizer.momentum": 0.9, "optimizer.lr": 0.1}

    assert training_setting(training, "epochs") == 3
    assert training_setting(training, "seed") == TRAINING_DEFAULTS["seed"]
    assert optimizer_arguments(training) == {"lr": 0.1, "momentum": 0.9}
    with pytest.raises(KeyError):
        training_setting(training, "epoch")


def test_resources_are_found_or_missed_by_name() -> None:
    assert resource("icons").is_dir()
    with pytest.raises(FileNotFoundError, match=r"GuiNet's own file icons/nothing\.svg is missing; reinstall GuiNet"):
        resource("icons/nothing.svg")
