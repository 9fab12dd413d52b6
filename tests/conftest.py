"""Shared fixtures, and the rule that a complete environment skips nothing.

``REQUIRE_BROWSER=1`` states that Chromium, LibreOffice, the documents and the labels are all there: every skip is then
a failure, except in tests marked ``network``, which ask a package index that may be out of reach.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def skips_are_failures() -> bool:
    """Whether the environment is said to be complete."""
    return os.environ.get("REQUIRE_BROWSER") == "1"


def _folder_from(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"${variable} is not set")
    folder = Path(value)
    assert folder.is_dir(), f"${variable}: found {value}, expected a folder"
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """Top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def documents_dir() -> Path:
    """Folder of the real documents and their catalogue ``documents.csv``."""
    return _folder_from("DOCUMENTS_DIR")


@pytest.fixture(scope="session")
def labels_dir() -> Path:
    """Folder of the labelled figures (``dev.jsonl``) and of the scorer."""
    return _folder_from("LABELS_DIR")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium: ``$CHROMIUM``, or the first found on the PATH."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        pytest.skip("no Chromium on the PATH, and $CHROMIUM is not set")
    return found


MARKER_OF_FIXTURE = {"documents_dir": "corpus", "labels_dir": "corpus", "quality": "corpus", "chromium": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they use, so that ``-m "not browser"`` needs no bookkeeping."""
    for item in items:
        for fixture, marker in MARKER_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where nothing may be skipped."""
    report = yield
    expected_failure = hasattr(report, "wasxfail")
    if report.skipped and skips_are_failures() and not expected_failure and not item.get_closest_marker("network"):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_BROWSER=1, but {item.nodeid} was skipped: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failed one where nothing may be skipped."""
    report = yield
    if report.skipped and skips_are_failures():
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_BROWSER=1, but {report.nodeid} was skipped: {_reason(report.longrepr)}"
    return report


def _reason(longrepr: object) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
