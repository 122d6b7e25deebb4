"""What each task does on the controller, from the words typed to the exit code. Knows nothing of Invoke.

Everything that can be wrong with inventory, package and templates is found here, for all hosts, before the first
connection opens.
"""

import getpass
import json
import os
import platform
import secrets
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console

from iisfleet import __version__, flows
from iisfleet.errors import ConfigError, ExitCode, PackageError, Problem, UsageError
from iisfleet.events import HostFinished, RunFinished, RunStarted
from iisfleet.inventory import Host, Inventory, Secret, find_inventory, load_inventory, resolve_secrets
from iisfleet.lab import Lab, start_lab
from iisfleet.package import Package, load_package
from iisfleet.remote.psrp import connect
from iisfleet.rendering.deployment import Release, RunInfo
from iisfleet.reporting.console import console_sink
from iisfleet.reporting.document import run_document
from iisfleet.reporting.endings import end_lines
from iisfleet.reporting.findings import finding_lines
from iisfleet.reporting.record import RunRecord, is_dead
from iisfleet.reporting.redaction import redactor
from iisfleet.rollout.instructions import Flow
from iisfleet.rollout.runner import Clock, Runner, exit_code
from iisfleet.rollout.workshop import Workshop

HOME = Path(".iisfleet")
FlowFor = Callable[[Host], Flow]


@dataclass(frozen=True)
class Scope:
    """Which hosts a task is for, and how its result is told."""

    env: str
    limit: str | None = None
    folder: Path = Path("inventories")
    batch: int | None = None
    parallel: int = 20
    as_json: bool = False


@dataclass(frozen=True)
class Fleet:
    """The hosts of a task, with every secret at hand, and the lab that emulates them, if they are the lab's."""

    inventory: Inventory
    lab: Lab | None = None

    @property
    def hosts(self) -> tuple[Host, ...]:
        return self.inventory.hosts

    @property
    def secrets(self) -> list[Secret]:
        """Every secret of these hosts: what no output may show."""
        logins = [host.connection.password for host in self.hosts if host.connection.password]
        return [*logins, *(secret for host in self.hosts for secret in host.secrets.values())]


def deploy(scope: Scope, package: Path | None) -> int:
    """Deploys a package to every host of the environment."""
    fleet = load_fleet(scope)
    packages = load_packages(fleet.inventory, package)
    run = new_run("deploy")
    job = flows.Job(run, packages, is_dead=lambda lock: is_dead(HOME / "runs", str(lock["run"])))
    return run_flows(scope, fleet, run, lambda host: flows.deploy(host, job))


def plan(scope: Scope, package: Path | None, check: bool) -> int:
    """Shows what a deploy would change; with ``check`` the exit code says whether anything would."""
    fleet = load_fleet(scope)
    run = new_run("plan")
    job = flows.Job(run, load_packages(fleet.inventory, package))
    return run_flows(scope, fleet, run, lambda host: flows.plan(host, job), differences=check)


def status(scope: Scope) -> int:
    """Shows what every host serves."""
    return run_flows(scope, load_fleet(scope), new_run("status"), flows.status)


def history(scope: Scope, last: int) -> int:
    """Shows the journal of every host."""
    return run_flows(scope, load_fleet(scope), new_run("history"), lambda host: flows.history(host, last))


def rollback(scope: Scope) -> int:
    """Goes back to the release before, on every host."""
    run = new_run("rollback")
    return run_flows(scope, load_fleet(scope), run, lambda host: flows.rollback(host, run))


def render(scope: Scope, package: Path | None, out: Path) -> int:
    """Writes the scripts of a deploy, one folder a host: exactly what would run on a host that serves nothing yet."""
    inventory = load_inventory(find_inventory(scope.env, scope.folder)).select(scope.limit)
    packages = load_packages(inventory, package)
    run = RunInfo("render", "nobody", "nowhere", 0)
    for host in inventory.hosts:
        folder = out / host.name
        folder.mkdir(parents=True, exist_ok=True)
        releases = [Release.of(target, packages[target.name]) for target in host.targets]
        for script in flows.scripts_of_deploy(host, run, releases):
            file = folder / f"{script.name.replace('/', '-')}.ps1"
            file.write_text(script.text, encoding="utf-8", newline="\n")
            print(f"{file}  {script.sha256[:12]}")
    return ExitCode.OK


def check_package(path: Path, as_json: bool) -> int:
    """Shows what a publish output is, and what is wrong with it."""
    package = load_package(path)
    if as_json:
        findings = [asdict(finding) for finding in package.findings]
        print(json.dumps({"app": package.app.name, "release": package.release_id, "findings": findings}, default=str))
    else:
        print("\n".join(finding_lines(package)))
    return ExitCode.BAD_INPUT if package.errors else ExitCode.OK


