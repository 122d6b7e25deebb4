"""The result of a run as one JSON document: what ``--json`` prints."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from iisfleet.events import HostFinished
from iisfleet.results import StepFailure


def run_document(
    run: str,
    task: str,
    environment: str,
    code: int,
    hosts: Sequence[HostFinished],
    *,
    failure: StepFailure | None = None,
    warnings: Sequence[str] = (),
    resume: str | None = None,
) -> dict[str, Any]:
    """``run``, ``task``, ``environment``, ``exit_code`` and, by host, all that is known of its outcome.

    ``failure``: why no host was touched at all. ``resume``: the command for the hosts that the run has not got to.
    """
    return {
        "run": run,
        "task": task,
        "environment": environment,
        "exit_code": int(code),
        "failure": asdict(failure) if failure else None,
        "warnings": list(warnings),
        "resume": resume,
        "hosts": {event.host: _host(event) for event in hosts},
    }


def _host(event: HostFinished) -> dict[str, Any]:
    fields = asdict(event)
    for name in ("at", "host"):
        del fields[name]
    return fields
