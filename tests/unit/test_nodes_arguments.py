"""Arguments: what may be set, what is said when it may not, and how values are written in forms."""

from __future__ import annotations

import pytest

from guinet.core.values import Reference, Value
from guinet.nodes.arguments import argument_problem, unknown_argument
from guinet.nodes.registry import REGISTRY
from guinet.nodes.text import BadArgument, format_value, parse
from guinet.nodes.types import Argument, ArgumentType, NodeType

INT = Argument("out_features", ArgumentType.INT, minimum=1)
FLOAT = Argument("p", ArgumentType.FLOAT, 0.5, minimum=0, maximum=1)
BOOL = Argument("bias", ArgumentType.BOOL, True)
CHOICE = Argument("reduction", ArgumentType.CHOICE, "mean", ("mean", "sum"))
SIZE = Argument("padding", ArgumentType.SIZE, 0, ("same", "valid"), minimum=0, length=2)
STRIDE = Argument("stride", ArgumentType.SIZE, None, minimum=1, optional=True)
SHAPE = Argument("shape", ArgumentType.SHAPE)
NUMBERS = Argument("betas", ArgumentType.NUMBERS, (0.9, 0.999), minimum=0, maximum=1, length=2)
NAMES = Argument("features", ArgumentType.NAMES, ())
DTYPE = Argument("dtype", ArgumentType.DTYPE, "float32")
FILL = Argument("fill_value", ArgumentType.FLOAT)
ROWS = Argument("rows", ArgumentType.NUMBERS)
TEXT = Argument("separator", ArgumentType.TEXT, "")
ANY = Argument("anything", ArgumentType.ANY, None, optional=True)
DATA = Argument("data", ArgumentType.ANY)


def message(argument: Argument, value: Value) -> str:
    problem = argument_problem(argument, value)
    assert problem is not None
    template, values = problem
    return template.format(**values)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        (INT, 1),
        (INT, Reference("width")),
        (FLOAT, 0),
        (FLOAT, 1.0),
        (BOOL, False),
        (CHOICE, "sum"),
        (SIZE, 3),
        (SIZE, (1, 2)),
        (SIZE, "same"),
        (STRIDE, None),
        (STRIDE, (None, 2)),
        (SHAPE, (-1, 8)),
        (SHAPE, ()),
        (NUMBERS, (0.9, 0.99)),
        (NAMES, ("a", "b")),
        (DTYPE, "int64"),
        (TEXT, ";"),
        (ANY, ((1, "a"), None)),
        (ANY, (float("inf"), float("nan"))),
        (FILL, float("-inf")),
        (ROWS, (float("inf"), None)),
    ],
)
def test_what_may_be_set(argument: Argument, value: Value) -> None:
    assert argument_problem(argument, value) is None


@pytest.mark.parametrize(
    ("argument", "value", "sentence"),
    [
        (INT, 0, "out_features is 0, but must be at least 1."),
        (INT, -5, "out_features is -5, but must be at least 1."),
        (INT, 2.5, "out_features is 2.5, but must be a whole number."),
        (INT, True, "out_features is True, but must be a whole number."),
        (INT, "64", "out_features is '64', but must be a whole number."),
        (INT, None, "out_features needs a value."),
        (FLOAT, 1.5, "p is 1.5, but must be at most 1."),
        (FLOAT, float("nan"), "p is nan, but its numbers must be finite."),
        (FLOAT, float("inf"), "p is inf, but its numbers must be finite."),
        (INT, float("inf"), "out_features is inf, but must be a whole number."),
        (NUMBERS, (0.9, float("nan")), "betas is (0.9, nan), but its numbers must be finite."),
        (BOOL, 1, "bias is 1, but must be true or false."),
        (CHOICE, "average", "reduction is 'average', but must be one of: mean, sum."),
        (CHOICE, 3, "reduction is 3, but must be one of: mean, sum."),
        (SIZE, (1, -2), "padding is (1, -2), but must be at least 0."),
        (SIZE, (1, 2, 3), "padding is (1, 2, 3), but takes one number or 2."),
        (SIZE, "full", "padding is 'full', but must be one or more whole numbers, or one of: same, valid."),
        (SIZE, (None, 1), "padding is (None, 1), but must be one or more whole numbers, or one of: same, valid."),
        (STRIDE, (True, 1), "stride is (True, 1), but must be one or more whole numbers."),
        (SHAPE, 3, "shape is 3, but must be a list of whole numbers."),
        (SHAPE, ((1,), 2), "shape is ((1,), 2), but must be a list of whole numbers."),
        (NUMBERS, (0.9, 2.0), "betas is (0.9, 2.0), but must be at most 1."),
        (NUMBERS, "0.9", "betas is '0.9', but must be one or more numbers."),
        (NAMES, "a", "features is 'a', but must be a list of names."),
        (TEXT, 1, "separator is 1, but must be text."),
    ],
)
def test_what_is_said_of_a_wrong_value(argument: Argument, value: Value, sentence: str) -> None:
    assert message(argument, value) == sentence


