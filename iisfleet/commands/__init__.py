"""What each task does on the controller, from the words typed to the exit code. Knows nothing of Invoke.

Everything that can be wrong with inventory, package and templates is found for all hosts before the first connection
opens (``preparing``); then a flow runs on every host and its end is told (``running``).
"""

import json
from dataclasses import asdict
from pathlib import Path

from iisfleet import flows
from iisfleet.commands.preparing import Scope, at_hand, every_host, load_packages, open_fleet, select_hosts
from iisfleet.commands.resuming import Words, check_packages, left_of, nothing_left, past_run, unknown_of
from iisfleet.commands.running import new_run, run_flows, was_ours_and_is_dead
from iisfleet.commands.writing import writing_to
from iisfleet.errors import ExitCode, UsageError
from iisfleet.flows.scripts import PACKAGED, TASKS, ScriptOrder, scripts_of_task
from iisfleet.inventory import PackageUrl
from iisfleet.package import load_package
from iisfleet.rendering import Script
from iisfleet.rendering.release import RunInfo
from iisfleet.reporting.findings import finding_lines
from iisfleet.reporting.text import counted

__all__ = ["Scope", "check_inventory", "check_package", "deploy", "history", "plan", "render", "rollback", "status"]


def deploy(
    scope: Scope,
    package: Path | PackageUrl | None,
    accept_key_loss: bool = False,
    clean: bool = False,
    resume: str | None = None,
) -> int:
    """Deploys a package to every host of the environment, or to those that the run ``resume`` did not get to."""
    past = past_run(scope, "deploy", resume) if resume else None
    here = left_of(scope, past) if past else scope
    unknown = unknown_of(scope, past) if past else []
    if past and here is None:
        return nothing_left(scope, past, unknown)
    scope = here or scope
    inventory = select_hosts(scope)
    packages = load_packages(inventory, package)
    if past:
        check_packages(past, packages)
    run, barrier, drained = new_run("deploy"), inventory.rollout.barrier, past.drained if past else ()
    job = flows.Job(run, packages, accept_key_loss, was_ours_and_is_dead, every_host(scope), clean, barrier, drained)
    return run_flows(
        scope,
        open_fleet(scope),
        run,
        lambda host: flows.deploy(host, job),
        packages=packages,
        undo=lambda host, ended: flows.undo(host, job, ended),
        past=past,
        warnings=unknown,
        again=Words(scope, package, accept_key_loss, clean).resuming,
    )


def plan(scope: Scope, package: Path | PackageUrl | None, check: bool, clean: bool = False) -> int:
    """Shows what a deploy would change; with ``check`` the exit code says whether anything would."""
    packages = load_packages(select_hosts(scope), package, partly=True)
    job = flows.Job(new_run("plan"), packages, hosts=every_host(scope), clean=clean)
    return run_flows(scope, open_fleet(scope), job.run, lambda host: flows.plan(host, job), differences=check)


def status(scope: Scope) -> int:
    """Shows what every host serves."""
    return run_flows(scope, open_fleet(scope), new_run("status"), flows.status)


def history(scope: Scope, last: int) -> int:
    """Shows the journal of every host."""
    return run_flows(scope, open_fleet(scope), new_run("history"), lambda host: flows.history(host, last))


def rollback(scope: Scope, release: str | None = None, plan: bool = False) -> int:
    """Goes back to the release before, or to another one that was kept, on every host."""
    run = new_run("rollback", plan)
    order = flows.RollbackOrder(run, release, plan, was_ours_and_is_dead)
    return run_flows(scope, open_fleet(scope), run, lambda host: flows.rollback(host, order))


def render(scope: Scope, package: Path | PackageUrl | None, out: Path, task: str = "deploy") -> int:
    """Writes the scripts of a task, one folder a host: what would run on a host that serves nothing yet."""
    if task not in TASKS:
        raise UsageError(f"no scripts of {task} can be written", hint=f"--task {', '.join(TASKS)}")
    inventory = select_hosts(scope)
    packages = load_packages(inventory, package) if task in PACKAGED else {}
    order = ScriptOrder(RunInfo("render", "nobody", "nowhere", 0, task), packages)
    for host in inventory.hosts:
        for name, script in scripts_of_task(task, host, order).items():
            with writing_to(out):
                file = _write(script, out / host.name / f"{name}.ps1")
            print(f"{file}  {script.sha256[:12]}")
    return ExitCode.OK


def _write(script: Script, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Windows PowerShell 5.1 takes a file without a mark for ANSI.
    file.write_text(script.text, encoding="utf-8" if script.text.isascii() else "utf-8-sig", newline="")
    return file


def check_package(source: Path | PackageUrl, as_json: bool) -> int:
    """Shows what a publish output is, and what is wrong with it."""
    package = load_package(at_hand(source))
    if as_json:
        findings = [asdict(finding) for finding in package.findings]
        print(json.dumps({"app": package.app.name, "release": package.release_id, "findings": findings}))
    else:
        print("\n".join(finding_lines(package)))
    return ExitCode.BAD_INPUT if package.errors else ExitCode.OK


def check_inventory(scope: Scope) -> int:
    """Validates an environment's inventory without resolving its secrets."""
    inventory = select_hosts(scope)
    sites = [site for host in inventory.hosts for site in host.sites]
    print(f"{inventory.source}: {counted(inventory.hosts, 'host')}, {counted(sites, 'site')}, no problem")
    return ExitCode.OK
