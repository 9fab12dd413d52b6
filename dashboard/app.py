"""Router: names the pages and nothing else."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import text
from dashboard.components import page_style

ICON = Path(__file__).with_name("icon.svg")
st.set_page_config(page_title=text.APP_TITLE, page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
page_style()
st.navigation(
    [
        st.Page("views/map.py", title=text.PAGE_MAP, default=True),
        st.Page("views/compare.py", title=text.PAGE_COMPARE, url_path="compare"),
        st.Page("views/county.py", title=text.PAGE_COUNTY, url_path="county"),
        st.Page("views/data.py", title=text.PAGE_DATA, url_path="data"),
        st.Page("views/quality.py", title=text.PAGE_QUALITY, url_path="quality"),
    ],
    position="top",
).run()
