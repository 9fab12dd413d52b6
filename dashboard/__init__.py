"""The pages: filters in, one snapshot read, figures and tables out.

Layers: ``state`` (what is chosen, to and from the address), ``session`` (address, widgets and state in step; an address names
the snapshot that it was made from), ``cache`` (the only door to a snapshot) and ``reading`` (its registries as nouns),
``selection``, ``sides`` and ``data_view`` (what exists of what is asked), ``mapping`` and ``comparison`` (ranks, medians,
bounds), ``map_view``, ``compare_view``, ``county_view``, ``county_sheet``, ``quality_view``, ``groups`` and ``card`` (rows to
what is shown), ``passages`` (sentences of documents that the user has), ``charts`` (pure figures), ``components`` and ``views``
(the pages), ``server``, ``routes``, ``api`` and ``shell`` (what is served). Only ``session``, ``cache``, ``components``,
``views``, ``app`` and ``server`` import Streamlit; SQL stands in ``etl/queries*.py`` alone; wording stands in ``text*.py`` alone.

To add a page: a state in ``state.py``, its words in a ``text_<page>.py``, a file in ``views`` that begins with
``session.begin``, takes the snapshot once from ``components.snapshot_in_service`` and ends its choosing with
``components.settled``; then one ``st.Page`` in ``app.py`` and its path in ``shell.PAGE_PATHS``.
"""
