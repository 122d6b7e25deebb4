"""A host from outside, as snapshots show it: what the product keeps for itself there, and where two views differ."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

HOUSE = "C:\\ProgramData\\iisfleet"
# Books that stay when a run has ended: what happened, what the guard runs and last did, a release's settings, logs.
_STAYS = re.compile(
    r"journal\.jsonl|work|version|state|guard|guard\\(guard-[0-9a-f]{64}\.ps1|state\.json|output\.jsonl)"
    r"|(settings|logs)(\\.*)?"
)
# In a store of releases: uploads on their way, what a publish in place changes, and what it last published.
_IN_STORE = re.compile(r"\\incoming\\|\.iisfleet\\(before(\\|$)|current$)")


def books_of_a_run(paths: Iterable[str]) -> list[str]:
    """What the product keeps for itself on a host only while a run is at work, and while it is unfinished."""
    house = [path for path in paths if path.startswith(f"{HOUSE}\\")]
    return [path for path in house if not _STAYS.fullmatch(path[len(HOUSE) + 1 :])]


def without_bookkeeping(paths: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a report never lists: the product's own books, and archives on their way."""
    return {path: value for path, value in paths.items() if not (path.startswith(HOUSE) or _IN_STORE.search(path))}


def apart(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """The places at which two values differ: shorter to read than the values."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in {**one, **other}:
            yield from apart(one.get(key, "absent"), other.get(key, "absent"), f"{where}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from apart(*pair, f"{where}/{number}")
    elif one != other:
        yield f"{where}: {json.dumps(one)[:300]} | {json.dumps(other)[:300]}"
