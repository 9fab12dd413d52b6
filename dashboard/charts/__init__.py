"""Pure figures: plain values in, ``go.Figure`` out. Nothing here imports Streamlit or reads data."""
