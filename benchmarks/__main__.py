"""``python -m benchmarks [names] [--json] [--quick] [--engine NAME]``"""

import argparse
import importlib
import json
import sys
from collections.abc import Sequence

from benchmarks.figures import Figure, Settings
from benchmarks.world import BenchmarkFailed
from winlab.engine import choose_engine

NAMES = ("requests", "fitness", "delta", "inplace", "list", "readme", "fleet", "memory")


def main(words: Sequence[str]) -> int:
    """Exit code 1 if a figure was missed, 2 if something could not be measured."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=_about(), formatter_class=_KeepsLines)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="name", help="default: all")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    parser.add_argument("--quick", action="store_true", help="the smallest run of each: proves that it works, not more")
    parser.add_argument("--engine", choices=("emulated", "pwsh"), help="of the lab; default: those that are there")
    asked = parser.parse_args(words)
    settings = Settings((asked.engine,) if asked.engine else _engines(), asked.quick)
    figures: dict[str, list[Figure]] = {}
    try:
        for name in asked.names or NAMES:
            figures[name] = _measure(name, settings, tell=not asked.json)
    except BenchmarkFailed as error:
        print(error, file=sys.stderr)
        return 2
    if asked.json:
        document = {name: [figure.document for figure in found] for name, found in figures.items()}
        print(json.dumps(document, indent=1))
    return int(any("missed" in figure.verdict for found in figures.values() for figure in found))


class _KeepsLines(argparse.RawDescriptionHelpFormatter):
    """The description as it was written."""


def _measure(name: str, settings: Settings, *, tell: bool) -> list[Figure]:
    module = importlib.import_module(f"benchmarks.{name}")
    if tell:
        print(f"{name}: {module.ABOUT}", flush=True)
    found: list[Figure] = []
    for figure in module.measure(settings):
        found.append(figure)
        if tell:
            print(f"  {figure.line}", flush=True)
    return found


def _about() -> str:
    lines = (f"{name:<10}{importlib.import_module(f'benchmarks.{name}').ABOUT}" for name in NAMES)
    return "\n".join(lines)


def _engines() -> tuple[str, ...]:
    """Those of the lab that this machine has."""
    return ("emulated", "pwsh") if choose_engine("auto", {}).name == "pwsh" else ("emulated",)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
