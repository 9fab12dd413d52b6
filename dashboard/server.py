"""The server: the pages and the routes beside them, for this machine only."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.routes import ROUTES
from etl.paths import ROOT

HERE = Path(__file__).resolve().parent
CONFIG = ROOT / ".streamlit" / "config.toml"


def settings(port: int) -> dict[str, Any]:
    """Dotted Streamlit settings: the committed file, stated outright because Streamlit finds it only from the root."""
    sections = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    flat = {f"{section}.{name}": value for section, options in sections.items() for name, value in options.items()}
    return flat | {"server.port": port}


def application() -> st.App:
    """The pages with their routes, ready to run."""
    return st.App(HERE / "app.py", routes=ROUTES)
