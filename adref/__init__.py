"""Adref: a workspace in which delegations negotiate a political text live."""

__version__ = "0.1.0"
