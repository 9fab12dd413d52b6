"""From officials' prose to comparable county data.

Stages, each with one law:

* ``registry``  loads and validates the knowledge files; knows no document.
* ``extract``   reads text and accounts for every number in it; converts no unit, drops nothing.
* ``ledger``    is the contract: one row per number, committed; everything after it reads only the ledger.
* ``normalise`` turns ledger figures into facts (base units, registered indicators, one fact per place).
* ``snapshot``  writes facts into an immutable DuckDB file and switches the pointer to it.
* ``checks``    reports findings, repairs nothing.
"""
