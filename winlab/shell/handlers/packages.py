"""Get-PackageFact, Install-HostPackage, Repair-HostPackage, Test-HostPackage, Test-NarrowPool."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.iis_draft import demand, many, pools, sites
from winlab.shell.handlers.package_facts import (
    Changes,
    Fact,
    band,
    generations,
    installed,
    is_reached,
    module_gap,
    newest_bundle,
    package_gap,
)
from winlab.shell.handlers.package_runs import NOT_RUN, Ended, installer_error, run_installer, verified
from winlab.shell.handlers.saved_state import live_state
from winlab.shell.handlers.services import ask, site_probe

_KINDS = "hosting-bundle|vc-redist|web-deploy"
_VERSION = r"\d+(\.\d+)*(-[0-9A-Za-z.-]+)?"
_UNCHECKED = "OPT_NO_SHARED_CONFIG_CHECK=1"
_SHARED = "IIS uses shared configuration: see that the module and its section are registered there."


@step("Get-PackageFact")
def get_package_fact(session: Session, _: Params) -> StepOutcome:
    return StepOutcome(data=installed(session.machine))


@step("Test-HostPackage")
def test_host_package(session: Session, p: Params) -> StepOutcome:
    kind, version = _named(p)
    missing = package_gap(kind, version, many(p.get("Options")), installed(session.machine))
    if missing:
        raise StepFailure(
            f"{kind} {version} is not on this host, or not wholly.",
            "nothing missing",
            ", ".join(gap["path"] for gap in missing),
            "Run invoke install-bundle for this host.",
            "package",
        )
    return StepOutcome()


@step("Test-NarrowPool")
def test_narrow_pool(session: Session, p: Params) -> StepOutcome:
    awake, warnings = [], []
    for pool, site, target in [] if session.whatif else _narrow_pools(session):
        if live_state(session, "pool", pool) != "Started":
            warnings.append(f"The 32-bit pool {pool} of site {site} is stopped. Start it: invoke start --pool {pool}.")
            continue
        _wake(session, p, pool, site, target)
        awake.append(pool)
    return StepOutcome(data={"pools": awake}, warnings=warnings)


def _narrow_pools(session: Session) -> list[tuple[str, str, dict[str, Any]]]:
    """Get-NarrowPool: pool, site, and the request that wakes it."""
    if not session.machine.services.runs("W3SVC"):
        return []
    found: dict[str, tuple[str, str, dict[str, Any]]] = {}
    for element in sites(session):
        name, target, root = str(element.get("name")), site_probe(element), element.collection.find(path="/")
        if root is None or target is None or live_state(session, "site", name) != "Started":
            continue
        used = str(root.get("applicationPool"))
        pool = pools(session).find(name=used)
        if pool is not None and pool.get("enable32BitAppOnWin64"):
            found.setdefault(used.lower(), (used, name, target))
    return list(found.values())


def _wake(session: Session, p: Params, pool: str, site: str, target: dict[str, Any]) -> None:
    seconds = float(p.get("TimeoutSeconds", 60))
    end = time.monotonic() + seconds
    while True:
        status, _ = ask(session, target, float(p.get("RequestSeconds", 10)))
        if session.machine.iis.workers(pool):
            return
        if time.monotonic() >= end or session.stopped.wait(0.5):
            break
    raise StepFailure(
        f"The 32-bit pool {pool} cannot start a worker process.",
        f"a worker process within {seconds:g} s",
        f"site {site} answers with status {status}",
        'Look for "The Module DLL ... failed to load" in the Application event log.',
        "package",
    )


def _named(p: Params) -> tuple[str, str]:
    demand(p, "Kind", _KINDS)
    demand(p, "Version", _VERSION)
    return str(p["Kind"]), str(p["Version"])


def _note(session: Session, kind: str) -> None:
    """Add-InstalledKind: Restart-IisService asks for it."""
    session.state.setdefault("installed", []).append(kind)


# Installing


@dataclass(frozen=True)
class _Plan:
    file: str
    action: str = "install"
    cached: bool = False
    options: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)


@step("Install-HostPackage")
def install_host_package(session: Session, p: Params) -> StepOutcome:
    kind, version = _named(p)
    options, machine = many(p.get("Options")), session.machine
    fact = installed(machine)
    gaps = package_gap(kind, version, options, fact)
    if not gaps:
        return StepOutcome(data=NOT_RUN)
    plan = _plan(kind, version, options, fact, str(p.get("File") or ""))
    _note(session, kind)
    if session.whatif:
        return StepOutcome(gaps, NOT_RUN, plan.warnings)
    local = plan.file if plan.cached else verified(machine, p, plan.file)
    for attempt in (1, 2, 3):
        ended = run_installer(session, p, local, plan.action, f"{kind}-{version}", plan.options)
        missing = package_gap(kind, version, options, installed(machine))
        if ended.code != 232 or not missing or attempt == 3:
            break
    if missing or ended.code not in (0, 232, 1638, 1641, 3010):
        raise installer_error(machine, f"{kind} {version}", ended, missing)
    if not plan.cached and (p.get("Remove", True) or local != plan.file):
        machine.fs.remove(local)
    return StepOutcome(gaps, ended.data, plan.warnings)


def _plan(kind: str, version: str, options: Sequence[str], fact: Fact, file: str) -> _Plan:
    """Get-InstallPlan. Raises StepFailure."""
    if kind != "hosting-bundle":
        return _Plan(file)
    if not fact["iis"] and "OPT_NO_ANCM=1" not in options:
        raise StepFailure(
            "The hosting bundle comes after IIS: its installer would skip the module.",
            "IIS with CoreWebEngine and W3SVC",
            "no IIS",
            "Run invoke setup for this host first.",
            "readiness",
        )
    plan = _Plan(file, options=tuple(options))
    if fact["sharedConfiguration"]:
        plan = replace(plan, options=(*options, _UNCHECKED), warnings=[_SHARED])
    there = newest_bundle(fact, version)
    if there is None or not is_reached(there["version"], version):
        return plan
    if there["version"] == version:
        return replace(plan, action="repair")
    return replace(plan, action="repair", file=_cached(there), cached=True)


def _cached(bundle: dict[str, Any]) -> str:
    """Get-CachedBundle. Raises StepFailure."""
    if not bundle["cache"]:
        version = bundle["version"]
        raise StepFailure(
            f"The package cache has no installer of hosting bundle {version}.",
            "BundleCachePath of the installed program",
            "no such file",
            f"Give the installer of this version: invoke repair-module --installer dotnet-hosting-{version}-win.exe",
            "package",
        )
    return str(bundle["cache"])


# Repairing


@dataclass
class _Repair:
    bundle: dict[str, Any]
    generations: list[str]
    changes: Changes


@step("Repair-HostPackage")
def repair_host_package(session: Session, p: Params) -> StepOutcome:
    machine = session.machine
    fact, given = installed(machine), str(p.get("File") or "")
    if not fact["bundles"]:
        warning = "No hosting bundle is registered here: there is none to repair. invoke install-bundle installs one."
        return StepOutcome(data=NOT_RUN, warnings=[warning])
    repairs = _repairs(fact, str(p.get("Version") or ""), everything=bool(p.get("All")))
    if not repairs:
        return StepOutcome(data=NOT_RUN)
    changes = [found for repair in repairs for found in repair.changes]
    files = [given or _cached(repair.bundle) for repair in repairs]
    _note(session, "hosting-bundle")
    if session.whatif:
        return StepOutcome(changes, NOT_RUN)
    local = verified(machine, p, given) if given else ""
    options = [_UNCHECKED] if fact["sharedConfiguration"] else []
    runs = [_repair(session, p, one, local or file, options) for one, file in zip(repairs, files, strict=True)]
    if local and (p.get("Remove", True) or local != given):
        machine.fs.remove(local)
    restart = any(run.wants_restart for run in runs)
    return StepOutcome(changes, {**runs[-1].data, "rebootRequired": restart})


def _repair(session: Session, p: Params, repair: _Repair, file: str, options: Sequence[str]) -> Ended:
    name = f"hosting-bundle-{repair.bundle['version']}"
    ended = run_installer(session, p, file, "repair", name, options)
    fact = installed(session.machine)
    missing = [gap for generation in repair.generations for gap in module_gap(fact, generation)]
    if missing or ended.code not in (0, 1641, 3010):
        raise installer_error(session.machine, name, ended, missing)
    return ended


def _repairs(fact: Fact, version: str, *, everything: bool) -> list[_Repair]:
    """Get-RepairPlan. Raises StepFailure."""
    if not fact["iis"]:
        raise StepFailure(
            "The module belongs to IIS, which is not on this host.",
            "IIS with CoreWebEngine and W3SVC",
            "no IIS",
            "Run invoke setup first.",
            "readiness",
        )
    bundles = [bundle for bundle in fact["bundles"] if not version or bundle["version"] == version]
    if not bundles:
        raise StepFailure(
            f"Hosting bundle {version} is not registered on this host.",
            version,
            _versions(fact["bundles"]),
            "Name a version that is there, or install this one: invoke install-bundle.",
            "package",
        )
    repairs: list[_Repair] = []
    for generation in ("v2", "v1"):
        _add_repair(repairs, fact, bundles, generation)
    if everything and not repairs:
        newest = bundles[-1]["version"]
        changes = [change(f"package/hosting-bundle/{band(newest)}", newest, "repaired")]
        repairs.append(_Repair(bundles[-1], [], changes))
    return repairs


def _add_repair(repairs: list[_Repair], fact: Fact, bundles: Sequence[dict[str, Any]], generation: str) -> None:
    able = [bundle for bundle in bundles if generation in generations(bundle["version"])]
    old = fact["ancm"]["v1"]
    if not able if generation == "v2" else not (old and old["registered"]):
        return
    listed = {found["path"] for repair in repairs for found in repair.changes}
    gaps = [gap for gap in module_gap(fact, generation) if gap["path"] not in listed]
    if not gaps:
        return
    if not able:
        raise StepFailure(
            "The old AspNetCoreModule is registered, but not all of it is there.",
            "a registered hosting bundle 2.2 or older, which brings it",
            _versions(bundles),
            "Take AspNetCoreModule out of globalModules, or install hosting bundle 2.2.",
            "package",
        )
    same = next((repair for repair in repairs if repair.bundle is able[-1]), None)
    if same is None:
        repairs.append(_Repair(able[-1], [generation], gaps))
    else:
        same.generations.append(generation)
        same.changes += gaps


def _versions(bundles: Sequence[dict[str, Any]]) -> str:
    return ", ".join(bundle["version"] for bundle in bundles)
