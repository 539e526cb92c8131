"""Reads Python text for a project of its own. Nothing of it is run."""

from __future__ import annotations

from guinet.exchange.python.reading import read
from guinet.session.messages.importing import ProjectRead, ReadProject
from guinet.session.studies import Desk
from guinet.storage.files import dumps


def answer(desk: Desk, study: ReadProject) -> None:
    """Emits `ProjectRead`. Raises CannotRead."""
    project = read(study.text)
    if not desk.stopping():
        desk.emit(ProjectRead(dumps(project), project.import_report.remarks))
