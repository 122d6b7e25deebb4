"""``install-bundle`` and ``repair-module``: installers run by a job, IIS restarted, everything as before and proven."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from iisfleet.flows.draining import out_of_rotation, without_calls
from iisfleet.flows.jobs import job_folder, run_job
from iisfleet.flows.look import Look, no_one_is_dead
from iisfleet.flows.outcomes import changes, failed, warnings
from iisfleet.flows.restarting import RestartOrder, restart
from iisfleet.flows.shipping import name_on_host, upload_file
from iisfleet.flows.turn import look_in_turn
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, render_script
from iisfleet.rendering.deployment import lock_parameters
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Flow, Instruction, Outcome, Run

_CHANGING = ("publishing", "verifying", "finishing")
_MAKING = ("Install-HostPackage", "Repair-HostPackage", "Restart-IisService")
_REPAIR_MINUTES = 30
_BUSY_SECONDS = 5
_GONE_ON = "What it had left to do was done by another one."


@dataclass(frozen=True)
class Installer:
    """One installer: ``kind`` hosting-bundle, vc-redist or web-deploy; ``source`` a local file, or a UNC path as text.

    ``sha256`` in lower-case hex; ``minutes`` is how long it may run.
    """

    kind: str
    version: str
    source: Path | str
    sha256: str
    options: tuple[str, ...] = ()
    minutes: int = 30

    @property
    def local(self) -> Path | None:
        """The file of this machine that is sent to the host; None for one on a share."""
        return self.source if isinstance(self.source, Path) else None

    @property
    def file(self) -> str:
        """Where the host finds it."""
        return name_on_host(self.local, self.sha256) if self.local else str(self.source)


@dataclass(frozen=True)
class PackagesOrder:
    """What is to be on each host, by its name, in the order of installation.

    ``repair`` mends the module instead, with the bundle that is installed or with the installer given; ``everything``
    also where nothing is missing. ``reboot`` lets the controller restart a host whose installer asks for it.
    """

    run: RunInfo
    installers: Mapping[str, tuple[Installer, ...]] = field(default_factory=dict)
    plan: bool = False
    repair: bool = False
    everything: bool = False
    reboot: bool = False
    restart_timeout: int = 120
    is_dead: Callable[[Mapping[str, Any]], bool] = no_one_is_dead


def install_packages(host: Host, order: PackagesOrder) -> Flow:
    """Installs what is missing, or repairs what is broken; on a host that lacks nothing, nothing."""
    looked = yield from look_in_turn(host, order, lambda: _look(host, order))
    if isinstance(looked, Outcome):
        return looked
    if order.plan or not looked.changes:
        return _told(looked)
    needed = _needed(host, order, looked)
    for installer in needed.installers[host.name]:
        if installer.local:
            sent = yield upload_file(installer.local, installer.sha256, _arrived(looked, installer))
            if sent.failed:
                return failed(sent)
    return (yield from out_of_rotation(host, order.run, _install(without_calls(host), needed, looked)))


def _needed(host: Host, order: PackagesOrder, look: Look) -> PackagesOrder:
    """The order without the installers whose work is done on this host: they need not travel."""
    every = order.installers.get(host.name, ())
    steps = [step for step in look.result.steps if step.step == "Install-HostPackage"]
    wanted = every if order.repair else tuple(one for one, step in zip(every, steps, strict=True) if step.changes)
    return replace(order, installers={host.name: wanted})


def _install(host: Host, order: PackagesOrder, look: Look) -> Generator[Instruction, Any, Outcome]:
    result = yield from run_job(host, order.run, _job(host, order), minutes=_minutes(host, order))
    if result.failed:
        return (yield from _after_failure(host, order, look, result))
    told = Outcome("changed", changes=look.changes, warnings=warnings(result.steps), data=_data(result))
    return (yield from _rebooted(host, order, told)) if _data(result)["rebootRequired"] else told


def _after_failure(
    host: Host, order: PackagesOrder, before: Look, result: ScriptResult
) -> Generator[Instruction, Any, Outcome]:
    """A job that a restart of the host has interrupted may have done its work: then only the rest is done.

    What the host could not bring back after its restart stays down, however well the rest goes.
    """
    told = replace(failed(result), changes=_made(result))
    if told.failure is None or told.failure.kind != "interrupted":
        return told
    rest = yield from _rest(host, replace(order, run=replace(order.run, id=f"{order.run.id}-2")), before)
    rest = replace(rest, warnings=(told.failure.message, *warnings(result.steps), *rest.warnings))
    down = next((step for step in result.steps if step.phase == "reverting" and step.status == "failed"), None)
    if down is None or rest.status != "changed":
        return rest
    return replace(rest, status="failed", failure=down.error, step=down.step)


def _rest(host: Host, order: PackagesOrder, before: Look) -> Generator[Instruction, Any, Outcome]:
    look = yield from _look(host, order)
    if look.result.failed:
        return failed(look.result)
    if not look.changes:
        return Outcome("changed", changes=before.changes, warnings=("What it was to install is there nevertheless.",))
    second = yield from run_job(host, order.run, _job(host, order), minutes=_minutes(host, order))
    if second.failed:
        return replace(failed(second), changes=_made(second))
    notes = (_GONE_ON, *warnings(second.steps))
    told = Outcome("changed", changes=before.changes, warnings=notes, data=_data(second))
    return (yield from _rebooted(host, order, told)) if _data(second)["rebootRequired"] else told


def _made(result: ScriptResult) -> tuple[Change, ...]:
    """What stays of a job that failed: of several installers, those before the one that did."""
    return changes(step for step in result.steps if step.step in _MAKING)


def _rebooted(host: Host, order: PackagesOrder, told: Outcome) -> Generator[Instruction, Any, Outcome]:
    if not order.reboot:
        note = "The host must restart before this counts: invoke restart-iis --reboot does that."
        return replace(told, warnings=(*told.warnings, note))
    restarting = RestartOrder(run=order.run, timeout=order.restart_timeout, reboot=True, is_dead=order.is_dead)
    ended = yield from restart(host, restarting)
    if ended.status not in ("ok", "changed"):
        return ended
    return replace(told, changes=(*told.changes, *ended.changes), warnings=(*told.warnings, *ended.warnings))


def _look(host: Host, order: PackagesOrder) -> Generator[Instruction, Any, Look]:
    script = render_script("packages", ("starting", "publishing"), _context(host, order, planning=True))
    return Look((), (yield Run(script, what_if=True)))


def _job(host: Host, order: PackagesOrder) -> Script:
    context = _context(host, order, planning=False)
    return render_script("packages", _CHANGING, context, record=job_folder(order.run))


def _told(look: Look) -> Outcome:
    return look.outcome({"packages": next(iter(look.data("Get-PackageFact")), {})})


def _context(host: Host, order: PackagesOrder, *, planning: bool) -> dict[str, Any]:
    installers = order.installers.get(host.name, ())
    return {
        "run": order.run.id,
        "lock": None if planning else lock_parameters(order.run),
        "drain": host.drain,
        "uploads": [installer.file.rpartition("\\")[2] for installer in installers if installer.local],
        "packages": [] if order.repair else [_parameters(installer) for installer in installers],
        "repair": _repair(order, installers) if order.repair else None,
        "verified": [] if order.repair else [_verified(installer) for installer in installers],
        "entries": list(_entries(order, installers)),
        "restart_timeout": order.restart_timeout,
    }


def _parameters(installer: Installer) -> dict[str, Any]:
    return {
        "Kind": installer.kind,
        "Version": installer.version,
        "File": installer.file,
        "Sha256": installer.sha256,
        "Options": installer.options,
        "TimeoutMinutes": installer.minutes,
        **_waiting(installer.minutes),
        "Remove": installer.local is not None,
    }


def _verified(installer: Installer) -> dict[str, Any]:
    """What its options leave out is not missing afterwards."""
    return {"Kind": installer.kind, "Version": installer.version, "Options": installer.options}


def _repair(order: PackagesOrder, installers: tuple[Installer, ...]) -> dict[str, Any]:
    given = installers[0] if installers else None
    minutes = given.minutes if given else _REPAIR_MINUTES
    return {
        "Version": given and given.version,
        "File": given and given.file,
        "Sha256": given and given.sha256,
        "All": order.everything,
        "TimeoutMinutes": minutes,
        **_waiting(minutes),
    }


def _waiting(minutes: int) -> dict[str, int]:
    """For the end of another installation, at most as long as this one may take."""
    return {"BusySeconds": _BUSY_SECONDS, "BusyRetries": minutes * 60 // _BUSY_SECONDS}


def _entries(order: PackagesOrder, installers: tuple[Installer, ...]) -> Iterator[dict[str, Any]]:
    """What the host's journal says of it; ``(host)`` is no name of a site."""
    about = {"run": order.run.id, "who": order.run.who, "target": "(host)"}
    if order.repair:
        yield {**about, "event": "repaired", "release": "hosting-bundle"}
        return
    for installer in installers:
        yield {**about, "event": "installed", "release": f"{installer.kind} {installer.version}"}


def _arrived(look: Look, installer: Installer) -> int:
    """How many bytes of an installer the host has."""
    return sum(data["there"] for data in look.data("Open-HostUpload") if data["file"] == installer.file)


def _minutes(host: Host, order: PackagesOrder) -> int:
    """What a job may take: every installer and the wait for its turn, and each time limit of a restart of IIS."""
    running = sum(installer.minutes for installer in order.installers.get(host.name, ())) or _REPAIR_MINUTES
    return 2 * running + 5 * order.restart_timeout // 60 + 5


def _data(result: ScriptResult) -> dict[str, Any]:
    ran = [step.data for step in result.steps if step.step in ("Install-HostPackage", "Repair-HostPackage")]
    return {"rebootRequired": any(data.get("rebootRequired") for data in ran), "installers": ran}
