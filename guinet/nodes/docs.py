"""What is told about a node type where one works: read from `resources/docs/` when first asked; torch is not needed.

A file holds one family of node types in both languages. Its lines say by their first sign what they are:

    # torch.nn.MaxPool{1,2,3}d          the type, or several alike; `{n}`, `{shape}`, `{sizes}` and `{a}` differ
    en Keeps the largest value …        the paragraph, by language
    zh 取每个窗口中的最大值……
    = y_{i} = max(…)                    a formula, with _ and ^ as TeX has them
    > nn.MaxPool2d(2)(x).shape          the example; what its last line gives is in `results.json`; none after > alone
    @kernel_size | Size … | 大小……      an argument, in both languages
    & torch.nn.AvgPool{n}d              see also
    ~ torch.nn.MaxPool{n}d              what it does not say itself is as for that type, its example too

Lines before the first type hold for all types of the file, and `{like}` there is what stands after ~; `common.txt`
holds for all files. A type that no file tells of is told of by one of its name (`relatives.py`): a method as its
function, what works in place as its plain form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from keyword import iskeyword
from typing import Any, Final

from msgspec import Struct, field

from guinet.core.resources import resource
from guinet.core.values import Missing
from guinet.nodes.relatives import called_as, is_over, relatives
from guinet.nodes.types import Argument, Form, NodeType

LANGUAGES: Final = ("en", "zh")

_PAGES: Final = "https://docs.pytorch.org/docs/stable"
_TENSOR_PAGE: Final = f"{_PAGES}/tensors.html"
_SPECIAL_PAGE: Final = f"{_PAGES}/special.html"
_WITHOUT_PAGE: Final = frozenset({"__getitem__", "__setitem__", "T", "mT", "data", "dtype", "shape", "grad_fn"})
"""Members of `torch.Tensor` that torch describes on the page of the class alone."""

_SENTENCE: Final = re.compile(r"^.+?(?:\.(?= |$)|。)")
_FAMILY: Final = re.compile(r"\{([^{}]*,[^{}]*)\}")
_DIMENSIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "1": {"{shape}": "[N, C, L]", "{sizes}": "8", "{a}": "a sequence", "{物}": "序列"},
    "2": {"{shape}": "[N, C, H, W]", "{sizes}": "8, 8", "{a}": "an image", "{物}": "图像"},
    "3": {"{shape}": "[N, C, D, H, W]", "{sizes}": "8, 8, 8", "{a}": "a volume", "{物}": "三维数据"},
}


class Curve(Struct, frozen=True):
    """A function of one number, as torch computes it with default arguments: at evenly spaced places from `low` to
    `high` its `values` and, by autograd, its `slopes`; None where it is not finite."""

    low: float
    high: float
    values: tuple[float | None, ...]
    slopes: tuple[float | None, ...]


class Docs(Struct, frozen=True):
    """What is told about one node type, in one language; what there is nothing to tell of is empty.

    `result` is what Python prints for the last line of `example`. `arguments` has every argument of the type.
    """

    summary: str
    formula: tuple[str, ...]
    arguments: Mapping[str, str]
    example: tuple[str, ...]
    result: str
    see: tuple[str, ...]
    link: str
    curve: Curve | None


def docs(kind: NodeType, language: str) -> Docs:
    """What is told about `kind` in "en" or "zh"; of a type that no file tells of, its link and what is said of all."""
    section = _section(kind.kind)
    return Docs(
        summary=section.text(language),
        formula=section.formula,
        arguments={each.name: section.argument(each.name, language) or each.doc for each in kind.arguments},
        example=section.example,
        result=_results().get(kind.kind, ""),
        see=section.see,
        link=link(kind),
        curve=_curve(section),
    )


def first_sentence(kind: str, language: str) -> str:
    """What is told about a type up to the first full stop, as plain text; "" for nothing."""
    found = _SENTENCE.match(_section(kind).text(language).replace("`", ""))
    return "" if found is None else found[0]


def documented() -> tuple[str, ...]:
    """The types that the files tell of, by their `kind`."""
    return tuple(_book().sections)


def example(kind: str) -> tuple[str, ...]:
    """The example of a type: lines of Python that know `torch`, `nn` and `F`; none where there is nothing to tell."""
    return _section(kind).example


def argument_lines(kind: str, name: str) -> tuple[str, ...]:
    """What the files say of an argument, in the order of `LANGUAGES`; "" for nothing."""
    section = _section(kind)
    return tuple(section.argument(name, language) for language in LANGUAGES)


def link(kind: NodeType) -> str:
    """The address of the page where torch tells of it; "" for what is GuiNet's own, and where there is no such page."""
    place, _, name = kind.kind.rpartition(".")
    if place == "torch.Tensor" and name in _WITHOUT_PAGE:
        return _TENSOR_PAGE
    told: str = _json("pages.json").get(kind.kind, kind.kind)
    if not told.startswith("torch."):
        return ""
    return f"{_SPECIAL_PAGE}#{told}" if told.startswith("torch.special.") else f"{_PAGES}/generated/{told}.html"


