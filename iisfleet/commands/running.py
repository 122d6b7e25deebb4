"""Runs a flow on every host of a fleet and tells how it ended."""

import getpass
import json
import os
import platform
import secrets
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console

from iisfleet import __version__
from iisfleet.commands.home import HOME, keep_from_git
from iisfleet.commands.preparing import Fleet, Scope
from iisfleet.commands.writing import writing_to
from iisfleet.errors import ExitCode
from iisfleet.events import HostFinished, RunFinished, RunStarted
from iisfleet.lab import Lab, LabFailed, lab_status
from iisfleet.remote.psrp import connect
from iisfleet.rendering.deployment import RunInfo
from iisfleet.reporting.console import Redact, console_sink
from iisfleet.reporting.document import run_document
from iisfleet.reporting.endings import run_lines
from iisfleet.reporting.record import RunRecord, is_dead
from iisfleet.reporting.redaction import redactor
from iisfleet.reporting.text import folded, is_plan
from iisfleet.rollout.runner import Clock, FlowFor, Runner, exit_code
from iisfleet.rollout.workshop import Workshop

_PUBLISHING = ("deploy", "rollback")


def new_run(task: str) -> RunInfo:
    """A run with an id that sorts by time and does not repeat."""
    run = time.strftime("%Y%m%d-%H%M%S-", time.gmtime()) + secrets.token_hex(2)
    machine = socket.gethostname()
    return RunInfo(run, f"{getpass.getuser()}@{machine}", machine, os.getpid(), task)


def was_ours_and_is_dead(lock: Mapping[str, Any]) -> bool:
    """Whether a host is locked by a run of this folder and machine whose process is gone."""
    run = "-".join(str(lock["run"]).split("-")[:3])  # the second job of a run has a number behind its id
    return is_dead(HOME / "runs", run)


def run_flows(scope: Scope, fleet: Fleet, run: RunInfo, flow: FlowFor, *, differences: bool = False) -> ExitCode:
    """Runs a flow on every host of the fleet, tells it, and returns the exit code.

    ``differences``: changes that a plan found are an exit code of their own. Raises Interrupted after two Ctrl-C.
    """
    redact, clock, folder = redactor(fleet.secrets), Clock(), HOME / "runs" / run.id
    names = tuple(host.name for host in fleet.hosts)
    with _open_runner(scope, folder, redact, clock) as runner:
        runner.emit(RunStarted(clock(), run.id, run.why, scope.env, names, run.who, _versions(fleet.lab)))
        batch = None if is_plan(run.why) else scope.batch  # a plan harms no host: no failure ends it
        ended = runner.run(fleet.hosts, flow, batch=batch)
        code = _code(ended, differences)
        runner.emit(RunFinished(clock(), code))
    for reason in runner.lost:
        print(f"warning: not everything could be told or recorded: {reason}", file=sys.stderr)
    if scope.as_json:
        print(json.dumps(redact(run_document(run.id, run.why, scope.env, code, ended)), default=str))
    else:
        _tell(run, ended, folder, fleet, redact)
    return code


@contextmanager
def _open_runner(scope: Scope, folder: Path, redact: Redact, clock: Clock) -> Iterator[Runner]:
    """A runner with its cache, its record and its console, all closed at the end."""
    with ExitStack() as opened:
        with writing_to(HOME):
            keep_from_git()
            workshop = opened.enter_context(closing(Workshop(HOME / "cache")))
            record = opened.enter_context(closing(RunRecord(folder, redact)))
        console = Console(stderr=scope.as_json, soft_wrap=True)
        live = opened.enter_context(closing(console_sink(console, redact)))
        yield Runner(connect, workshop, [record, live], clock, parallel=scope.parallel)


def _tell(run: RunInfo, ended: Sequence[HostFinished], folder: Path, fleet: Fleet, redact: Redact) -> None:
    urls = _urls() if fleet.lab and run.why in _PUBLISHING else {}
    for line in run_lines(run.why, ended, folder / "events.jsonl", urls):
        print(folded(redact(line)))


def _urls() -> dict[str, str]:
    try:
        return lab_status().urls()
    except LabFailed:  # it ended meanwhile: what became of the hosts is told all the same
        return {}


def _code(ended: Sequence[HostFinished], differences: bool) -> ExitCode:
    code = exit_code(ended)
    if code is ExitCode.OK and differences and any(event.changes for event in ended):
        return ExitCode.DIFFERENCES
    return code


def _versions(lab: Lab | None) -> dict[str, str]:
    versions = {name: version(name) for name in ("pypsrp", "jinja2", "pydantic")}
    engine = {"lab": lab.engine} if lab else {}
    return {"iisfleet": __version__, "python": platform.python_version(), **versions, **engine}
