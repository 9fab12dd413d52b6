"""Fixtures that read the real documents once for all tests: extractions, and what the scorer says of them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from etl.catalogue import load_catalogue
from etl.extract.engine import extract
from etl.extract.reading import decode
from etl.extract.records import to_jsonl
from etl.model import Document, Extraction


@pytest.fixture(scope="session")
def documents(documents_dir: Path) -> list[tuple[str, Document]]:
    catalogue = load_catalogue(documents_dir / "documents.csv")
    return [(decode(documents_dir / document.file), document) for document in catalogue.documents]


@pytest.fixture(scope="session")
def extractions(documents: list[tuple[str, Document]]) -> list[tuple[str, Extraction]]:
    return [(text, extract(text, document)) for text, document in documents]


@pytest.fixture(scope="session")
def scorer(labels_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", labels_dir / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SECOND_HALF = Path(__file__).parent / "specs" / "labels" / "second_half.jsonl"
"""What readers of our own, who had not seen the rules, labelled of the sections that the public labels leave out."""


@pytest.fixture(scope="session")
def quality(
    extractions: list[tuple[str, Extraction]], scorer: ModuleType, labels_dir: Path, documents_dir: Path
) -> dict[str, float]:
    """What the scorer says of the labelled half, by name: F1 of the whole record, accuracy of each field."""
    return _scored(labels_dir / "dev.jsonl", extractions, scorer, documents_dir)


@pytest.fixture(scope="session")
def second_half(extractions: list[tuple[str, Extraction]], scorer: ModuleType, documents_dir: Path) -> dict[str, float]:
    """The same of the other sections, by `SECOND_HALF`."""
    return _scored(SECOND_HALF, extractions, scorer, documents_dir)


def _scored(
    labels: Path, extractions: list[tuple[str, Extraction]], scorer: ModuleType, documents_dir: Path
) -> dict[str, float]:
    predicted = [json.loads(line) for _, found in extractions for line in to_jsonl(found)]
    result = scorer.score(scorer.load(labels), predicted, None, documents_dir)
    whole = {f"{name} F1": result[name][2] for name in ("detection", "core", "full", "role")}
    fields = {name.replace("_", " "): result[name] for name in (*scorer.CHECKS, "accounted", "exclusion_reason")}
    return whole | fields


@pytest.fixture(scope="session")
def tiers(
    extractions: list[tuple[str, Extraction]], scorer: ModuleType, labels_dir: Path
) -> dict[str, tuple[int, float, float]]:
    """Of each tier of confidence on the labelled half: figures, and the shares whose core and whole record are right."""
    lines = [json.loads(line) for _, found in extractions for line in to_jsonl(found)]
    found = {(line["document"], line["char_start"], line["char_end"]): line for line in lines if "excluded" not in line}
    right: dict[str, list[tuple[bool, bool]]] = {}
    for gold in scorer.load(labels_dir / "dev.jsonl"):
        line = found.get((gold["document"], gold["char_start"], gold["char_end"]))
        if "measure" in gold and not gold.get("optional") and line is not None:
            core = all(scorer.CHECKS[name](gold, line) for name in scorer.CORE)
            full = all(scorer.CHECKS[name](gold, line) for name in scorer.FULL)
            right.setdefault(line["confidence"], []).append((core, full))
    return {
        tier: (len(marks), sum(core for core, _ in marks) / len(marks), sum(full for _, full in marks) / len(marks))
        for tier, marks in sorted(right.items())
    }
