"""Carries flows out: the only place with threads."""
