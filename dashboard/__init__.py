"""The pages: filters in, one snapshot read, figures and tables out.

Layers: ``state`` (what is chosen, to and from the address), ``session`` (address, widgets and state in step), ``cache`` (the
only door to a snapshot), ``selection`` and ``data_view`` (what exists of what is asked), ``map_view``, ``mapping``, ``groups``
and ``card`` (rows to what is shown), ``charts`` (pure figures), ``components`` and ``views`` (the pages), ``server``,
``routes`` and ``shell`` (what is served). Only ``session``, ``cache``, ``components``, ``views``, ``app`` and ``server`` import
Streamlit; SQL stands in ``etl/queries*.py`` alone; wording stands in ``text.py`` alone.

To add a page: a state in ``state.py``, its words in ``text.py``, a file in ``views`` that begins with ``session.begin``,
takes the snapshot once from ``components.snapshot_in_service`` and ends its choosing with ``session.settle``; then one
``st.Page`` in ``app.py`` and its path in ``shell.PAGE_PATHS``.
"""
