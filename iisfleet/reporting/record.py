"""The run's folder ``.iisfleet/runs/<id>``: everything that happened, for whoever asks later.

``events.jsonl``: one event a line, by structlog. ``scripts/<sha256>.ps1``: exactly what ran. ``run.json``: the process
that controls the run, by which a later run can tell that this one is dead.
"""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import structlog

from iisfleet.events import Event, ScriptStarted, event_fields, event_name


class RunRecord:
    """A sink that writes the record. Text with a secret in it is masked by ``redact`` first."""

    def __init__(self, folder: Path, redact: Callable[[Any], Any]) -> None:
        self.folder = folder
        self._redact = redact
        (folder / "scripts").mkdir(parents=True, exist_ok=True)
        (folder / "run.json").write_text(json.dumps(_controller()), encoding="utf-8")
        self._file = (folder / "events.jsonl").open("a", encoding="utf-8", newline="\n")
        self._log = structlog.wrap_logger(
            structlog.WriteLogger(self._file),
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                self._mask,
                structlog.processors.JSONRenderer(sort_keys=False, default=str),
            ],
        )

    def __call__(self, event: Event) -> None:
        """Writes the event at once: a run that is killed has told all that it knew."""
        if isinstance(event, ScriptStarted):
            self._keep(event)
        self._log.info(event_name(event), **event_fields(event))
        self._file.flush()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _keep(self, event: ScriptStarted) -> None:
        file = self.folder / "scripts" / f"{event.sha256}.ps1"
        if not file.exists():
            file.write_text(self._redact(event.text), encoding="utf-8", newline="\n")

    def _mask(self, _logger: Any, _method: str, fields: Any) -> Any:
        return self._redact(dict(fields))


def _controller() -> dict[str, Any]:
    process = psutil.Process()
    return {"machine": socket.gethostname(), "process": process.pid, "started": process.create_time()}


def is_dead(runs: Path, run: str) -> bool:
    """True if the run was controlled from this machine by a process that is gone.

    Only what is certain counts: a run without a record here, or of another machine, is not dead. A process id that
    was given out again is recognised by the time at which the process started.
    """
    return _is_there(runs, run) is False


def is_alive(runs: Path, run: str) -> bool:
    """True if another process of this machine controls the run. Only what is certain counts."""
    return _is_there(runs, run) is True


def _is_there(runs: Path, run: str) -> bool | None:
    """Whether a run's process, another one than this, is there; None if that cannot be told."""
    try:
        controller = json.loads((runs / run / "run.json").read_text(encoding="utf-8"))
        machine, pid, started = controller["machine"], int(controller["process"]), float(controller["started"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if machine != socket.gethostname() or pid == os.getpid():
        return None
    try:
        return abs(psutil.Process(pid).create_time() - started) <= 1
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return None
