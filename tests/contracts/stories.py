"""What a controller and its host have to tell in the end, without what must differ between two runs of anything."""

import base64
import gzip
import re
from collections.abc import Mapping
from typing import Any

from tests.contracts.controller import Controller
from tests.outside import HOUSE


def story(controller: Controller) -> dict[str, Any]:
    """All events of all runs, in order, and the host at the end."""
    return {"events": _plain(controller.events()), "host": _plain(_host(controller.snapshot()))}


def _host(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The product's own books hold times and run ids: their names count here, what is in them the history shows."""
    books = {path: "written" for path in snapshot["files"] if path.startswith(f"{HOUSE}\\")}
    workers = {pool: len(pids) for pool, pids in snapshot["workers"].items()}
    return {**snapshot, "files": {**snapshot["files"], **books}, "workers": workers}


# Keys of events and of data whose values are times, amounts of the moment, or the engine's own version and session.
_MUST_DIFFER = {"at", "timestamp", "seconds", "requests", "since", "pid", "session", "free", "powershell"}
_RUN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)|\d{8}T\d{6}Z?")


def _plain(value: Any) -> Any:
    """Without what must differ between two runs of anything, or names the engine."""
    match value:
        case {"event": "script_started"}:  # its hash is of a text with the run's id
            return {key: value[key] for key in ("event", "script", "what_if")}
        case {"gzip": str() as packed}:  # two compressors
            return {**value, "gzip": gzip.decompress(base64.b64decode(packed)).decode()}
        case {"workers": list(pids)} if all(isinstance(pid, int) for pid in pids):
            return _plain({**value, "workers": len(pids)})
        case dict():
            return {_plain(key): "***" if key in _MUST_DIFFER else _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case str():
            return _TIME.sub("TIME", _RUN.sub("RUN", value))
    return value