def alike(kind: str) -> tuple[str, ...]:
    """The types that this one is told of by, the closest first."""
    return tuple(each.kind for each in _section(kind).line()[1:])


def signature(kind: NodeType) -> str:
    """How the call is written, with its inputs and the defaults of its arguments; "..." stands for what is required
    after one that has a default."""
    constructed = [each for each in kind.arguments if not each.at_call]
    words = _words(constructed)
    if kind.form in (Form.MODULE, Form.LOSS):
        return f"{kind.call}({', '.join(words)})"
    ports = [port.name for port in kind.inputs]
    left = [word for word, each in zip(words, constructed, strict=True) if each.name not in ports]
    match kind.form:
        case Form.FUNCTION:
            return f"{kind.call}({', '.join((*ports, *left))})"
        case Form.METHOD:
            return f"{ports[0]}.{kind.call}({', '.join((*ports[1:], *left))})"
        case Form.OPERATOR:
            return f" {kind.call} ".join(ports) if len(ports) > 1 else f"{kind.call}{ports[0]}"
        case Form.ATTRIBUTE:
            return f"{ports[0]}.{kind.call}"
        case _:
            return ""


def _words(arguments: list[Argument]) -> list[str]:
    words: list[str] = []
    for each in arguments:
        if iskeyword(each.name):  # `from` of uniform_, which torch takes by position
            words.append("..." if isinstance(each.default, Missing) else repr(each.default))
        elif not isinstance(each.default, Missing):
            words.append(f"{each.name}={each.default!r}")
        else:
            words.append(f"{each.name}=..." if any("=" in word for word in words) else each.name)
    return words


class _Section(Struct):
    """What stands under one heading; `above` is the file's own section, then the common one."""

    above: _Section | None = None
    kind: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    like: str = ""

    @property
    def parent(self) -> _Section | None:
        return _section(self.like) if self.like else None

    @property
    def formula(self) -> tuple[str, ...]:
        return tuple(self.formulas) or (self.parent.formula if self.parent is not None else ())

    @property
    def example(self) -> tuple[str, ...]:
        """Its own, or that of the type it is like, written with this one; an empty line says that there is none."""
        if self.lines or self.parent is None:
            return tuple(filter(None, self.lines))
        return called_as(self.parent.example, self.like, self.kind)

    @property
    def see(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*filter(None, [self.like]), *self.others]))

    def text(self, language: str) -> str:
        """Its own paragraph, or that of the type it is like, and what holds for all of the file or in place."""
        of_file = self.above.own(language).replace("{like}", self.like) if self.above is not None else ""
        if not of_file and self.like and language not in self.texts and is_over(self.kind, self.like):
            of_file = _book().files["in_place"].own(language)
        return _joined(language, self.own(language), of_file)

    def own(self, language: str) -> str:
        if language in self.texts or self.parent is None:
            return self.texts.get(language, "")
        return self.parent.own(language)

    def line(self) -> list[_Section]:
        """Itself, the type it is like, the one that is like, and so on."""
        return [self] if self.parent is None else [self, *self.parent.line()]

    def argument(self, name: str, language: str) -> str:
        """What is said of it here, for the type this one is like, in either's file, or for all; "" for nothing."""
        found = next((place.said[name] for place in self._places() if name in place.said), None)
        return "" if found is None else found[LANGUAGES.index(language)]

    def _places(self) -> Iterator[_Section]:
        """Where an argument may be told of, the closest first."""
        line = self.line()
        yield from line
        files = [place.above for place in line if place.above is not None]
        yield from files
        yield from (file.above for file in files if file.above is not None)


