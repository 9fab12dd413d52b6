"""Snapshots: immutable DuckDB files and the pointer to the one in service.

Law: a file is built beside the others, checked, renamed, and only then pointed to; what a reader has open is never touched.
"""
