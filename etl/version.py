"""The version of the program and of its snapshots' tables, as the build record of a snapshot names them."""

VERSION = "0.1.0"
SNAPSHOT_FORMAT = "2"
"""What a snapshot says of its tables: a reader refuses another. Raise it with every change of ``schema.sql`` that readers see."""
