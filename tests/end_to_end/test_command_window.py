"""`guinet FILE`, the window, as it is called from a command line."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from guinet.storage.examples import example_path


@pytest.mark.parametrize("more", ["other.guinet", "--in-proces2"])
def test_what_the_window_does_not_know_is_not_passed_over(
    run_guinet: Callable[..., subprocess.CompletedProcess[str]], more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = run_guinet(str(example_path("iris-mlp")), more, timeout=60)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"guinet: there is no {more}; `guinet --help` shows how\n"


def test_what_nothing_knows_is_wrong_usage_without_a_display_too(
    run_guinet: Callable[..., subprocess.CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = run_guinet("--in-proces2", timeout=60)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "guinet: there is no --in-proces2; `guinet --help` shows how\n"


def test_a_display_that_is_gone_is_told_of(
    run_guinet: Callable[..., subprocess.CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":98765")
    done = run_guinet(str(example_path("iris-mlp")), timeout=60)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("guinet: no window opens on DISPLAY=:98765, as Qt says above")


def test_the_doctor_tries_the_display(
    run_guinet: Callable[..., subprocess.CompletedProcess[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":98765")
    done = run_guinet("doctor", timeout=120)

    assert done.returncode == 1
    assert "FAIL display: DISPLAY=:98765: no window opens there" in done.stdout
