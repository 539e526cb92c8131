"""What the bundled examples say of themselves, in each language: their files hold the English text.

`resources/examples/notes.en.md` and its translations hold one section for each example, headed by a line
`=== NAME`. A project whose notes are still those of an example is told of in the user's language; once someone has
written something else, that is what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from guinet.core.resources import resource

ORIGINAL: Final = "en"
LANGUAGES: Final = (ORIGINAL, "zh")

_HEAD: Final = re.compile(r"^=== (\S+)\n", re.MULTILINE)


@cache
def example_notes(language: str) -> Mapping[str, str]:
    """The notes of each example by its name, as Markdown. Raises FileNotFoundError."""
    parts = _HEAD.split(resource(f"examples/notes.{language}.md").read_text(encoding="utf-8"))
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def in_language(text: str, language: str) -> str:
    """`text` in another language where it is the English one of an example; itself where it is not."""
    if language not in LANGUAGES or language == ORIGINAL:
        return text
    name = next((name for name, original in example_notes(ORIGINAL).items() if original == text.strip()), None)
    return text if name is None else example_notes(language).get(name, text)
