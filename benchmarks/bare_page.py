"""What the dashboard is measured against: one file, one map of the same 90 shapes, one control, nothing else.

Run by ``benchmarks/dashboard.py`` with ``streamlit run``; ``BENCH_GEOJSON``, ``BENCH_TOPOLOGY`` name what it draws.
"""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
SHAPES = json.loads(Path(os.environ["BENCH_GEOJSON"]).read_text(encoding="utf-8"))
CODES = [feature["properties"]["adcode"] for feature in SHAPES["features"]]
year = st.selectbox("Year", list(range(2010, 2026)))
values = [(int(code) * year) % 97 for code in CODES]
figure = go.Figure(
    go.Choropleth(geojson=SHAPES, featureidkey="properties.adcode", locations=CODES, z=values, name=str(year))
)
figure.update_geos(fitbounds="locations", visible=False)
figure.update_layout(title=f"Year {year}", height=560)
st.plotly_chart(figure, config={"topojsonURL": os.environ["BENCH_TOPOLOGY"]})
