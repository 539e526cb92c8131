"""The page that tells what a run was, and what differs from another one or from the project as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from guinet.core.comparing import Difference, Kind, value_text
from guinet.core.measures import place_of
from guinet.session.messages.runs import KeptRun, RunCompared
from guinet.ui.panels.runs_table import date_text, measured_text, state_text
from guinet.ui.panels.values_page import document
from guinet.ui.theme import Theme
from guinet.ui.translate import tr
from guinet.ui.words import measure_text, problem_text

LINES = 400
"""Lines of code that are shown to differ; more are not read."""


def page(run: KeptRun, told: RunCompared | None, theme: Theme) -> str:
    """What is known of a run; `told` is None until its record is read."""
    state = " · ".join((escape(tr("Run {run}").format(run=run.run)), escape(state_text(run.state))))
    parts = [f'<p><span class="title">{state}</span></p>']
    if run.message:
        parts.append(f'<p class="error">{escape(run.message)}</p>')
    if told is not None:
        parts += [_differing(told, theme), _measured(run), _settings(run, told)]
    return document("".join(parts), theme)


def _differing(told: RunCompared, theme: Theme) -> str:
    this = tr("Run {run}").format(run=told.run)
    other = tr("Run {run}").format(run=told.other) if told.other else tr("The project now")
    head = _heading(tr("What differs"))
    if told.problem is not None:
        return f'{head}<p class="error">{escape(problem_text(told.problem))}</p>'
    if not told.differences and not told.code:
        words = tr("Nothing: the project still is what this run trained.")
        if told.other:
            words = tr("Nothing: both runs trained the same, with the same settings.")
        return f"{head}<p>{escape(words)}</p>"
    rows = [f'<tr><td></td><td class="key">{escape(this)}</td><td class="key">{escape(other)}</td></tr>']
    rows += [_difference(each) for each in told.differences]
    return f"{head}<table>{''.join(rows)}</table>{_code(told.code, theme)}"


def _difference(each: Difference) -> str:
    sides = [each.left, each.right]
    if each.kind is Kind.WIRE:
        sides = [tr("wired") if side == each.name else side for side in sides]
    cells = [f'<td class="code" style="padding-right: 16px">{escape(side) or "–"}</td>' for side in sides]
    return f'<tr><td class="key">{escape(each.name)}</td>{"".join(cells)}</tr>'


def _code(code: str, theme: Theme) -> str:
    if not code:
        return ""
    colors = {
        "+": theme.color("success").name(),
        "-": theme.color("error").name(),
        "@": theme.color("text-muted").name(),
    }
    lines = code.splitlines()
    shown = [
        f'<span style="color: {colors[line[0]]}">{escape(line)}</span>' if line[:1] in colors else escape(line)
        for line in lines[:LINES]
    ]
    left = len(lines) - len(shown)
    more = tr("%n more line(s)", "", left) if left else ""
    title = tr("Code: − this run, + what it is compared with")
    return f"{_heading(title)}<pre>{'<br>'.join(shown)}</pre><p>{escape(more)}</p>"


def _measured(run: KeptRun) -> str:
    rows = [
        *_values(tr("best epoch ({epoch})").format(epoch=run.best_epoch), run.best),
        *_values(tr("last epoch ({epoch})").format(epoch=run.epoch), run.last if run.epoch != run.best_epoch else {}),
        *_values(tr("test rows, best weights"), run.tested),
    ]
    return _heading(tr("Measured")) + _table(rows) if rows else ""


def _values(title: str, values: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """The measures of one moment, a row each, below what moment it is."""
    parts = {"train": tr("train"), "valid": tr("valid"), "test": tr("test")}
    rows: dict[str, list[str]] = {}
    for key, value in values.items():
        place = place_of(key)
        told = f"{parts.get(place.series, '')} {measured_text(place.measure, value)}".strip()
        rows.setdefault(measure_text(place.measure), []).append(told)
    if rows:
        yield title, ""
        yield from ((name, " · ".join(told)) for name, told in rows.items())


def _settings(run: KeptRun, told: RunCompared) -> str:
    rows = [
        (tr("started"), date_text(run.started)),
        (tr("steps"), tr("{step}, {each} an epoch").format(step=run.step, each=told.steps_per_epoch)),
        *((name, value_text(value)) for name, value in sorted(told.settings.items())),
        *sorted(told.versions.items()),
    ]
    return _heading(tr("Settings and versions")) + _table(rows)


def _heading(words: str) -> str:
    return f"<h4>{escape(words)}</h4>"


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = (f'<tr><td class="key">{escape(name)}</td><td>{escape(value)}</td></tr>' for name, value in rows)
    return f"<table>{''.join(cells)}</table>"
