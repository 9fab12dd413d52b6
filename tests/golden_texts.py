"""The folded texts of the golden cases, for tests of what holds on any text."""

from __future__ import annotations

import json
from pathlib import Path

from etl.extract.folding import fold

CASES = Path(__file__).parent / "specs" / "extraction"
TEXTS = [
    fold(case["text"])
    for path in sorted(CASES.glob("**/*.json"))
    if path.name != "known_gaps.json"
    for case in json.loads(path.read_text(encoding="utf-8"))
]
