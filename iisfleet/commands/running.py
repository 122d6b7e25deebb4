"""Runs a flow on every host of a fleet and tells how it ended."""

import getpass
import json
import os
import platform
import secrets
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Event as Signal
from typing import Any

from rich.console import Console

from iisfleet import __version__
from iisfleet.commands.home import HOME, keep_from_git
from iisfleet.commands.preparing import Fleet, Scope
from iisfleet.commands.writing import writing_to
from iisfleet.errors import ExitCode, Interrupted, UsageError
from iisfleet.events import HostFinished, RunFinished, RunStarted
from iisfleet.lab import Lab, LabFailed, lab_status
from iisfleet.package import Package
from iisfleet.remote.psrp import connect
from iisfleet.rendering.release import RunInfo
from iisfleet.reporting.console import Redact, console_sink
from iisfleet.reporting.document import run_document
from iisfleet.reporting.endings import OPEN, blocked_lines, open_lines, run_lines
from iisfleet.reporting.past import Past
from iisfleet.reporting.record import RunRecord, is_alive, is_dead
from iisfleet.reporting.redaction import redactor
from iisfleet.reporting.text import folded, is_plan
from iisfleet.results import StepFailure
from iisfleet.rollout.calls import Calls
from iisfleet.rollout.course import Course, FlowFor, UndoFor, course_of, everywhere
from iisfleet.rollout.hooks import HookCalls
from iisfleet.rollout.interrupting import first_interrupt
from iisfleet.rollout.runner import Clock, Runner, exit_code
from iisfleet.rollout.workshop import Workshop

_PUBLISHING = ("deploy", "rollback")
# Tasks that disturb no host.
_HARMLESS = ("status", "history", "lock", "unlock", "inventory.import")


def new_run(task: str, plan: bool = False) -> RunInfo:
    """A run with an id that sorts by time and does not repeat; ``plan``: it only shows what the task would change."""
    run = time.strftime("%Y%m%d-%H%M%S-", time.gmtime()) + secrets.token_hex(2)
    machine = socket.gethostname()
    return RunInfo(run, f"{getpass.getuser()}@{machine}", machine, os.getpid(), f"plan of {task}" if plan else task)


def was_ours_and_is_dead(lock: Mapping[str, Any]) -> bool:
    """Whether a host is locked by a run of this folder and machine whose process is gone."""
    return is_dead(HOME / "runs", _recorded(str(lock["run"])))


def refuse_going_on(run: str) -> None:
    """Raises UsageError if another process of this machine is still at work on a run of this folder."""
    if is_alive(HOME / "runs", _recorded(run)):
        raise UsageError(f"run {run} goes on", hint="wait for its end, or end it where it was started")


def _recorded(run: str) -> str:
    """The id that a run has its record under: on a host its second job has a number behind it."""
    return "-".join(run.split("-")[:3])


def run_flows(
    scope: Scope,
    fleet: Fleet,
    run: RunInfo,
    flow: FlowFor,
    *,
    differences: bool = False,
    packages: Mapping[str, Package] | None = None,
    undo: UndoFor | None = None,
    past: Past | None = None,
    warnings: Sequence[str] = (),
    again: Callable[[str], str] | None = None,
) -> ExitCode:
    """Runs a flow on the hosts of the fleet as the inventory's ``rollout`` says, tells it, and returns the exit code.

    ``differences``: changes that a plan found are an exit code of their own. ``undo`` puts a host back that the run has
    changed. ``past``: the run that this one completes. ``warnings`` are told with its end. ``again``: the command
    that completes a run, by its id. Raises Interrupted after two Ctrl-C.
    """
    redact, clock, folder, stop = redactor(fleet.secrets), Clock(), HOME / "runs" / run.id, Signal()
    course = _course(scope, fleet, run, undo, past)
    command = again(run.id) if again else None
    with first_interrupt(stop.set):  # also while it is told: what was done would be known to nobody else
        with _open_runner(scope, folder, redact, clock, stop) as runner:
            runner.warnings += warnings
            runner.emit(_started(clock(), scope, fleet, run, packages or {}, past))
            ended = _run(runner, course, flow, command)
            code = ExitCode.HOST_FAILED if runner.blocked else _code(ended, differences)
            runner.emit(RunFinished(clock(), code))
        for reason in runner.lost:
            print(f"warning: not everything could be told or recorded: {reason}", file=sys.stderr)
        left = command if any(event.status in OPEN for event in ended) else None
        end = _End(run, code, ended, runner.blocked, runner.warnings, left)
        for line in [_document(end, scope, redact)] if scope.as_json else _lines(end, fleet, redact):
            print(line)
    return code


