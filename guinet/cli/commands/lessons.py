"""List the lessons and their steps."""

from __future__ import annotations

import argparse

from guinet.cli.output import print_json, table


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object, with the text of every step")


def run(options: argparse.Namespace) -> int:
    from guinet.core.lessons import Lesson, lessons

    def told(lesson: Lesson) -> dict[str, object]:
        return {
            "name": lesson.name,
            "number": lesson.number,
            "title": lesson.title.en,
            "about": lesson.about.en,
            "steps": [{"goal": step.goal.en, "hint": step.hint.en} for step in lesson.steps],
        }

    found = lessons()
    if options.json:
        print_json({"lessons": [told(lesson) for lesson in found]})
    else:
        rows = [(str(each.number), each.name, each.title.en, str(len(each.steps))) for each in found]
        print(table(("number", "name", "title", "steps"), rows))
    return 0
