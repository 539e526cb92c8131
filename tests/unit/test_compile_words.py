"""What a problem says can be said in another language: nothing in it is put together from English."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WORDS = ("expected", "got", "why")


def files(repository: Path) -> Iterator[Path]:
    yield from sorted((repository / "guinet" / "compile").glob("*.py"))
    yield repository / "guinet" / "core" / "rules.py"


def written(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What is given as, or assigned to, one of the words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in WORDS:
            yield node.arg, node.value
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            yield from ((name, node.value) for name in names if name in WORDS)


def sentences(value: ast.expr) -> Iterator[str]:
    """Runs of letters longer than a symbol that stand in the value outside QT_TRANSLATE_NOOP; names of torch go."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "QT_TRANSLATE_NOOP":
        return
    if isinstance(value, ast.Subscript):
        yield from sentences(value.value)  # what it is looked up under is read by nobody
        return
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and not is_symbol(value.value):
        yield value.value
    for child in ast.iter_child_nodes(value):
        if isinstance(child, ast.expr):
            yield from sentences(child)


def is_symbol(text: str) -> bool:
    """Sizes, dtypes and what stands between them: `N×C, C ≥ 2`, `N int64`, ` = `."""
    words = text.replace("×", " ").replace(",", " ").replace("=", " ").replace("≥", " ").split()
    return all(len(word) == 1 or word in ("float32", "int64") for word in words)


def test_no_word_of_a_problem_is_left_untranslated(repository: Path) -> None:
    found = [
        f"{path.name}: {word} = {text!r}"
        for path in files(repository)
        for word, value in written(ast.parse(path.read_text(encoding="utf-8")))
        for text in sentences(value)
    ]

    assert found == []


def test_what_a_text_is_looked_up_under_is_no_text() -> None:
    assert list(sentences(ast.parse("values['expected'] + ' or more'", mode="eval").body)) == [" or more"]


@pytest.mark.parametrize("text", ["at most 64 GiB", "N×C and N", "scores"])
def test_words_are_no_symbols(text: str) -> None:
    assert not is_symbol(text)
