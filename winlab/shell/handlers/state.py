"""Save-IisState, Restore-IisState, Remove-IisState."""

import json
from datetime import UTC, datetime
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import is_finished, path_sddl, same_access
from winlab.shell.handlers.commit import commit, set_run_state
from winlab.shell.handlers.iis_draft import Changes, demand, draft, edits, many, pools, renew, sites
from winlab.shell.handlers.saved_state import (
    FOLDER,
    State,
    element_state,
    keep,
    live_state,
    next_sequence,
    plan_state,
    saved_state,
    set_element_state,
    state_file,
)
from winlab.shell.handlers.ssl_bindings import restore_ssl
from winlab.windows.config import Element
from winlab.windows.topology import AUTHENTICATION

_KINDS = ("anonymous", "windows", "basic")


@step("Save-IisState")
def save_iis_state(session: Session, p: Params) -> StepOutcome:
    demand(p, "Run", r"[A-Za-z0-9._-]+")
    run = str(p["Run"])
    if saved_state(session, run) is not None:
        return StepOutcome(data={"saved": True, "kept": True})
    state = {
        "run": run,
        "sequence": next_sequence(session.machine),
        "at": datetime.now(UTC).isoformat(),
        "sites": [_site(session, str(name)) for name in many(p.get("Sites"))],
        "pools": [_pool(session, str(name)) for name in many(p.get("Pools"))],
        "sslBindings": [_ssl(session, str(endpoint)) for endpoint in many(p.get("SslBindings"))],
        "folders": [{"path": path, "sddl": path_sddl(session, str(path))} for path in many(p.get("Folders"))],
    }
    if session.whatif:
        keep(session, run, state)
    else:
        session.machine.fs.write(state_file(run), json.dumps(state).encode())
    return StepOutcome(data={"saved": True, "kept": False})


def _site(session: Session, name: str) -> dict[str, Any]:
    element = sites(session).find(name=name)
    return {
        "name": name,
        "element": element and element_state(session, element),
        "state": live_state(session, "site", name),
        "locations": authentication_state(session, name),
    }


def _pool(session: Session, name: str) -> dict[str, Any]:
    element = pools(session).find(name=name)
    state = live_state(session, "pool", name)
    workers = [] if state is None else [worker.pid for worker in session.machine.iis.workers(name)]
    return {
        "name": name,
        "element": element and element_state(session, element),
        "state": state,
        "workers": workers,
    }


def _ssl(session: Session, endpoint: str) -> dict[str, Any]:
    row = session.machine.httpsys.get(endpoint)
    return {
        "endpoint": endpoint,
        "thumbprint": row and row.thumbprint,
        "store": row and row.store,
        "appId": row and row.app_id,
    }


def _section(session: Session, kind: str, location: str) -> Element:
    return draft(session).section(f"{AUTHENTICATION}/{kind}Authentication", location)


def authentication_state(session: Session, site: str) -> list[dict[str, Any]]:
    found = []
    for location in _locations(session, site):
        for kind in _KINDS:
            section = _section(session, kind, location)
            element = element_state(session, section) if section.is_present else None
            found.append({"location": location, "kind": kind, "element": element})
    return found


def _locations(session: Session, site: str) -> list[str]:
    element = sites(session).find(name=site)
    paths = [] if element is None else [str(a.get("path")) for a in element.collection]
    return [site, *(f"{site}{path}" for path in paths if path != "/")]


# Restoring


@step("Restore-IisState")
def restore_iis_state(session: Session, p: Params) -> StepOutcome:
    fs = session.machine.fs
    runs = [str(p["Run"])] if p.get("Run") else _unfinished(session)
    states = [state for run in runs if (state := saved_state(session, run)) is not None]
    changes: Changes = []
    restored: list[str] = []
    for state in sorted(states, key=lambda s: int(s.get("sequence") or 0), reverse=True):
        if not is_finished(session.machine, str(state["run"])):
            restored.append(str(state["run"]))
            changes += _restore(session, state)
        if not session.whatif and fs.exists(state_file(str(state["run"]))):
            fs.remove(state_file(str(state["run"])))
    return StepOutcome(changes, {"restored": restored[0] if restored else None})


