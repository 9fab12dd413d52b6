"""Tables: figures that come as rows, from CSV and XLSX to the figures of a ledger.

Law: a mapping says what every column means; whatever is wrong is reported at once with sheet and cell, and then nothing is
taken in.
"""