def check_inventory(scope: Scope) -> int:
    """Validates an environment's inventory without resolving its secrets."""
    inventory = load_inventory(find_inventory(scope.env, scope.folder)).select(scope.limit)
    sites = sum(len(host.sites) for host in inventory.hosts)
    print(f"{inventory.source}: {len(inventory.hosts)} hosts, {sites} sites, no problem")
    return ExitCode.OK


# --- the parts -------------------------------------------------------------------------------------------------------


def load_fleet(scope: Scope) -> Fleet:
    """The hosts of an environment with their secrets; starts the lab if they are the lab's."""
    source = find_inventory(scope.env, scope.folder)
    inventory = load_inventory(source)
    if not inventory.lab:
        return Fleet(resolve_secrets(inventory.select(scope.limit)))
    lab = start_lab([host.name for host in inventory.hosts])
    print(f"lab: {lab.engine} engine ({lab.why}); it goes on until invoke lab.down", file=sys.stderr)
    inventory = load_inventory(source, overlay=lab.overlay())
    return Fleet(resolve_secrets(inventory.select(scope.limit)), lab)


def load_packages(inventory: Inventory, override: Path | None) -> dict[str, Package]:
    """By target name: the package of every target. Each folder is read once.

    Raises ConfigError for a target without one, PackageError for packages with errors, all of them at once.
    """
    wanted = {target.name: target for host in inventory.hosts for target in host.targets}
    if override and len(wanted) > 1:
        raise UsageError(
            f"--package names one package, but this environment has {len(wanted)} targets: {', '.join(wanted)}",
            hint="Write package: at each site of the inventory instead, or narrow it with --limit.",
        )
    missing = [name for name, target in wanted.items() if not (override or target.package)]
    if missing:
        hint = "write package: at the site, or give --package DIR"
        raise ConfigError([Problem(inventory.source, f"{name} has no package", hint=hint) for name in missing])
    paths = {name: override or target.package or Path() for name, target in wanted.items()}
    loaded = {path: load_package(path) for path in set(paths.values())}
    broken = [line for package in loaded.values() if package.errors for line in finding_lines(package)]
    if broken:
        raise PackageError("\n".join(broken))
    return {name: loaded[path] for name, path in paths.items()}


def new_run(task: str) -> RunInfo:
    """A run with an id that sorts by time and does not repeat."""
    run = time.strftime("%Y%m%d-%H%M%S-", time.gmtime()) + secrets.token_hex(2)
    machine = socket.gethostname()
    return RunInfo(run, f"{getpass.getuser()}@{machine}", machine, os.getpid(), task)


def run_flows(scope: Scope, fleet: Fleet, run: RunInfo, flow: FlowFor, differences: bool = False) -> int:
    """Runs a flow on every host of the fleet, tells it, and returns the exit code."""
    redact = redactor(fleet.secrets)
    console = Console(stderr=scope.as_json, soft_wrap=True)
    record = RunRecord(HOME / "runs" / run.id, redact)
    live = console_sink(console, redact)
    workshop = Workshop(HOME / "cache")
    clock = Clock()
    runner = Runner(connect, workshop, [record, live], clock, parallel=scope.parallel)
    try:
        names = tuple(host.name for host in fleet.hosts)
        runner.emit(RunStarted(clock(), run.id, run.why, scope.env, names, run.who, _versions(fleet.lab)))
        ended = runner.run(fleet.hosts, flow, batch=scope.batch)
        code = _code(ended, differences)
        runner.emit(RunFinished(clock(), code))
    finally:
        live.close()
        record.close()
        workshop.close()
    if scope.as_json:
        print(json.dumps(redact(run_document(run.id, run.why, scope.env, code, ended)), default=str))
    else:
        _tell(redact, run, ended, record.folder, fleet)
    return code


def _code(ended: list[HostFinished], differences: bool) -> ExitCode:
    code = exit_code(ended)
    if code is ExitCode.OK and differences and any(event.changes for event in ended):
        return ExitCode.DIFFERENCES
    return code


def _tell(redact: Callable[[Any], Any], run: RunInfo, ended: list[HostFinished], folder: Path, fleet: Fleet) -> None:
    urls = start_lab([host.name for host in fleet.hosts]).urls() if fleet.lab else {}
    for event in ended:
        for line in end_lines(run.why, event, folder / "events.jsonl", urls.get(event.host)):
            print(redact(line))


def _versions(lab: Lab | None) -> dict[str, str]:
    versions = {name: version(name) for name in ("pypsrp", "jinja2", "pydantic")}
    engine = {"lab": lab.engine} if lab else {}
    return {"iisfleet": __version__, "python": platform.python_version(), **versions, **engine}
