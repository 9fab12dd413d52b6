"""The pages: filters in, one snapshot read, figures and tables out.

Layers: ``state`` (filters and URL), ``cache`` (the only door to the snapshot), ``mapping`` (which county has what),
``charts`` (pure figures), ``components`` (pieces of a page), ``views`` (the pages). Neither ``charts`` nor
``mapping`` imports Streamlit; SQL stands in ``etl/queries*.py`` alone; wording stands in ``text.py`` alone.
"""