def test_numbers_too_large_to_be_written_out_are_refused() -> None:
    assert message(INT, 10**5000) == "out_features is larger than any size can be; use a smaller number."
    assert message(SHAPE, ((-(10**5000),),)) == "shape is larger than any size can be; use a smaller number."
    assert message(NUMBERS, (0.5, 10**5000)) == "betas must be between 0 and 1."


def test_a_wrong_dtype_names_the_right_ones() -> None:
    assert message(DTYPE, "float3").startswith("dtype is 'float3', but must be one of: float32, float64")


def test_a_long_value_is_cut_off() -> None:
    assert len(message(INT, "x" * 10_000)) < 120


def sentence(type: NodeType | None, name: str) -> str:
    assert type is not None
    template, values = unknown_argument(type, name)
    return template.format(**values)


def test_a_slip_in_a_name_is_recognised() -> None:
    linear = REGISTRY.get("torch.nn.Linear")

    assert sentence(linear, "out_feature") == "Linear has no argument “out_feature”; did you mean out_features?"
    assert sentence(linear, "zzz") == "Linear has no argument “zzz”; it has: in_features, out_features, bias."
    assert sentence(REGISTRY.get("torch.nn.Tanh"), "zzz") == "Tanh has no argument “zzz”: it takes none."


@pytest.mark.parametrize(
    ("argument", "text", "value"),
    [
        (INT, " 64 ", 64),
        (FLOAT, "1e-3", 0.001),
        (FLOAT, "1", 1),
        (FLOAT, ".5", 0.5),
        (BOOL, "True", True),
        (BOOL, "no", False),
        (CHOICE, "Mean", "mean"),
        (SIZE, "same", "same"),
        (SIZE, "3", 3),
        (SIZE, "3 × 3", (3, 3)),
        (SIZE, "3, 5", (3, 5)),
        (SIZE, "(3,5)", (3, 5)),
        (SIZE, "3x5", (3, 5)),
        (STRIDE, "(2,)", (2,)),
        (STRIDE, "", None),
        (STRIDE, "none", None),
        (STRIDE, "None × 2", (None, 2)),
        (SHAPE, "", ()),
        (SHAPE, "−1, 8", (-1, 8)),
        (SHAPE, "[1, 28, 28]", (1, 28, 28)),
        (SHAPE, "7", (7,)),
        (NUMBERS, "0.9, 0.999", (0.9, 0.999)),
        (NAMES, "length, width ,", ("length", "width")),
        (NAMES, '"a, b", c', ("a, b", "c")),
        (DTYPE, "torch.int64", "int64"),
        (TEXT, " ; ", " ; "),
        (ANY, "[1, 'a']", (1, "a")),
        (ANY, "", None),
    ],
)
def test_what_people_type_is_understood(argument: Argument, text: str, value: Value) -> None:
    parsed = parse(argument, text)

    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("argument", "text", "sentence"),
    [
        (INT, "many", "out_features: “many” could not be read; write it like 3."),
        (INT, "", "out_features: “” could not be read; write it like 3."),
        (INT, "0", "out_features is 0, but must be at least 1."),
        (INT, "9" * 23, "out_features is larger than any size can be; use a smaller number."),
        (INT, "9" * 5000, "out_features is larger than any size can be; use a smaller number."),
        (SIZE, "3, -" + "9" * 5000, "padding is larger than any size can be; use a smaller number."),
        (FLOAT, "9" * 5000, "p must be between 0 and 1."),
        (INT, "x" * 61, f"out_features: “{'x' * 59}…” could not be read; write it like 3."),
        (FLOAT, "1e999", "p: “1e999” could not be read; write it like 0.5."),
        (FLOAT, "nan", "p is nan, but its numbers must be finite."),
        (INT, "inf", "out_features: “inf” could not be read; write it like 3."),
        (ANY, "float('1')", "anything: “float('1')” could not be read; write it like (1, 2)."),
        (BOOL, "maybe", "bias: “maybe” could not be read; write it like true."),
        (SIZE, "", "padding: “” could not be read; write it like 3 × 3."),
        (SIZE, "3 by 3", "padding: “3 by 3” could not be read; write it like 3 × 3."),
        (SHAPE, "(1, 2", "shape: “(1, 2” could not be read; write it like 1, 28, 28."),
        (CHOICE, "median", "reduction is 'median', but must be one of: mean, sum."),
        (NAMES, 'a, "b', 'features: “a, "b” could not be read; write it like length, width.'),
        (ANY, "open('x')", "anything: “open('x')” could not be read; write it like (1, 2)."),
        (ANY, "(" * 10_000, f"anything: “{'(' * 59}…” could not be read; write it like (1, 2)."),
        (ANY, "{1: 2}", "anything: “{1: 2}” could not be read; write it like (1, 2)."),
    ],
)
def test_what_cannot_be_understood_is_told(argument: Argument, text: str, sentence: str) -> None:
    with pytest.raises(BadArgument) as caught:
        parse(argument, text)

    assert str(caught.value) == sentence
    assert caught.value.template.format(**caught.value.values) == sentence