class _Book(Struct):
    """`files` are what holds for all of a file, by its name."""

    common: _Section
    sections: dict[str, _Section]
    files: dict[str, _Section] = field(default_factory=dict)


def _section(kind: str) -> _Section:
    """What is told of a type: under its own heading, or by one that does the same; empty where there is neither."""
    book = _book()
    found = book.sections.get(kind)
    if found is not None:
        return found
    near = next((book.sections[other] for other in relatives(kind) if other in book.sections), None)
    if near is None:
        return _Section(book.common)
    over = book.files["in_place"] if is_over(kind, near.kind) else _Section()
    texts = {language: _joined(language, near.text(language), over.own(language)) for language in LANGUAGES}
    return _Section(book.common, kind, texts, others=[*near.see], like=near.kind)


def _joined(language: str, *parts: str) -> str:
    return (" " if language == "en" else "").join(filter(None, parts))


@cache
def _book() -> _Book:
    common = _Section()
    book = _Book(common, {})
    for path in sorted(resource("docs").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        if path.stem == "common":
            for line in lines:
                _take(common, line, {})
        else:
            _read(book, lines, path.stem)
    return book


def _read(book: _Book, lines: list[str], name: str) -> None:
    """One file; a heading that stands for several types opens a section for each."""
    file = book.files[name] = _Section(book.common)
    open_sections: list[tuple[_Section, Mapping[str, str]]] = [(file, {})]
    for line in lines:
        if line.startswith("# "):
            open_sections = []
            for kind, words in _kinds(line[2:].strip()):
                book.sections[kind] = _Section(file, kind)
                open_sections.append((book.sections[kind], words))
        else:
            for section, words in open_sections:
                _take(section, line, words)


def _kinds(heading: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    found = _FAMILY.search(heading)
    if found is None:
        yield heading, {}
        return
    for piece in found[1].split(","):
        yield heading.replace(found[0], piece), {"{n}": piece, **_DIMENSIONS.get(piece, {})}


def _take(section: _Section, line: str, words: Mapping[str, str]) -> None:
    for word, meant in words.items():
        line = line.replace(word, meant)
    sign, text = line[:1], line[1:].strip()
    match sign:
        case "=":
            section.formulas.append(text)
        case ">":
            section.lines.append(line[2:])
        case "@":
            names, english, chinese = (part.strip() for part in text.split(" | "))
            section.said |= dict.fromkeys(names.split(), (english, chinese))
        case "&":
            section.others += text.split()
        case "~":
            section.like = text
        case "":
            return
        case _:
            language, _, words_said = line.partition(" ")
            if language not in LANGUAGES:
                raise ValueError(f"resources/docs has a line that is nothing it knows: {line}")
            section.texts[language] = words_said


@cache
def _json(name: str) -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(resource(f"docs/{name}").read_text(encoding="utf-8"))
    return found


def _results() -> Mapping[str, str]:
    return _json("results.json")


def _curve(section: _Section) -> Curve | None:
    """Its own, or that of the type it is like."""
    curves = _json("curves.json")
    found = next((curves[each.kind] for each in section.line() if each.kind in curves), None)
    if isinstance(found, str):
        found = curves[found]
    if found is None:
        return None
    return Curve(found["low"], found["high"], tuple(found["values"]), tuple(found["slopes"]))
