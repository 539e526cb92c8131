"""The record of every run: NAME.runs/runs.sqlite, with all that is needed to show a run again and to repeat it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import sqlite3
import time
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil
from msgspec import Struct, field

from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError, Misuse, NotAllowed, Problem, Unreadable, sentence
from guinet.core.values import Value
from guinet.storage.atomic import reason

SCHEMA_VERSION: Final = 1
RUNNING: Final = "running"
INTERRUPTED: Final = "interrupted"

_SILENCE_SECONDS: Final = 120.0
"""A run of another machine that has written nothing for so long is taken to have died."""

_AS_OF_FILES: Final = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EROFS}
_SQLITE_WORDS: Final = {
    sqlite3.SQLITE_BUSY: QT_TRANSLATE_NOOP("Problem", "another program is writing to it"),
    sqlite3.SQLITE_CANTOPEN: QT_TRANSLATE_NOOP("Problem", "it cannot be opened"),
    sqlite3.SQLITE_CORRUPT: QT_TRANSLATE_NOOP("Problem", "it is damaged"),
    sqlite3.SQLITE_NOTADB: QT_TRANSLATE_NOOP("Problem", "it is damaged"),
}
"""What SQLite says in English alone, by its codes."""

_SCHEMA: Final = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, started REAL NOT NULL, ended REAL, state TEXT NOT NULL, message TEXT NOT NULL,
    epoch INTEGER NOT NULL, step INTEGER NOT NULL, epochs INTEGER NOT NULL, steps_per_epoch INTEGER NOT NULL,
    seed INTEGER NOT NULL, device TEXT NOT NULL, threads INTEGER NOT NULL, settings TEXT NOT NULL, source TEXT NOT NULL,
    project TEXT NOT NULL, versions TEXT NOT NULL, metrics TEXT NOT NULL,
    host TEXT NOT NULL, process INTEGER NOT NULL, process_started REAL NOT NULL, updated REAL NOT NULL
);
CREATE TABLE losses (
    run INTEGER NOT NULL REFERENCES runs, first INTEGER NOT NULL, losses BLOB NOT NULL, PRIMARY KEY (run, first)
) WITHOUT ROWID;
CREATE TABLE epochs (
    run INTEGER NOT NULL REFERENCES runs, epoch INTEGER NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL,
    PRIMARY KEY (run, epoch)
) WITHOUT ROWID;
"""


class Start(Struct, frozen=True):
    """What is known of a run when it begins. `source` is the generated code, `project` the text of the project file."""

    epochs: int
    steps_per_epoch: int
    seed: int
    device: str
    threads: int
    settings: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    project: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


class Run(Struct, frozen=True):
    """One run as recorded.

    `state`: running, completed, stopped, interrupted or failed (`message` then says why); a run whose process ended
    without a word is interrupted, at step `step`. `started` and `ended` are in UTC.
    """

    id: str
    state: str
    started: datetime
    ended: datetime | None
    epoch: int
    step: int
    start: Start
    metrics: Mapping[str, float]
    message: str


class Epoch(Struct, frozen=True):
    """What was measured at the end of an epoch (see `EpochEnded`)."""

    epoch: int
    step: int
    values: Mapping[str, float]


def no_such_run(store: RunStore, run: str) -> Misuse:
    """That there is no such run, and which there are."""
    known = ", ".join(each.id for each in store.list())
    template = QT_TRANSLATE_NOOP("Problem", "There is no run “{run}” in {folder}; there are: {known}.")
    if not known:
        template = QT_TRANSLATE_NOOP("Problem", "There is no run “{run}” in {folder}, and no other: train first.")
    return Misuse(template, run=run, folder=store.folder, known=known)


