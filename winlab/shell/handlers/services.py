"""Get-, Save-, Restart- and Resume-IisService: what of IIS runs, and again after a restart."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import FOLDER, check_trusted, make_host_folder
from winlab.shell.handlers.commit import set_run_state
from winlab.shell.handlers.facts import ancm_fact, iis_fact
from winlab.shell.handlers.http_probe import probe
from winlab.shell.handlers.iis_draft import Changes, demand, many, pools, sites
from winlab.shell.handlers.saved_state import live_state
from winlab.windows.bundle import MODULES
from winlab.windows.config import Element
from winlab.windows.errors import MachineError
from winlab.windows.services import RUNNING, STOPPED, STOPPING, Services

SERVICES = rf"{FOLDER}\services"
RUN_ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"
State = dict[str, Any]
_SAVED = "services.states"
_TICK = 0.05
_A_DAY = 24 * 3600


def service_names(services: Services, *, dependants_only: bool = False) -> list[str]:
    """Get-IisServiceName."""
    names: list[str] = []
    queue = ["WAS"] if services.exists("WAS") else []
    while queue:
        name = queue.pop(0)
        if name not in names:
            names.append(name)
            queue += services.get(name).dependents
    if not dependants_only and "WMSVC" not in names and services.exists("WMSVC"):
        names.append("WMSVC")
    return sorted(names, key=lambda name: (name != "W3SVC", name))


@step("Get-IisService")
def get_iis_service(session: Session, _: Params) -> StepOutcome:
    services = session.machine.services
    found = [services.get(name) for name in service_names(services)]
    rows = [{"name": s.name, "status": s.status, "startType": s.start_type} for s in found]
    return StepOutcome(data={"services": rows, "unfinished": _unfinished(session)})


def _unfinished(session: Session) -> list[str]:
    folder = session.machine.path(SERVICES)
    times = {file.stem: file.stat().st_mtime for file in folder.glob("*.json")} if folder.is_dir() else {}
    return sorted((run for run, at in times.items() if at > time.time() - _A_DAY), key=times.__getitem__)


# Saving


def saved_services(session: Session, run: str) -> State | None:
    """Get-IisServiceState."""
    file = rf"{SERVICES}\{run}.json"
    kept = session.state.get(_SAVED, {}).get(run)
    fs = session.machine.fs
    text = fs.read(file).decode("utf-8-sig") if fs.exists(file) else kept
    if not text:
        return None
    try:
        return _whole(session, json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise StepFailure(
            f"What run {run} saved of the services cannot be read.",
            "JSON of Save-IisService",
            str(error),
            f"See by hand which services, pools and sites have to run, then delete {file}.",
            "state",
        ) from None


def _whole(session: Session, state: State) -> State:
    """The saved state. Raises ValueError, KeyError, TypeError for one that Save-IisService has not written."""
    if not all("name" in dict(one) for one in (*state["services"], *state["pools"], *state["sites"])):
        raise ValueError("It names nothing.")
    for pool in state["pools"]:
        if pool.get("missing") and all(session.machine.fs.exists(one) for one in pool["missing"]):
            pool["state"] = "Started"
    return state


def make_services_folder(session: Session) -> None:
    if session.whatif:
        check_trusted(session.machine)
        return
    make_host_folder(session.machine)
    if not session.machine.fs.exists(SERVICES):
        session.machine.fs.make_folder(SERVICES)


@step("Save-IisService")
def save_iis_service(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", RUN_ID)
    run = str(p["Run"])
    if saved_services(session, run) is not None:
        return StepOutcome(data={"kept": True})
    services = session.machine.services
    depend = service_names(services, dependants_only=True)
    state: State = {
        "run": run,
        "at": datetime.now(UTC).isoformat(),
        "services": [
            {"name": name, "status": _settled(services.get(name).status), "dependant": name in depend}
            for name in service_names(services)
        ],
        "pools": [],
        "sites": [],
    }
    if services.runs("W3SVC"):
        seconds = float(p.get("RequestSeconds") or 10)
        broken = _broken_pools(session) if p.get("Repair") else {}
        state["pools"] = [
            {"name": name, "state": live_state(session, "pool", name), **broken.get(name, {})}
            for name in session.machine.iis.topology().pools
        ]
        found = [(element, site_probe(element)) for element in sites(session)]
        state["sites"] = [_site(session, element, target, seconds) for element, target in found if target]
    text = json.dumps(state)
    session.state.setdefault(_SAVED, {})[run] = text
    make_services_folder(session)
    if not session.whatif:
        session.machine.fs.write(rf"{SERVICES}\{run}.json", text.encode())
    return StepOutcome(data={"kept": False})


def _broken_pools(session: Session) -> dict[str, dict[str, list[str]]]:
    """Get-BrokenPool: what a stopped pool is noted with, by its name."""
    missing: dict[bool, list[str]] = {False: [], True: []}
    modules = iis_fact(session.machine)[1]
    for generation in ("v2", "v1"):
        found = ancm_fact(session.machine, generation, modules)
        if found and (generation == "v2" or found["registered"]):
            wide, narrow = MODULES[generation].files
            missing[False] += [] if found["file64"] else [wide]
            missing[True] += [] if found["file32"] else [narrow]
    used: set[str] = set()
    for site in sites(session):
        if site_probe(site) and live_state(session, "site", str(site.get("name"))) == "Started":
            used |= {str(application.get("applicationPool")).lower() for application in site.collection}
    broken: dict[str, dict[str, list[str]]] = {}
    for pool in pools(session):
        name, files = str(pool.get("name")), missing[bool(pool.get("enable32BitAppOnWin64"))]
        if files and name.lower() in used and pool.get("autoStart") and live_state(session, "pool", name) == STOPPED:
            broken[name] = {"missing": files}
    return broken


def _settled(status: str) -> str:
    return STOPPED if status == STOPPING else status


def _site(session: Session, element: Element, target: dict[str, Any], seconds: float) -> dict[str, Any]:
    name = str(element.get("name"))
    state = live_state(session, "site", name)
    asks = state == "Started" and not session.whatif
    answer = ask(session, target, seconds)[0] if asks else None
    return {"name": name, "state": state, "probe": target, "answer": answer}


def site_probe(element: Element) -> dict[str, Any] | None:
    """Get-SiteProbe."""
    for binding in element.child("bindings").collection:
        parts = str(binding.get("bindingInformation")).rsplit(":", 2)
        if binding.get("protocol") in ("http", "https") and len(parts) == 3 and parts[1].isdigit():
            address = "*" if parts[0] in ("", "0.0.0.0", "[::]") else parts[0]  # noqa: S104 - names of bindings
            host = "iisfleet" + parts[2][1:] if parts[2].startswith("*") else parts[2]
            return {
                "Protocol": binding.get("protocol"),
                "Address": address,
                "Port": int(parts[1]),
                "HostName": host,
                "Path": "/",
            }
    return None


def ask(session: Session, target: dict[str, Any], seconds: float) -> tuple[int, str]:
    """Status and words of an answer; status 0 if there is none."""
    where = (str(target["Protocol"]), str(target["Address"]), int(target["Port"]))
    answer = probe(session.machine, *where, target["HostName"] or None, str(target["Path"]), seconds)
    return answer.status, answer.error or f"status {answer.status}"


# Restarting


@step("Restart-IisService")
def restart_iis_service(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", RUN_ID)
    run, wanted = str(p["Run"]), [str(kind) for kind in many(p.get("IfInstalled"))]
    if wanted and not set(wanted) & set(session.state.get("installed", ())):
        return StepOutcome(data={"restarted": False})
    save_iis_service(session, {"Run": run})
    state = saved_services(session, run) or {}
    web = next((one["status"] for one in state["services"] if one["name"] == "W3SVC"), None)
    if web is None and not wanted:
        remedy = "Run invoke setup, which installs IIS."
        raise StepFailure("IIS is not on this host.", "the service W3SVC", "no such service", remedy, "readiness")
    if web != RUNNING:
        return StepOutcome(data={"restarted": False}, warnings=["IIS is stopped on this host, and stays so."])
    names = [one["name"] for one in state["services"] if one["dependant"] and one["status"] == RUNNING]
    _refuse_disabled(session, names)
    changes = [change(f"service/{name}", RUNNING, "restarted") for name in names]
    mended = [one for one in state["pools"] if "missing" in one and (one["state"] == "Started" or session.whatif)]
    changes += [change(f"pool/{one['name']}/state", STOPPED, "Started") for one in mended]
    if not session.whatif:
        timeout = float(p.get("TimeoutSeconds") or 120)
        _stop_all(session, names, timeout)
        _, problems = _sync(session, state, timeout)
        _refuse(run, problems)
    return StepOutcome(changes, {"restarted": True})


def _refuse_disabled(session: Session, names: Sequence[str]) -> None:
    disabled = [name for name in names if session.machine.services.get(name).start_type == "Disabled"]
    if disabled:
        raise StepFailure(
            f"A service that runs would not start again: {', '.join(disabled)}.",
            "start type Automatic or Manual",
            "Disabled",
            "Set its start type, or stop it if it is not to run; then run again.",
            "restart",
        )


def _stop_all(session: Session, names: Sequence[str], timeout: float) -> None:
    late: list[str] = []
    for _ in range(2):
        session.machine.run("net", "stop", "was", "/y")
        late = _await_status(session, names, STOPPED, timeout / 2)
        if not late:
            return
    found = "; ".join(late)
    raise StepFailure(
        f"IIS does not stop: {found}.",
        f"all of it stopped within {timeout:g} s",
        found,
        "End the requests that still run, or give more time with --timeout; then run again.",
        "restart",
    )


def _await_status(session: Session, names: Sequence[str], wanted: str, timeout: float) -> list[str]:
    """Wait-ServiceStatus."""
    until = time.monotonic() + timeout
    settled = (RUNNING, STOPPED) if wanted == RUNNING else (STOPPED,)
    while True:
        found = {name: session.machine.services.get(name).status for name in names}
        late = {name: status for name, status in found.items() if status != wanted}
        if all(status in settled for status in late.values()) or time.monotonic() >= until:
            return [f"service {name} is {status}" for name, status in late.items()]
        session.stopped.wait(_TICK)


@step("Resume-IisService")
def resume_iis_service(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", RUN_ID)
    run, fs = str(p["Run"]), session.machine.fs
    state = saved_services(session, run)
    if state is None:
        return StepOutcome()
    changes, problems = _sync(session, state, float(p.get("TimeoutSeconds") or 120))
    file = rf"{SERVICES}\{run}.json"
    if fs.exists(file) and not session.whatif:
        session.state.setdefault(_SAVED, {})[run] = fs.read(file).decode("utf-8-sig")
        fs.remove(file)
    _refuse(run, problems)
    return StepOutcome(changes)


def _refuse(run: str, problems: Sequence[str]) -> None:
    if not problems:
        return
    found = "; ".join(problems)
    raise StepFailure(
        f"Not everything of IIS is as before: {found}.",
        f"services, pools and sites as before run {run}",
        found,
        "See the System event log, sources Service Control Manager, WAS and IIS-W3SVC. Then start or stop each of "
        'them: a service by "net start NAME", a site by "invoke start --site NAME", a pool by --pool.',
        "restart",
    )


# Back to what was saved


def _sync(session: Session, state: State, timeout: float) -> tuple[Changes, list[str]]:
    """Sync-IisService: what was done, and what cannot be."""
    services, until = session.machine.services, time.monotonic() + timeout
    before = {
        one["name"]: _settled(services.get(one["name"]).status) if services.exists(one["name"]) else "gone"
        for one in state["services"]
    }
    different = [
        (str(one["name"]), wanted)
        for wanted in (RUNNING, STOPPED)
        for one in state["services"]
        if one["status"] == wanted != before[one["name"]] and (wanted == RUNNING or before[one["name"]] != "gone")
    ]
    problems: list[str] = []
    for name, wanted in different:
        if before[name] == "gone":
            problems.append(f"service {name} is gone")
        elif not session.whatif:
            problems += _set_status(session, name, wanted, max(1.0, until - time.monotonic()))
    changes = [change(f"service/{name}", before[name], wanted) for name, wanted in different]
    more, others = _sync_items(session, state, before.get("W3SVC") == RUNNING, until)
    return changes + more, problems + others


def _set_status(session: Session, name: str, wanted: str, timeout: float) -> list[str]:
    """Set-ServiceStatus: again, while something of IIS is still stopping."""
    services, until = session.machine.services, time.monotonic() + timeout
    while True:
        moving = any(services.get(one).status == STOPPING for one in service_names(services))
        session.machine.run("net", *(("start", name) if wanted == RUNNING else ("stop", name, "/y")))
        late = _await_status(session, [name], wanted, max(0.0, until - time.monotonic()))
        if not late or not moving or time.monotonic() >= until or session.stopped.wait(_TICK):
            return late


def _sync_items(session: Session, state: State, served: bool, until: float) -> tuple[Changes, list[str]]:
    """Sync-IisItem: what was stopped is stopped first."""
    items = [(kind, str(one["name"]), one["state"]) for kind in ("pool", "site") for one in state[f"{kind}s"]]
    changes: Changes = []
    problems: list[str] = []
    for wanted in ("Stopped", "Started"):
        for kind, name in [(kind, name) for kind, name, saved in items if saved == wanted]:
            try:
                changes += _sync_item(session, kind, name, wanted, served, until)
            except (StepFailure, MachineError) as error:
                found = error.found if isinstance(error, StepFailure) else str(error)
                problems.append(f"{kind} {name} is {found}")
    return changes, problems


def _sync_item(session: Session, kind: str, name: str, wanted: str, served: bool, until: float) -> Changes:
    runs = session.machine.services.runs("W3SVC")
    if not runs and kind == "site" and wanted == "Started" and not session.whatif:
        raise StepFailure(f"The site {name} is down.", found="down")
    now = live_state(session, kind, name) if runs else STOPPED
    was = now if served else STOPPED
    if runs and now != wanted and not session.whatif and (now is not None or wanted == "Started"):
        set_run_state(session, kind, name, wanted, max(1.0, until - time.monotonic()))
    if was == wanted or (was is None and wanted == STOPPED):
        return []
    return [change(f"{kind}/{name}/state", was, wanted)]
