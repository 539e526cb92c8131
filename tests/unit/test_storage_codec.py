"""The record of a change: one line of text, and nothing else may be read as one."""

from __future__ import annotations

import pytest

from guinet.core.changes import SetArgument
from guinet.core.values import MISSING
from guinet.storage import codec
from guinet.storage.journal import Chain, records


def test_a_change_is_one_readable_line() -> None:
    text = codec.dumps(SetArgument("main", "a", "bias", False))

    assert text == '{"@":"SetArgument","block":"main","node":"a","argument":"bias","value":false}'


def test_missing_stays_the_one_it_is() -> None:
    assert codec.loads(codec.dumps(SetArgument("main", "a", "bias", MISSING))).value is MISSING


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", ZeroDivisionError()])
def test_what_is_no_data_is_not_recorded(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be recorded"):
        codec.dumps((value,))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"@":"Popen","args":["true"]}',
        '{"@":"SetArgument","block":"main"}',
        '{"@":"SetNotes","notes":"x","later":1}',
        '{"@":["list"]}',
        '{"@":"float"}',
        '{"@":"float","text":"x"}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:30],
)
def test_text_that_is_no_record_is_told(text: str) -> None:
    with pytest.raises(codec.Undecodable):
        codec.loads(text)


def test_records_end_where_the_first_damaged_line_begins() -> None:
    chain = Chain()
    lines = [chain.line(number) for number in range(4)]

    assert [record for record, _ in records(lines)] == [0, 1, 2, 3]
    assert [record for record, _ in records([lines[0], lines[1], lines[3]])] == [0, 1]
    assert [record for record, _ in records([lines[0], lines[1][:-1]])] == [0]
    assert list(records([lines[1]])) == []
    assert [end for _, end in records(lines)][-1] == sum(map(len, lines))
