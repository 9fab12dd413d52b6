"""The server: the pages and the routes beside them, for this machine only."""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import text
from dashboard.routes import ROUTES
from etl.paths import ROOT

HERE = Path(__file__).resolve().parent
LOG = logging.getLogger("dashboard")
CONFIG = ROOT / ".streamlit" / "config.toml"


def settings(port: int) -> dict[str, Any]:
    """Dotted Streamlit settings: the committed file, stated outright because Streamlit finds it only from the root."""
    sections = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    flat = {f"{section}.{name}": value for section, options in sections.items() for name, value in options.items()}
    return flat | {"server.port": port}


def application() -> st.App:
    """The pages with their routes, ready to run."""
    return st.App(HERE / "app.py", routes=ROUTES, on_script_error=apologise)


def apologise(error: Exception) -> bool:
    """Log an error that no page foresaw and say in its place what to do; true: the framework shows nothing of its own."""
    LOG.error("a page failed", exc_info=error)
    st.error(text.UNEXPECTED, icon=":material/error:")
    return True
