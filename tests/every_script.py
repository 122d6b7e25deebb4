"""Every script that a run can send, with each thing that it can say: what is held against the rules of PowerShell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from iisfleet import resources
from iisfleet.flows import SetupOrder, prepare_setup, scripts_of_setup
from iisfleet.flows.cache import ClearOrder, ScheduleOrder, clear_cache, scheduled_script
from iisfleet.flows.guarding import guard_question, guard_script, guard_steps
from iisfleet.flows.jobs import job_folder
from iisfleet.flows.run_once import run_once_context
from iisfleet.flows.scripts import ScriptOrder, scripts_of_task
from iisfleet.flows.sharing import share_parameters
from iisfleet.inventory import Host, RunOnce, load_inventory
from iisfleet.package import FileEntry, Manifest
from iisfleet.rendering import Script, SecretReference, render_script
from iisfleet.rendering.deployment import (
    DeployOptions,
    deploy_context,
    lock_parameters,
    shard_parameters,
    target_parameters,
)
from iisfleet.rendering.dsc import KINDS
from iisfleet.rendering.provisioning import keys_context
from iisfleet.rendering.release import Release, RunInfo, Shipment
from iisfleet.rendering.rollback import Return, rollback_context
from iisfleet.rollout.instructions import Run
from tests.declared import declared

ALL = ["starting", "updating", "publishing", "verifying", "finishing", "reverting"]
RUN = RunInfo("20260101-000000-abcd", "o'brien", "controller", 1)
LOCK = lock_parameters(RUN)
DRAIN = {"flag": r"C:\shop\it's.htm", "wait": 30, "connections": 5, "timeout": 60}
_SHA = "0" * 64


def every_script() -> list[Script]:
    """Of each playbook at least one; those of a host for all example inventories, and for hosts that declare much."""
    examples = [host for file in sorted(resources.inventories().glob("*.yml")) for host in load_inventory(file).hosts]
    hosts = {repr(host.targets): host for host in [*examples, *map(declared, ("full", "keys", "in-place"))]}.values()
    scripts = [script for host in hosts for script in _of_host(host)]
    scripts += [*_of_setup(declared("setup")), *_of_keys(declared("keys")), *_of_packages(), *_of_restarts()]
    scripts += [*_of_jobs(), *_of_locks(), *_of_caches(declared("setup")), guard_script()]
    return list({script.text: script for script in scripts}.values())


def _of_host(host: Host) -> Iterator[Script]:
    """A deploy, its plan, and what is asked and mended besides."""
    shipment = Shipment("1.0.0-base", ("gone.dll",), _SHA, 100, inline=True)
    releases = [Release(t, "1.0.1-x", _SHA, 64, shipment=shipment) for t in host.targets]
    guarded = replace(guard_steps(RUN, host, releases, installed=False), fact=guard_question(host).fact)
    yield render_script("deploy", ALL, deploy_context(host, releases, RUN, DeployOptions(guard=guarded)))
    yield render_script("deploy", ALL, deploy_context(host, releases, RUN, DeployOptions(planning=True)))
    returns = [Return(release, f"Old {release.target.pool.name}") for release in releases]
    yield render_script("deploy", ALL, rollback_context(host, returns, RUN, DeployOptions(event="rolled-back")))
    about = {"targets": host.targets, "sites": host.sites, "guard": _SHA}
    yield render_script("status", ["starting"], {**about, "without_iis": False})
    yield render_script("status", ["starting"], {**about, "without_iis": True})
    yield render_script("history", ["starting"], {"targets": host.targets, "last": 5})
    for task in ("adopt", "inventory.import"):
        yield from scripts_of_task(task, host, ScriptOrder(RUN)).values()
    yield render_script("import", ["starting"], {"wanted": [site.name for site in host.sites]})
    yield render_script("recover", ["updating"], {"lock": LOCK, "run": RUN.id, "dead": "r0", "drained": ["r0"]})
    for release in releases[:1]:
        yield render_script("manifest", ["starting"], {"folder": release.target.store, "release": "1.0.0-base"})
        context = {"target": target_parameters(release, RUN), "shard": shard_parameters(release, 0, 100, _SHA)}
        yield render_script("upload", ["updating"], context)
    yield from _of_shares(releases)
    once, context = RunOnce(command=("dotnet", "o'brien.dll")), deploy_context(host, releases, RUN)
    for phase, record in (("updating", job_folder(RUN)), ("publishing", None)):
        about = run_once_context(RUN, context, host.sites[0], once)
        yield render_script("run-once", [phase], about, record=record)


def _of_shares(releases: Sequence[Release]) -> Iterator[Script]:
    """What is copied from shares: in the session with a credential, and by a job."""
    wanted = Manifest((FileEntry("o'brien.dll", 1, _SHA),))
    targets = [share_parameters(release, RUN, wanted, all_of_it=False) for release in releases]
    for record in (None, job_folder(RUN)):
        yield render_script("share", ["updating"], {"targets": targets}, record=record)


def _of_setup(host: Host) -> Iterator[Script]:
    """With DSC and step by step, on each kind of Windows."""
    order = SetupOrder(RUN, prepare_setup([host]), take_over=True)
    for windows in KINDS:
        for dsc in (True, False):
            yield from scripts_of_setup(host, order, windows, dsc=dsc)


def _of_keys(host: Host) -> Iterator[Script]:
    """What gives keys each place that there is, on a host that has the pools: in the session, and by a job."""
    files = {pfx: _SHA for t in host.targets if (c := t.data_protection.certificate) and (pfx := c.pfx)}
    pools = [target.pool.name for target in host.targets]
    for record in (None, job_folder(RUN)):
        yield render_script("keys", ALL, keys_context(host, RUN, pools=pools, files=files), record=record)
    shard = {"File": rf"C:\ProgramData\iisfleet\incoming\{_SHA}.pfx", "Offset": 0, "Length": 1, "Sha256": _SHA}
    yield render_script("host-upload", ["updating"], {"name_on_host": f"{_SHA}.pfx", "shard": shard})


def _of_packages() -> Iterator[Script]:
    """What installs, and what repairs: planned, and by a job."""
    named: dict[str, Any] = {"Kind": "hosting-bundle", "Version": "10.0.12", "Options": ("OPT_NO_X86=1",)}
    package = named | {"File": r"C:\a.exe", "Sha256": _SHA, "TimeoutMinutes": 30, "Remove": True}
    repair = {"Version": None, "File": None, "Sha256": None, "All": False, "TimeoutMinutes": 30}
    context: dict[str, Any] = {"run": RUN.id, "lock": LOCK, "drain": DRAIN, "restart_timeout": 120}
    context |= {"uploads": [f"{_SHA}.exe"], "packages": [package], "verified": [named], "repair": repair}
    context |= {"entries": [{"event": "installed", "run": RUN.id}]}
    yield render_script("packages", ["starting", "publishing"], context | {"lock": None})
    yield render_script("packages", ALL, context, record=job_folder(RUN))


def _of_restarts() -> Iterator[Script]:
    """A restart of IIS, of a host, and a switch of a pool."""
    context: dict[str, Any] = {"run": RUN.id, "lock": LOCK, "timeout": 120, "drain": DRAIN}
    yield render_script("restart", ALL, context | {"reboot": False}, record=job_folder(RUN))
    yield render_script("restart", ["starting", "updating", "publishing"], context | {"reboot": True})
    yield render_script("reboot", ["starting", "publishing"], {"run": RUN.id})
    yield render_script("resume", ALL, context)
    yield render_script("switch", ALL, context | {"kind": "pool", "item": "O'Shop", "action": "recycle"})


def _of_jobs() -> Iterator[Script]:
    """What starts, follows and ends a job, and what a job itself is."""
    job: dict[str, Any] = {"Id": RUN.id, "Run": RUN.id, "Task": "restart", "Who": RUN.who, "Controller": RUN.controller}
    job |= {"Sha256": _SHA, "Secrets": {"x": SecretReference("x")}, "TimeoutMinutes": 60}
    yield render_script("job-start", ["updating"], {"job": job})
    yield render_script("job-poll", ["starting", "finishing"], {"id": RUN.id, "offset": 0, "wait": 10, "keep": 5})
    yield render_script("job-resume", ["updating"], {"id": RUN.id})
    for recurring in (False, True):
        recovering = {"lock": LOCK, "run": RUN.id, "dead": "r0", "drained": ["r0"]}
        yield render_script("recover", ["updating"], recovering, record=job_folder(RUN), recurring=recurring)


def _of_locks() -> Iterator[Script]:
    """What a person locks and unlocks."""
    lock = {"Run": RUN.id, "Who": RUN.who, "Controller": RUN.controller, "Message": "it's mine"}
    yield render_script("lock", ALL, {"lock": lock, "entry": {"event": "locked", "run": RUN.id}})
    yield render_script("unlock", ALL, {"of": None, "wait": 60, "entry": {"event": "unlocked", "run": RUN.id}})


def _of_caches(host: Host) -> Iterator[Script]:
    """What clears caches, now and by the host itself, and what makes and removes its task."""
    clearing = next(clear_cache(host, ClearOrder(RUN, accounts=("o'brien",))))
    assert isinstance(clearing, Run)
    yield clearing.script
    yield scheduled_script(host, ScheduleOrder(RUN, days=("sunday",), accounts=("all",)))
    for schedule in ({"At": "03:00", "Days": ["sunday"], "Sha256": _SHA}, {"Remove": True}):
        yield render_script("cache-schedule", ALL, {"run": RUN.id, "lock": LOCK, "schedule": schedule})