@pytest.mark.parametrize(
    ("argument", "value", "text"),
    [
        (SIZE, (3, 3), "3 × 3"),
        (SIZE, 3, "3"),
        (SHAPE, (1, 28, 28), "1, 28, 28"),
        (BOOL, True, "true"),
        (FLOAT, 0.5, "0.5"),
        (STRIDE, None, "None"),
        (NAMES, ("a, b", "c"), '"a, b", c'),
        (INT, Reference("width"), "width"),
        (ANY, (1, (2,)), "(1, (2,))"),
        (DATA, (3, 2, 1), "[3, 2, 1]"),
        (DATA, (10,), "[10]"),
        (DATA, ((1, 2), (3, 4)), "[[1, 2], [3, 4]]"),
        (DATA, (), "[]"),
        (DATA, 2.0, "2.0"),
    ],
)
def test_how_a_value_is_shown(argument: Argument, value: Value, text: str) -> None:
    assert format_value(argument, value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1, 2]", (1, 2)),
        ("(1, 2)", (1, 2)),
        ("1 2 3", (1, 2, 3)),
        ("3 -5", (3, -5)),
        ("1 2; 3.5 4", ((1, 2), (3.5, 4))),
        ("1\t2\n3\t4\n", ((1, 2), (3, 4))),
        ("1; 2", ((1,), (2,))),
        ("[[True], [False]]", ((True,), (False,))),
    ],
)
def test_a_tensor_is_typed_as_a_list_or_a_table(text: str, value: Value) -> None:
    assert parse(DATA, text) == value


@pytest.mark.parametrize("text", ["", ";", "[1, 2", "a b", "1 2; x"])
def test_what_is_neither_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadArgument, match=r"write it like \[\[1, 2\], \[3, 4\]\]"):
        parse(DATA, text)


@pytest.mark.parametrize("text", ["inf", "Infinity", "+inf", 'float("inf")', "math.inf", "torch.inf", "float('-inf')"])
def test_infinity_is_read_as_people_write_it(text: str) -> None:
    wanted = float("-inf") if "-" in text else float("inf")

    assert parse(FILL, text) == wanted
    assert parse(ANY, f"(1, [{text}])") == (1, (wanted,))
    assert parse(ROWS, f"{text}, 0.5") == (wanted, 0.5)


@pytest.mark.parametrize("text", ["nan", "NaN", "-nan", 'float("nan")', "torch.nan"])
def test_nan_is_read_and_shown_as_nan(text: str) -> None:
    for argument in (FILL, ANY, ROWS):
        assert format_value(argument, parse(argument, text)) == "nan"


def test_a_text_that_reads_inf_stays_a_text() -> None:
    assert parse(ANY, "'inf'") == "inf"
    assert parse(TEXT, "inf") == "inf"
