"""Training events as JSON objects, one a line: what `guinet train --json` prints."""

from __future__ import annotations

import re
from dataclasses import asdict

from guinet.train.events import TrainingEvent


def event_record(event: TrainingEvent) -> dict[str, object]:
    """`event` as plain values, with its name first: {"event": "epoch_ended", "run": "1", …}."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return {"event": name, **asdict(event)}
