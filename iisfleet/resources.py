"""Finds tasks.py, templates, scripts and inventories: beside the package in a checkout, inside it in a wheel."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds ``tasks.py``, ``templates/``, ``scripts/`` and ``inventories/``."""
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parent


def templates() -> Path:
    """The playbooks."""
    return data_root() / "templates"


def scripts() -> Path:
    """The host functions; ``IISFLEET_SCRIPTS`` names another folder (the line counter of the tests sets it)."""
    override = os.environ.get("IISFLEET_SCRIPTS")
    return Path(override) if override else data_root() / "scripts"


def inventories() -> Path:
    """The examples that ``init`` copies."""
    return data_root() / "inventories"
