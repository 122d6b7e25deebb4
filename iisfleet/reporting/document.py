"""The result of a run as one JSON document: what ``--json`` prints."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from iisfleet.events import HostFinished


def run_document(run: str, task: str, environment: str, code: int, hosts: Sequence[HostFinished]) -> dict[str, Any]:
    """``run``, ``task``, ``environment``, ``exit_code`` and, by host, all that is known of its outcome."""
    return {
        "run": run,
        "task": task,
        "environment": environment,
        "exit_code": int(code),
        "hosts": {event.host: _host(event) for event in hosts},
    }


def _host(event: HostFinished) -> dict[str, Any]:
    fields = asdict(event)
    for name in ("at", "host"):
        del fields[name]
    return fields
