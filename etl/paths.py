"""Where things lie. Imports nothing of ours; every path can be replaced by an environment variable or an option."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "etl" / "knowledge"
DATA = ROOT / "data"
CATALOGUE = DATA / "documents.csv"
DOCUMENTS = DATA / "documents"
TABLES = DATA / "tables"
LEDGER = DATA / "ledger"
DECISIONS = DATA / "review" / "decisions.csv"
GEO = ROOT / "geo"
POINTER = "CURRENT"
"""Name of the one-line text file in a snapshot folder that names the snapshot in service."""


def snapshots() -> Path:
    """Folder of built snapshots: ``$SNAPSHOT_DIR`` or ``data/snapshots``."""
    return Path(os.environ.get("SNAPSHOT_DIR") or DATA / "snapshots")


def boundaries() -> Path:
    """The boundary file: ``$BOUNDARY_FILE`` or the committed one."""
    return Path(os.environ.get("BOUNDARY_FILE") or GEO / "zhejiang_counties.geojson")