class RunStore:
    """The runs kept in `folder`. Nothing is created before the first `begin`.

    One object belongs to one thread; any number of them, in any number of processes, may share a folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "runs.sqlite"
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Reading

    def get(self, run: str) -> Run | None:
        rows = self._read("SELECT * FROM runs WHERE id = ?", _number(run))
        return self._run(rows[0]) if rows else None

    def list(self) -> tuple[Run, ...]:
        """All runs, the newest first."""
        return tuple(self._run(row) for row in self._read("SELECT * FROM runs ORDER BY id DESC"))

    def losses(self, run: str) -> array[float]:
        """The loss of every step recorded, from step 1 on."""
        losses = array("d")
        for (chunk,) in self._read("SELECT losses FROM losses WHERE run = ? ORDER BY first", _number(run)):
            losses.frombytes(chunk)
        return losses

    def epochs(self, run: str) -> tuple[Epoch, ...]:
        rows = self._read("SELECT epoch, step, metrics FROM epochs WHERE run = ? ORDER BY epoch", _number(run))
        return tuple(Epoch(epoch, step, json.loads(metrics)) for epoch, step, metrics in rows)

    def run_folder(self, run: str) -> Path:
        """Where the checkpoints of a run lie."""
        return self.folder / run

    # Writing

    def begin(self, start: Start) -> str:
        """Records a new run and returns its id. Raises GuinetError when the folder cannot be written to."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        self._let_go_of_removed()
        now = time.time()
        values = {
            "started": now, "state": RUNNING, "message": "", "epoch": 0, "step": 0, "epochs": start.epochs,
            "steps_per_epoch": start.steps_per_epoch, "seed": start.seed, "device": start.device,
            "threads": start.threads, "settings": json.dumps(dict(start.settings), sort_keys=True),
            "source": start.source, "project": start.project,
            "versions": json.dumps(dict(start.versions), sort_keys=True), "metrics": "{}", **_owner(now),
        }  # fmt: skip
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        with self._write() as connection:
            cursor = connection.execute(f"INSERT INTO runs ({names}) VALUES ({marks})", tuple(values.values()))
        return str(cursor.lastrowid)

    def go_on(self, run: str, epoch: int, step: int, epochs: int) -> None:
        """Takes a run up again after `step`: what was recorded beyond it is forgotten, since it comes again.

        Raises GuinetError where it runs.
        """
        now, number = time.time(), _number(run)
        owner = _owner(now)
        assigned = ", ".join(f"{name} = ?" for name in owner)
        kept = self.losses(run)[:step]
        with self._write() as connection:
            # From here on no other process writes: of two that go on with the same run, the second finds it taken.
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT * FROM runs WHERE id = ?", (number,)).fetchone()
            if row is not None and row["state"] == RUNNING and _alive(row):
                raise GuinetError(
                    QT_TRANSLATE_NOOP("Problem", "Run {run} is still running: stop it first, or start a new run"),
                    run=run,
                )
            connection.execute("DELETE FROM losses WHERE run = ?", (number,))
            if kept:
                connection.execute("INSERT INTO losses VALUES (?, 1, ?)", (number, kept.tobytes()))
            connection.execute("DELETE FROM epochs WHERE run = ? AND epoch > ?", (number, epoch))
            connection.execute(
                f"UPDATE runs SET state = ?, message = '', ended = NULL, metrics = '{{}}', epoch = ?, step = ?, "
                f"epochs = ?, {assigned} WHERE id = ?",
                (RUNNING, epoch, step, epochs, *owner.values(), number),
            )

    def add(self, run: str, first: int, losses: array[float], epochs: tuple[Epoch, ...] = ()) -> None:
        """Records the losses of steps `first` and on, and epochs that ended meanwhile."""
        number, step = _number(run), first + len(losses) - 1
        with self._write() as connection:
            if losses:
                connection.execute("INSERT OR REPLACE INTO losses VALUES (?, ?, ?)", (number, first, losses.tobytes()))
            rows = [(number, ended.epoch, ended.step, json.dumps(dict(ended.values))) for ended in epochs]
            connection.executemany("INSERT OR REPLACE INTO epochs VALUES (?, ?, ?, ?)", rows)
            epoch = epochs[-1].epoch if epochs else 0
            connection.execute(
                "UPDATE runs SET step = max(step, ?), epoch = max(epoch, ?), updated = ? WHERE id = ?",
                (step, epoch, time.time(), number),
            )

    def end(self, run: str, state: str, metrics: Mapping[str, float] | None = None, message: str = "") -> None:
        now = time.time()
        with self._write() as connection:
            connection.execute(
                "UPDATE runs SET state = ?, ended = ?, updated = ?, metrics = ?, message = ? WHERE id = ?",
                (state, now, now, json.dumps(dict(metrics or {})), message, _number(run)),
            )

    def delete(self, run: str) -> None:
        """Removes a run, its weights first. Raises GuinetError where it runs, or where its folder cannot be removed:
        it is in the record then."""
        number = _number(run)
        rows = self._read("SELECT * FROM runs WHERE id = ?", number)
        if rows and rows[0]["state"] == RUNNING and _alive(rows[0]):
            raise GuinetError(QT_TRANSLATE_NOOP("Problem", "Run {run} is still running: stop it first"), run=run)
        try:
            if rows and self.run_folder(run).exists():
                shutil.rmtree(self.run_folder(run))
        except OSError as error:
            template = QT_TRANSLATE_NOOP(
                "Problem", "The weights of run {run} cannot be removed ({error}): close what uses them and try again"
            )
            raise GuinetError(template, run=run, error=reason(error)) from error
        with self._write() as connection:
            for table, key in (("losses", "run"), ("epochs", "run"), ("runs", "id")):
                connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (number,))

    # The database

    def _read(self, statement: str, *values: object) -> Sequence[Any]:
        self._let_go_of_removed()
        if self._connection is None and not self._path.exists():
            return ()
        try:
            return self._open().execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from error

    def _let_go_of_removed(self) -> None:
        """A record that was removed is read and written on as if it were there, by who has it open."""
        if self._connection is not None and not self._path.exists():
            self.close()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        if self._connection is not None and not self._path.exists():
            raise self._unwritable(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
        try:
            connection = self._open()
            with connection:
                yield connection
        except sqlite3.OperationalError as error:
            raise self._unwritable(error) from error
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self._path, timeout=10)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise NotAllowed(
                QT_TRANSLATE_NOOP(
                    "Problem", "{path} was written by a newer GuiNet (format {version}): update GuiNet to use it"
                ),
                path=self._path,
                version=version,
            )
        if version == 0:
            # Two processes may come here at once: the second finds the tables made.
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.commit()
        connection.row_factory = sqlite3.Row

    def _unwritable(self, error: Exception) -> GuinetError:
        return GuinetError(
            QT_TRANSLATE_NOOP(
                "Problem",
                "The runs in {folder} cannot be written ({words}): choose another folder (--out on the command line), "
                "or save the project elsewhere",
            ),
            folder=self.folder,
            words=_why(error),
        )

    def _unreadable(self, error: Exception) -> Unreadable:
        return Unreadable(
            QT_TRANSLATE_NOOP("Problem", "{path} cannot be read ({error}): move it away to start a new record"),
            path=self._path,
            error=_why(error),
        )

    def _run(self, row: sqlite3.Row) -> Run:
        died = row["state"] == RUNNING and not _alive(row)
        start = Start(
            row["epochs"], row["steps_per_epoch"], row["seed"], row["device"], row["threads"],
            json.loads(row["settings"]), row["source"], row["project"], json.loads(row["versions"]),
        )  # fmt: skip
        return Run(
            id=str(row["id"]),
            state=INTERRUPTED if died else row["state"],
            started=datetime.fromtimestamp(row["started"], UTC),
            ended=None if row["ended"] is None else datetime.fromtimestamp(row["ended"], UTC),
            epoch=row["epoch"],
            step=row["step"],
            start=start,
            metrics=json.loads(row["metrics"]),
            message=f"interrupted at step {row['step']}" if died else row["message"],
        )


def _number(run: str) -> int:
    """The key of a run; -1, which no run has, for text that is no id."""
    return int(run) if run.isascii() and run.isdigit() and len(run) < 19 else -1


def _why(error: Exception) -> Problem:
    """Why the record cannot be read or written, to stand in parentheses in a sentence."""
    if isinstance(error, OSError):
        return reason(error)
    # The lowest byte says what happened, the others how.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _AS_OF_FILES:
        return reason(OSError(_AS_OF_FILES[code], str(error)))
    return sentence(_SQLITE_WORDS.get(code, "{words}"), words=error)


def _owner(now: float) -> dict[str, Any]:
    """Who writes the run: enough to tell later whether the process still lives."""
    process = psutil.Process()
    return {
        "host": socket.gethostname(),
        "process": process.pid,
        "process_started": process.create_time(),
        "updated": now,
    }


def _alive(row: sqlite3.Row) -> bool:
    if row["host"] != socket.gethostname():
        return bool(time.time() - row["updated"] < _SILENCE_SECONDS)
    try:
        # The same process id may have been given to another process since.
        return abs(psutil.Process(row["process"]).create_time() - row["process_started"]) < 1
    except psutil.Error:
        return False
