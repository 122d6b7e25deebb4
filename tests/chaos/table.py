"""Writes docs/faults.md: every cell, carried out on the emulated engine. ``python -m tests.chaos.table``."""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import patch

from tests.chaos.cells import MODES, Cell, Mode, cells_of
from tests.chaos.host import DEADLINE, ChaosHost, Seen

FILE = Path(__file__).resolve().parents[2] / "docs" / "faults.md"
_HEAD = f"""# When something breaks during a deploy

Written by `invoke dev.faults`: each row is a deploy of a new release to a host of the lab (emulated engine), with one
fault, while a thread asks for the front page all the time. The same cells are tests (`tests/chaos`), a sample of them
on the real engine, too. Seconds are those of the lab, where a copy or a start takes next to nothing: they show what
stops, not for how long it would on Windows.

- **served**: what a visitor got from before the deploy until the host was at rest again. `old`, `new`: the releases.
  `page`: the offline page. `nothing`: 503 of http.sys. `host down`: the host itself restarts.
- **then**: what was served when the command had ended, and its exit code ([exit-codes.md](exit-codes.md)).
- **lock, guard**: what was on the host when the command had ended. The guard's deadline is {DEADLINE} s here
  (`guard: {{deadline: {DEADLINE}}}`), and passes quickly.
- **at rest by**: who brought the host back to rest: the deploy itself; the guard, without any controller, and to which
  release; or the next deploy, where the guard was not armed yet. After each row there was no lock, no guard, no page,
  no stopped pool and no saved state; the same deploy then completed, and a second one changed nothing.

Nothing is served only with `offline: pools`, which says so, and while a pool does not start with the new release.
"""
_COLUMNS = ("what breaks", "when", "served", "then", "exit", "lock", "guard", "at rest by", "first sentence")


def write(seen: Iterable[Seen], file: Path = FILE) -> None:
    """The document, a table for each way to publish."""
    rows: dict[Mode, list[Seen]] = {mode: [] for mode in MODES}
    for one in seen:
        rows[one.cell.mode].append(one)
    parts = [_HEAD]
    for mode, words in MODES.items():
        parts += [f"\n## {words}\n", "| " + " | ".join(_COLUMNS) + " |", "|" + "---|" * len(_COLUMNS)]
        parts += [_row(one) for one in rows[mode]]
    file.write_text("\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def key(cell: Cell) -> str:
    """How a row of a cell begins."""
    return f"| {cell.what} | {cell.moment.words if cell.moment else ''} |"


def _row(seen: Seen) -> str:
    message = seen.message.replace("|", "\\|")
    rest = f"{seen.mended}: {seen.later}" if seen.mended == "the guard" else seen.mended
    cells = (seen.during, seen.after, seen.code, seen.lock, seen.guard, rest, message)
    return f"{key(seen.cell)} {' | '.join(cells)} |"


def carried_out(folder: Path, engine: str = "emulated") -> Iterator[Seen]:
    """Every cell, one host a way to publish."""
    for mode in MODES:
        host = ChaosHost(folder / mode, engine, mode)
        try:
            for cell in cells_of(mode):
                print(cell.name, file=sys.stderr)
                yield host.carry_out(cell)
        finally:
            host.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, patch("winlab.fleet.find_dotnet", lambda: None):
        write(carried_out(Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
