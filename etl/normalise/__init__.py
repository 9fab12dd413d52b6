"""Normalising: ledger figures to facts. Law: reads figures, registries and decisions only; drops no figure."""
