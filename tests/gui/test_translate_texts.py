"""The Chinese texts: all there, with the same placeholders, in characters that the shipped fonts can draw."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain

import pytest
from msgspec import Struct
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from guinet.core.problems import Problem
from guinet.core.resources import resource
from guinet.nodes.registry import OWN, REGISTRY
from guinet.nodes.types import CATEGORIES, InitialiserType, NodeType, OptimizerType, SchedulerType
from guinet.ui.actions import ACTIONS
from guinet.ui.translate import install, plain
from guinet.ui.words import argument_doc, category_text, node_doc, node_title, nodes_found, problem_text, why_text

CHINESE = re.compile("[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{\w*\}|%n")


class Text(Struct, frozen=True):
    context: str
    source: str
    translation: str
    finished: bool


@cache
def texts() -> tuple[Text, ...]:
    return tuple(read())


def read() -> Iterator[Text]:
    for context in ET.parse(resource("translations/guinet_zh_CN.ts")).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            words = "".join(translation.itertext()).strip()
            name, source = context.findtext("name", ""), message.findtext("source", "")
            yield Text(name, source, words, translation.get("type") is None)


def wrong(texts: Iterator[Text]) -> list[str]:
    return [f"{text.context}: {text.source} → {text.translation}" for text in texts]


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[QApplication]:
    install(qapp, "zh_CN")
    yield qapp
    install(qapp, "en")


def test_every_text_is_translated() -> None:
    assert wrong(text for text in texts() if not text.finished or not text.translation) == []
    assert {text.context for text in texts()} == {
        "", "Problem", "Fix", "Step", "Category", "Format", "NodeTitle", "NodeDoc", "ArgumentDoc"
    }  # fmt: skip


def test_placeholders_are_the_same() -> None:
    def differs(text: Text) -> bool:
        return set(PLACEHOLDER.findall(text.source)) != set(PLACEHOLDER.findall(text.translation))

    assert wrong(text for text in texts() if differs(text)) == []


def test_sentences_are_in_chinese() -> None:
    sentences = [text for text in texts() if re.search(r"\w \w+ \w", text.source) or text.source.endswith(".")]
    assert len(sentences) > 400
    assert wrong(text for text in sentences if not CHINESE.search(text.translation)) == []


def test_sentences_end_as_chinese_ones_do() -> None:
    # What is inserted may end a sentence, a mnemonic the text of a menu.
    plain = [text for text in texts() if text.source.endswith(".") and not text.source.endswith("}.")]
    assert wrong(text for text in plain if not text.translation.endswith(("。", "）"))) == []
    half = re.compile("[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]")
    assert wrong(text for text in texts() if half.search(text.translation)) == []


def test_mnemonics_are_kept_in_the_chinese_way() -> None:
    for text in texts():
        if text.context == "":
            assert bool(re.search(r"&\w", text.source)) == bool(re.search(r"\(&[A-Z]\)…?$", text.translation)), text


def test_mnemonics_of_the_menu_bar_differ(chinese: QApplication) -> None:
    names = ("&File", "&Edit", "&View", "&Training", "&Help")
    letters = Counter(chinese.translate("", name).split("&")[1][0] for name in names)
    assert letters.most_common(1)[0][1] == 1


def test_the_shipped_fonts_draw_every_character(qapp: QApplication) -> None:
    fonts = [QRawFont(str(resource(f"fonts/{name}")), 13) for name in ("Inter-Regular.otf", "NotoSansSC-GB2312.otf")]
    used = set(chain.from_iterable(text.translation for text in texts())) - {"\n"}
    assert {
        character for character in used if not any(font.supportsCharacter(ord(character)) for font in fonts)
    } == set()


def test_what_the_catalogue_of_nodes_says_is_translated(chinese: QApplication) -> None:
    kinds: list[NodeType | OptimizerType | SchedulerType | InitialiserType] = [
        *REGISTRY.types(), *REGISTRY.templates(),
        *REGISTRY.optimizers(), *REGISTRY.schedulers(), *REGISTRY.initialisers(),
    ]  # fmt: skip
    assert [kind.kind for kind in kinds if kind.doc and not CHINESE.search(node_doc(kind))] == []
    arguments = [argument for kind in kinds for argument in kind.arguments if argument.doc]
    assert {each.doc for each in arguments if not CHINESE.search(argument_doc(each))} == set()
    assert [name for name in CATEGORIES if not CHINESE.search(category_text(name))] == []


def test_titles_of_layers_stay_torchs(chinese: QApplication) -> None:
    own = {kind.kind for kind in OWN}
    assert [kind.kind for kind in REGISTRY.types() if kind.kind not in own and node_title(kind) != kind.title] == []
    shown = {kind.kind: node_title(kind) for kind in OWN}
    assert shown["guinet.Input"] == "输入"
    assert shown["guinet.data.iris"] == "鸢尾花"
    assert shown["guinet.data.fashion_mnist"] == "Fashion-MNIST"


def test_nodes_are_found_by_what_they_are_called_here(chinese: QApplication) -> None:
    assert [kind.kind for kind in nodes_found(REGISTRY, "鸢尾")] == ["guinet.data.iris"]
    found = nodes_found(REGISTRY, "卷积")
    assert found
    assert {kind.category for kind in found} == {"convolution"}
    assert nodes_found(REGISTRY, "relu") == REGISTRY.search("relu")
    assert nodes_found(REGISTRY, "没有") == []


def test_a_problem_is_told_in_chinese(chinese: QApplication) -> None:
    problem = Problem("unwired", "Nothing is wired to {port} of {node}.", {"node": "fc", "port": "input"})
    assert problem_text(problem) == "fc 的 input 端口没有连线。"
    assert why_text(problem) == ""
    linear = REGISTRY.get("torch.nn.Linear")
    argument = None if linear is None else linear.argument("out_features")
    assert argument is not None
    assert why_text(Problem("missing-argument", "", why=argument.doc)) == "输出最后一维的大小。"
    assert why_text(Problem("shape", "", why="Said by nobody.")) == "Said by nobody."


def test_actions_without_mnemonics(chinese: QApplication) -> None:
    assert [plain(text) for text in ("&Open…", "打开(&O)…", "Cu&t", "f(x)")] == ["Open", "打开", "Cut", "f(x)"]
    assert [
        spec.name
        for spec in ACTIONS
        if not re.fullmatch(
            r"[^&()…]*[\u4e00-\u9fff][^&()…]*|关于 GuiNet", plain(spec.text()).replace("torch.no_grad()", "")
        )
    ] == []
