"""Collect the texts of the window, and of the problems it shows, into `resources/translations/`; compile them to `.qm`.

    python packaging/translations.py            # refresh and compile
    python packaging/translations.py --check    # exit 1 when a text is missing, untranslated or not compiled

Texts are written as `guinet/ui/translate.py` says. What the catalogue of nodes says is taken from the catalogue itself:
it is made from tables, and not worth a marker at each sentence.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from guinet.nodes.registry import OWN, REGISTRY
from guinet.nodes.types import InitialiserType, NodeType, OptimizerType, SchedulerType

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "guinet"  # problems are worded where they are found, outside the window
FOLDER = ROOT / "resources" / "translations"
UNFINISHED_PLURAL = re.compile(
    r'<source>(?P<source>[^<]*%n[^<]*)</source>\s*<translation type="unfinished">\s*'
    r"(<numerusform></numerusform>\s*)+</translation>"
)
LANGUAGES = {"en": ["-pluralonly"], "zh_CN": []}


def refresh(folder: Path) -> None:
    """Bring each `.ts` in `folder` up to date with the sources, keeping what was translated, and compile it."""
    sources = sorted(str(path) for path in SOURCES.rglob("*.py"))
    with tempfile.TemporaryDirectory() as name:
        nodes = Path(name) / "nodes.py"
        nodes.write_text(texts_of_nodes(), encoding="utf-8")
        for language, options in LANGUAGES.items():
            catalogue = folder / f"guinet_{language}.ts"
            options = [*options, "-no-obsolete", "-locations", "none", "-source-language", "en"]
            run("lupdate", *sources, str(nodes), *options, "-target-language", language, "-ts", str(catalogue))
            if language == "en":
                write_english_plurals(catalogue)
            run("lrelease", str(catalogue), "-qm", str(catalogue.with_suffix(".qm")))


def texts_of_nodes() -> str:
    """A module that marks what the catalogue of nodes, and of what trains them, says, for lupdate to read.

    Only GuiNet's own nodes have a title to translate: the others are called as in torch.
    """
    kinds: list[NodeType | OptimizerType | SchedulerType | InitialiserType] = [
        *REGISTRY.types(), *REGISTRY.templates(),
        *REGISTRY.optimizers(), *REGISTRY.schedulers(), *REGISTRY.initialisers(),
    ]  # fmt: skip
    found = [("NodeTitle", kind.title) for kind in OWN]
    found += [("NodeDoc", kind.doc) for kind in kinds]
    found += [("ArgumentDoc", argument.doc) for kind in kinds for argument in kind.arguments]
    said = dict.fromkeys((context, json.dumps(text, ensure_ascii=False)) for context, text in found if text)
    return "\n".join(f'QT_TRANSLATE_NOOP("{context}", {text})' for context, text in said)


def write_english_plurals(catalogue: Path) -> None:
    """Fill the two forms of each unfinished "%n node(s)": "%n node" and "%n nodes"; "%n batch(es)", "%n found" too."""
    text = catalogue.read_text(encoding="utf-8")

    def fill(match: re.Match[str]) -> str:
        source = match["source"]
        forms = (re.sub(r"\((e?s)\)", "", source), re.sub(r"\((e?s)\)", r"\1", source))
        inner = "".join(f"\n            <numerusform>{form}</numerusform>" for form in forms)
        return f"<source>{source}</source>\n        <translation>{inner}\n        </translation>"

    catalogue.write_text(UNFINISHED_PLURAL.sub(fill, text), encoding="utf-8")


def untranslated(folder: Path) -> dict[str, list[str]]:
    """The texts without a translation, by language."""
    missing = {}
    for language in LANGUAGES:
        tree = ET.parse(folder / f"guinet_{language}.ts")
        messages = (message for message in tree.iter("message") if is_unfinished(message))
        missing[language] = [message.findtext("source", "") for message in messages]
    return missing


def is_unfinished(message: ET.Element) -> bool:
    translation = message.find("translation")
    return translation is None or translation.get("type") == "unfinished"


def check() -> int:
    """Compare the shipped catalogues with the sources; returns the exit status."""
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        for catalogue in FOLDER.glob("*.ts"):
            shutil.copy(catalogue, fresh)
        refresh(fresh)
        stale = [path.name for path in sorted(fresh.iterdir()) if not same_bytes(path, FOLDER / path.name)]
    for file in stale:
        print(f"{file} is out of date; run python packaging/translations.py")
    missing = untranslated(FOLDER)
    for language, texts in missing.items():
        for text in texts:
            print(f"{language}: no translation of {text!r}")
    return 1 if stale or any(missing.values()) else 0


def same_bytes(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def run(tool: str, *arguments: str) -> None:
    """Run PySide's lupdate or lrelease, quietly unless it fails."""
    command = Path(sys.executable).with_name(f"pyside6-{tool}")
    done = subprocess.run([str(command), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"pyside6-{tool} failed: {done.stderr or done.stdout}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Collect and compile the window's texts.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is missing")
    if parser.parse_args().check:
        return check()
    FOLDER.mkdir(parents=True, exist_ok=True)
    refresh(FOLDER)
    for language, texts in untranslated(FOLDER).items():
        print(f"guinet_{language}: {len(texts)} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
