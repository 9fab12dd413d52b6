"""Running commands as a user does, and a folder with all that they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.cli import main
from tests.factories import make_exclusion, make_figure, write_sources


@dataclass(frozen=True)
class Outcome:
    """What a command returned and printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs one command and collects what it printed."""

    def command(*arguments: object) -> Outcome:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        return Outcome(status, *capsys.readouterr())

    return command


@dataclass(frozen=True)
class House:
    """A ledger of two documents, decisions, a catalogue, and a folder for snapshots."""

    folder: Path

    @property
    def snapshots(self) -> Path:
        """Where snapshots go."""
        return self.folder / "out"

    @property
    def sources(self) -> list[object]:
        """The options of ``build`` and ``check`` that say what is read."""
        return [
            *("--ledger", self.folder / "ledger"),
            *("--decisions", self.folder / "decisions.csv"),
            *("--catalogue", self.folder / "documents.csv"),
        ]

    @property
    def ledger_files(self) -> dict[str, bytes]:
        """The bytes of each ledger file."""
        return {path.name: path.read_bytes() for path in sorted((self.folder / "ledger").iterdir())}


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Write a small house."""
    figures = [make_figure(), make_figure(char_start=30, place="330127"), make_figure(document_id="doc-b")]
    write_sources(tmp_path, figures, [make_exclusion()])
    return House(tmp_path)
