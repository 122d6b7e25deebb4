"""A host from outside, as snapshots show it: what the product keeps for itself there, and where two views differ."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

HOUSE = "C:\\ProgramData\\iisfleet"


def without_bookkeeping(paths: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a report never lists: the product's own books, and archives on their way."""
    return {path: value for path, value in paths.items() if not (path.startswith(HOUSE) or "\\incoming\\" in path)}


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
