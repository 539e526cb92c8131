"""Training events as JSON objects, one a line: what `guinet train --json` prints."""

from __future__ import annotations

from msgspec import to_builtins

from guinet.core.naming import snake_case
from guinet.train.events import TrainingEvent, Warned


def event_record(event: TrainingEvent) -> dict[str, object]:
    """`event` as plain values, with its name first: {"event": "epoch_ended", "run": "1", …}."""
    name = snake_case(type(event).__name__)
    return (
        {"event": name, "text": str(event.text)} if isinstance(event, Warned) else {"event": name, **to_builtins(event)}
    )
