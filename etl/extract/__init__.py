"""Reads text and accounts for every number in it: a figure with all its fields, or an exclusion with its reason.

Converts no unit and drops nothing. The knowledge it reads by lies in ``etl/knowledge``.
"""