@step("Remove-IisState")
def remove_iis_state(session: Session, p: Params) -> StepOutcome:
    if not session.whatif and session.machine.fs.exists(state_file(str(p["Run"]))):
        session.machine.fs.remove(state_file(str(p["Run"])))
    return StepOutcome()


def _unfinished(session: Session) -> list[str]:
    fs = session.machine.fs
    names = fs.names(FOLDER) if fs.exists(FOLDER) else []
    states = [name for name in names if name.endswith(".json") and not name.endswith(".content.json")]
    return [name.removesuffix(".json") for name in states]


def _restore(session: Session, state: State) -> Changes:
    renew(session)
    edits(session).clear()
    ssl = state["sslBindings"]
    changes = restore_access(session, state["folders"])
    changes += restore_ssl(session, ssl, present=True)
    edited = set_saved_state(session, state)
    if edited and not session.whatif:
        commit(session, lambda: set_saved_state(session, state))
        left = [c["path"] for c in set_saved_state(session, state)]
        renew(session)
        if left:
            raise StepFailure(
                f"IIS is not as before run {state['run']}.",
                "no difference",
                ", ".join(left),
                "Run the deploy again: it reverts first.",
                "commit",
            )
    return changes + edited + restore_ssl(session, ssl, present=False) + _restore_run_states(session, state)


def restore_access(session: Session, folders: list[dict[str, Any]]) -> Changes:
    changes: Changes = []
    for saved in [one for one in folders if one["sddl"]]:
        found = path_sddl(session, saved["path"])
        if found and not same_access(found, saved["sddl"]):
            changes.append(change(f"acl/{saved['path']}", found, saved["sddl"]))
            if not session.whatif:
                session.machine.acl.set(saved["path"], saved["sddl"])
    return changes


def set_saved_state(session: Session, state: State) -> Changes:
    """Make the draft what was saved (Set-IisSavedState)."""
    changes: Changes = []
    for site in state["sites"]:
        changes += restore_authentication(session, str(site["name"]), site["locations"])
    for kind, collection in (("pool", pools(session)), ("site", sites(session))):
        for saved in state[f"{kind}s"]:
            path, element = f"{kind}/{saved['name']}", collection.find(name=saved["name"])
            if saved["element"] is None:
                if element is not None:
                    collection.remove(element)
                    changes.append(change(path, "present", None))
            elif element is None:
                keys = {"name": saved["name"]} | {
                    a["name"]: int(a["text"]) for a in saved["element"]["attributes"] if a["name"] == "id"
                }
                set_element_state(session, collection.add(**keys), saved["element"], path)
                changes.append(change(path, None, "present"))
            else:
                changes += set_element_state(session, element, saved["element"], path)
    return changes


def restore_authentication(session: Session, site: str, saved: list[dict[str, Any]]) -> Changes:
    known = {(s["location"].lower(), s["kind"]) for s in saved}
    now = authentication_state(session, site)
    added = [s | {"element": None} for s in now if (s["location"].lower(), s["kind"]) not in known]
    changes: Changes = []
    for entry in [*saved, *added]:
        section = _section(session, entry["kind"], entry["location"])
        name, slash, rest = str(entry["location"]).partition("/")
        place = f"site/{name}/application/{rest}" if slash else f"site/{name}"
        path = f"{place}/authentication/{entry['kind']}"
        if entry["element"] is not None:
            found = set_element_state(session, section, entry["element"], path)
            changes += [c | {"path": c["path"].removesuffix("/enabled")} for c in found]
        elif section.is_present:
            before = section.get("enabled")
            section.remove()
            after = _section(session, entry["kind"], entry["location"]).get("enabled")
            changes += [change(path, before, after)] if before != after else []
    return changes


def _restore_run_states(session: Session, state: State) -> Changes:
    changes: Changes = []
    for kind in ("pool", "site"):
        for saved in state[f"{kind}s"]:
            name, wanted = str(saved["name"]), saved["state"]
            if saved["element"] is None or wanted not in ("Started", "Stopped"):
                continue
            now = live_state(session, kind, name)
            if now == wanted:
                continue
            changes.append(change(f"{kind}/{name}/state", now, wanted))
            if session.whatif:
                plan_state(session, kind, name, wanted)
            else:
                set_run_state(session, kind, name, wanted, 60)
    return changes
