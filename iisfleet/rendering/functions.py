"""The host functions of ``scripts/``: found by name, and gathered with all that they call."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_NAME = re.compile(r"\b[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9]+\b")
_HELP = re.compile(r"^[ \t]*<#.*?#>[ \t]*\n", re.DOTALL | re.MULTILINE)
FRAME = ("Invoke-Phase", "Invoke-Step")


@lru_cache(maxsize=8)
def function_files(folder: Path) -> dict[str, Path]:
    """Every host function below a folder: its name and its file."""
    return {file.stem: file for file in sorted(folder.rglob("*.ps1"))}


def functions_used(text: str, folder: Path) -> str:
    """The source of the frame's functions and of all host functions that ``text`` names, directly or through others.

    Help is left out: it stays in the files and need not travel. A function of ``scripts/seam`` is defined only if there
    is none of that name: an emulated Windows brings its own.
    """
    files = function_files(folder)
    wanted = _closure({*FRAME, *_named(text, files)}, folder)
    return "\n".join(_definition(files[name]) for name in sorted(wanted))


def _named(text: str, files: Iterable[str]) -> set[str]:
    return set(_NAME.findall(text)).intersection(files)


def _closure(names: set[str], folder: Path) -> set[str]:
    found: set[str] = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue.extend(_calls(function_files(folder)[name], folder))
    return found


@lru_cache(maxsize=1024)
def _calls(file: Path, folder: Path) -> frozenset[str]:
    return frozenset(_named(_source(file), function_files(folder)))


@lru_cache(maxsize=1024)
def _source(file: Path) -> str:
    return _HELP.sub("", file.read_text(encoding="utf-8")).strip() + "\n"


def _definition(file: Path) -> str:
    source = _source(file)
    if file.parent.name != "seam":
        return source
    return f"if (-not (Test-Path -LiteralPath 'Function:\\{file.stem}')) {{\n{source}}}\n"
