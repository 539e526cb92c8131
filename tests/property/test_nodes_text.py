"""Whatever an argument may be set to survives being shown in a form and read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guinet.core.values import LARGEST_INT, Value
from guinet.nodes.arguments import argument_problem
from guinet.nodes.registry import REGISTRY
from guinet.nodes.text import BadArgument, format_value, parse
from guinet.nodes.types import Argument, ArgumentType

INTEGERS = st.integers(-LARGEST_INT, LARGEST_INT)
FLOATS = st.floats()
WORDS = st.text(max_size=12)
ATOMS: st.SearchStrategy[Value] = st.none() | st.booleans() | INTEGERS | FLOATS | WORDS

VALUES: dict[ArgumentType, st.SearchStrategy[Value]] = {
    ArgumentType.INT: INTEGERS,
    ArgumentType.FLOAT: FLOATS | INTEGERS,
    ArgumentType.BOOL: st.booleans(),
    ArgumentType.TEXT: WORDS,
    ArgumentType.FILE: WORDS,
    ArgumentType.FOLDER: WORDS,
    ArgumentType.FORMULA: st.sampled_from(["0.95 ** epoch", "min(1, epoch / 3)", "1 - epoch / 1e4"]),
    ArgumentType.CHOICE: st.sampled_from(["mean", "sum"]),
    ArgumentType.SIZE: INTEGERS | st.lists(INTEGERS, max_size=4).map(tuple) | st.just("same"),
    ArgumentType.SHAPE: st.lists(INTEGERS, max_size=5).map(tuple),
    ArgumentType.NUMBERS: FLOATS | st.lists(FLOATS | INTEGERS | st.none(), max_size=3).map(tuple),
    ArgumentType.DTYPE: st.sampled_from(["float32", "int64", "bool"]),
    ArgumentType.NAMES: st.lists(WORDS, max_size=4).map(tuple),
    ArgumentType.INDEX: st.sampled_from(["0", "0, :, 1:3", "..., None", "-1, i", "[0, 2]"]),
    ArgumentType.ANY: st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=6),
}
CHOICES: dict[ArgumentType, tuple[Value, ...]] = {
    ArgumentType.CHOICE: ("mean", "sum"),
    ArgumentType.SIZE: ("same", "valid"),
}


@st.composite
def settings(draw: st.DrawFn) -> tuple[Argument, Value]:
    """An argument of any type, and a value it may have."""
    kind = draw(st.sampled_from(list(ArgumentType)))
    return Argument("it", kind, choices=CHOICES.get(kind, ()), optional=kind is ArgumentType.ANY), draw(VALUES[kind])


@given(settings())
def test_what_is_shown_is_read_back_the_same(setting: tuple[Argument, Value]) -> None:
    argument, value = setting
    assert argument_problem(argument, value) is None

    again = parse(argument, format_value(argument, value))

    assert repr(again) == repr(value)  # nan is not equal to itself


@given(st.sampled_from(list(ArgumentType)), st.booleans(), st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(kind: ArgumentType, optional: bool, text: str) -> None:
    argument = Argument("it", kind, choices=CHOICES.get(kind, ()), optional=optional, minimum=0, length=2)

    told = ""
    try:
        accepted = argument_problem(argument, parse(argument, text)) is None
    except BadArgument as refusal:
        accepted, told = False, str(refusal)

    # What is wrong with a formula is said of its text.
    assert accepted != told.startswith(("it", "“", "A formula"))


@given(st.sampled_from([a for type in REGISTRY.types() for a in type.arguments]), ATOMS | st.tuples(ATOMS, ATOMS))
def test_any_value_is_judged_without_an_error(argument: Argument, value: Value) -> None:
    problem = argument_problem(argument, value)

    assert problem is None or problem[0].format(**problem[1]).startswith(argument.name)


@given(st.text(max_size=8))
def test_search_gives_each_type_once(text: str) -> None:
    found = [type.kind for type in REGISTRY.search(text)]

    assert len(found) == len(set(found))


@given(st.sampled_from(sorted({type.title for type in REGISTRY.types()})), st.data())
def test_a_title_begun_is_found(title: str, data: st.DataObject) -> None:
    length = data.draw(st.integers(min(2, len(title)), len(title)))

    assert title in [found.title for found in REGISTRY.search(title[:length])]