@dataclass(frozen=True)
class _End:
    """How a run has ended. ``blocked``: the hook before it has failed; ``resume``: the command that completes it."""

    run: RunInfo
    code: ExitCode
    hosts: Sequence[HostFinished]
    blocked: StepFailure | None
    warnings: Sequence[str]
    resume: str | None


def _document(end: _End, scope: Scope, redact: Redact) -> str:
    """What a machine reads at the end of a run."""
    document = run_document(
        end.run.id,
        end.run.why,
        scope.env,
        end.code,
        end.hosts,
        failure=end.blocked,
        warnings=end.warnings,
        resume=end.resume,
    )
    return json.dumps(redact(document), default=str)


def _lines(end: _End, fleet: Fleet, redact: Redact) -> Iterator[str]:
    """What a person reads at the end of a run."""
    urls = _urls(fleet) if fleet.lab and end.run.why in _PUBLISHING else {}
    return (folded(redact(line)) for line in _said(end, HOME / "runs" / end.run.id / "events.jsonl", urls))


def _course(scope: Scope, fleet: Fleet, run: RunInfo, undo: UndoFor | None, past: Past | None) -> Course:
    """A plan, and what only reads or locks, harms no host: it goes to all of them, whichever fail."""
    inventory, hosts = fleet.inventory, fleet.hosts
    if is_plan(run.why) or run.why in _HARMLESS:
        return everywhere(hosts)
    told = {"RUN": run.id, "TASK": run.why, "ENVIRONMENT": scope.env, "HOSTS": ",".join(host.name for host in hosts)}
    hooks = HookCalls(inventory.hooks, inventory.source.absolute().parent, told)
    return course_of(
        hosts,
        inventory.rollout,
        size=scope.batch,
        passed=past.passed if past else (),
        led=past.led if past else {},
        resumed=bool(past and past.done),
        hooks=hooks,
        undo=undo,
    )


def _started(
    now: float, scope: Scope, fleet: Fleet, run: RunInfo, packages: Mapping[str, Package], past: Past | None
) -> RunStarted:
    return RunStarted(
        at=now,
        run=run.id,
        task=run.why,
        environment=scope.env,
        hosts=tuple(host.name for host in fleet.hosts),
        who=run.who,
        versions=_versions(fleet.lab),
        packages={target: package.manifest.sha256 for target, package in packages.items()},
        resumes=past.run if past else None,
    )


def _run(runner: Runner, course: Course, flow: FlowFor, command: str | None) -> list[HostFinished]:
    try:
        return runner.run(course, flow)
    except Interrupted as left:
        hint = f"{left.hint}\n  to go on: {command}" if command else left.hint
        raise Interrupted(left.message, hint=hint) from None


@contextmanager
def _open_runner(scope: Scope, folder: Path, redact: Redact, clock: Clock, stop: Signal) -> Iterator[Runner]:
    """A runner with its cache, its record and its console, all closed at the end."""
    with ExitStack() as opened:
        with writing_to(HOME):
            keep_from_git()
            workshop = opened.enter_context(closing(Workshop(HOME / "cache")))
            record = opened.enter_context(closing(RunRecord(folder, redact)))
        console = Console(stderr=scope.as_json, soft_wrap=True)
        live = opened.enter_context(closing(console_sink(console, redact)))
        yield Runner(connect, workshop, [record, live], clock, parallel=scope.parallel, calls=Calls(redact), stop=stop)


def _said(end: _End, record: Path, urls: Mapping[str, str]) -> Iterator[str]:
    if end.blocked:
        yield from blocked_lines(end.blocked, record)
    yield from run_lines(end.run.why, end.hosts, record, urls)
    yield from (f"warning: {warning}" for warning in end.warnings)
    if end.resume:
        yield from open_lines(end.hosts, end.resume)


def _urls(fleet: Fleet) -> dict[str, str]:
    bindings = {
        host.name: [f"{binding.protocol} {binding.information}" for site in host.sites for binding in site.bindings]
        for host in fleet.hosts
    }
    try:
        return lab_status().urls(bindings)
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
