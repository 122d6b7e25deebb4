"""Test-IisAnswer, Switch-IisItem, Set-HostDrain."""

import time

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.commit import set_run_state
from winlab.shell.handlers.guard_books import is_unfinished
from winlab.shell.handlers.iis_draft import demand, pools, sites
from winlab.shell.handlers.saved_state import live_state
from winlab.shell.handlers.services import RUN_ID, SERVICES, ask, make_services_folder, saved_services


@step("Test-IisAnswer")
def test_iis_answer(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", RUN_ID)
    state = saved_services(session, str(p["Run"]))
    if state is None or session.whatif:
        return StepOutcome(data={"answered": 0})
    timeout, seconds = float(p.get("TimeoutSeconds") or 60), float(p.get("RequestSeconds") or 10)
    asked = [one for one in state["sites"] if one["state"] == "Started" and 1 <= (one["answer"] or 0) < 500]
    until, silent = time.monotonic() + timeout, asked
    while True:
        answers = [(one, *ask(session, one["probe"], seconds)) for one in silent]
        late = [(one, words) for one, status, words in answers if not 1 <= status < 500]
        silent = [one for one, _ in late]
        if not silent:
            return StepOutcome(data={"answered": len(asked)})
        if time.monotonic() >= until or session.stopped.wait(0.2):
            break
    raise StepFailure(
        f"Not every site answers as before: {', '.join(one['name'] for one in silent)}.",
        f"a status below 500 within {timeout:g} s, as before",
        "; ".join(f"site {one['name']}: {words}" for one, words in late),
        "Look at the log of each app and the Application event log, source IIS AspNetCore Module.",
        "health",
    )


@step("Switch-IisItem")
def switch_iis_item(session: Session, p: Params) -> StepOutcome:
    demand(p, "Kind", "site|pool")
    demand(p, "Action", "start|stop|recycle")
    kind, name, action = str(p["Kind"]), str(p["Name"]), str(p["Action"])
    timeout = float(p.get("TimeoutSeconds") or 60)
    state = _state(session, kind, name)
    if action == "recycle":
        return _recycle(session, kind, name, state, timeout)
    wanted = "Started" if action == "start" else "Stopped"
    if state != wanted and not session.whatif:
        set_run_state(session, kind, name, wanted, timeout)
    changes = [change(f"{kind}/{name}/state", state, wanted)] if state != wanted else []
    pool = _stopped_pool(session, name) if kind == "site" and wanted == "Started" else None
    warning = f"Its pool {pool} is stopped: the site answers 503 until that is started, too."
    return StepOutcome(changes, warnings=[warning] if pool else [])


def _state(session: Session, kind: str, name: str) -> str:
    services = session.machine.services
    if not services.exists("W3SVC"):
        remedy = "Run invoke setup, which installs IIS."
        raise StepFailure("IIS is not on this host.", "the service W3SVC", "no such service", remedy, "readiness")
    if not services.runs("W3SVC"):
        raise StepFailure(
            "IIS does not run on this host.",
            "the service W3SVC, running",
            f"W3SVC: {services.get('W3SVC').status}",
            'Start it by "net start w3svc": that starts every pool and site with autoStart.',
            "start",
        )
    state = live_state(session, kind, name)
    if state is None:
        there = ", ".join(str(item.get("name")) for item in (sites if kind == "site" else pools)(session))
        message = f"There is no {kind} {name} on this host."
        remedy = "Give the name as IIS has it."
        raise StepFailure(message, f"one of: {there}", "no such name", remedy, "missing")
    return state


def _stopped_pool(session: Session, site: str) -> str | None:
    found = session.machine.iis.topology().site(site)
    pool = found.root.pool if found is not None and found.root is not None else ""
    return pool if pool and live_state(session, "pool", pool) == "Stopped" else None


def _recycle(session: Session, kind: str, name: str, state: str, timeout: float) -> StepOutcome:
    if kind != "pool" or state != "Started":
        message, found = f"The {kind} {name} cannot be recycled.", f"the {kind} is {state}"
        remedy = "Recycle the pool of the site; a pool that is stopped: invoke start --pool NAME."
        raise StepFailure(message, "a pool that is Started", found, remedy, "start")
    old = [worker.pid for worker in session.machine.iis.workers(name)]
    if not old:
        return StepOutcome(warnings=[f"The pool {name} has no worker: the next request starts one."])
    if not session.whatif:
        session.machine.iis.recycle(name)
        until = time.monotonic() + timeout
        while left := {worker.pid for worker in session.machine.iis.workers(name)} & set(old):
            if time.monotonic() >= until or session.stopped.wait(0.05):
                raise StepFailure(
                    f"The pool {name} still has an old worker.",
                    f"new workers only, within {timeout:g} s",
                    f"worker {', '.join(map(str, sorted(left)))}",
                    "It ends its requests first: wait for its shutdownTimeLimit, or stop the pool.",
                    "restart",
                )
    return StepOutcome([change(f"pool/{name}/worker", [str(pid) for pid in old], "recycled")])


@step("Set-HostDrain")
def set_host_drain(session: Session, p: Params) -> StepOutcome:
    demand(p, "State", "drained|serving")
    demand(p, "Run", RUN_ID)
    flag, wanted, run, fs = str(p.get("Flag") or ""), str(p["State"]), str(p["Run"]), session.machine.fs
    mark = rf"{SERVICES}\{run}.drain"
    if not flag and wanted == "serving" and fs.exists(mark):
        flag = fs.read(mark).decode()
    if not flag:
        return StepOutcome()
    make_services_folder(session)
    mine = fs.exists(mark) or session.state.get("services.drained") == run
    if mine == (wanted == "drained"):
        return StepOutcome()
    if wanted == "serving" and is_unfinished(session.machine, run):
        warning = (
            f"This host stays out of rotation, its health flag is {flag}.drained: not all is back as it was before run"
            f" {run}. Mend what could not be put back: the next run, or the guard, then puts back the flag, too."
        )
        return StepOutcome(warnings=[warning])
    if wanted == "drained" and not fs.exists(flag):
        warning = f"The health flag {flag} is not there: this host is out of rotation, and stays so."
        return StepOutcome(warnings=[warning])
    session.state["services.drained"] = run if wanted == "drained" else ""
    if not session.whatif:
        if wanted == "drained":
            fs.write(mark, flag.encode())
            fs.rename(flag, f"{flag}.drained")
        else:
            if not fs.exists(flag):
                fs.rename(f"{flag}.drained", flag)
            fs.remove(mark)
        session.stopped.wait(float(p.get("WaitSeconds") or 0))
    return StepOutcome([change(f"drain/{flag}", "serving" if wanted == "drained" else "drained", wanted)])
