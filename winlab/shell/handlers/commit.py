"""Complete-IisChange and Start-IisSite."""

import time
from collections.abc import Callable

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.iis_draft import Changes, draft, edits, many, renew
from winlab.shell.handlers.saved_state import live_state, saved_state
from winlab.windows.errors import ChangedOnDisk, MachineError
from winlab.windows.webconfig import keeps_running

_TRIES = 5


@step("Complete-IisChange")
def complete_iis_change(session: Session, _: Params) -> StepOutcome:
    noted = edits(session)
    if not noted:
        return StepOutcome(data={"committed": False, "otherApplications": []})
    others = _other_applications(session, {edit.pool.lower() for edit in noted if edit.pool})
    committed = any(edit.commit for edit in noted)
    if committed:
        commit(session, lambda: _again(session))
        left = [c["path"] for c in _again(session)]
        renew(session)
        if left:
            raise StepFailure(
                "IIS does not have what was committed.",
                "no difference",
                ", ".join(left),
                "Look for another writer of applicationHost.config, or for shared configuration.",
                "commit",
            )
        noted.clear()
    return StepOutcome(data={"committed": committed, "otherApplications": others})


def _again(session: Session) -> Changes:
    return [c for edit in edits(session) for c in edit.again(session, edit.params)]


def commit(session: Session, edit: Callable[[], object]) -> None:
    """Write the draft; one that is out of date is edited anew. Five tries, as Invoke-IisCommit."""
    for attempt in range(1, _TRIES + 1):
        try:
            draft(session).commit()
            break
        except ChangedOnDisk:
            if attempt == _TRIES:
                raise
        session.stopped.wait(min(attempt, 3))
        renew(session)
        edit()
    renew(session)


def _other_applications(session: Session, mine: set[str]) -> list[str]:
    found = session.machine.iis.in_process_applications()
    rest = [(site, app) for site, app in found if app.pool.lower() not in mine]
    path = session.machine.fs.path
    return [f"{site.name}{app.path}".rstrip("/") for site, app in rest if not keeps_running(path(app.physical_path))]


@step("Start-IisSite")
def start_iis_site(session: Session, p: Params) -> StepOutcome:
    saved = saved_state(session, str(p["Run"])) if p.get("Run") else None
    timeout = float(p.get("TimeoutSeconds") or 60)
    changes: Changes = []
    for kind, name in [*(("pool", str(pool)) for pool in many(p.get("Pools"))), ("site", str(p["Site"]))]:
        known = [e for e in (saved or {}).get(f"{kind}s", []) if e["name"].lower() == name.lower()]
        before = known[0]["state"] if known else live_state(session, kind, name)
        if before != "Started":
            changes.append(change(f"{kind}/{name}/state", before, "Started"))
        if not session.whatif:
            set_run_state(session, kind, name, "Started", timeout)
    return StepOutcome(changes)


def set_run_state(session: Session, kind: str, name: str, wanted: str, timeout: float) -> None:
    """Start or stop, and wait until it is so. Raises StepFailure (kind 'start')."""
    until, reason, asked = time.monotonic() + timeout, None, 0
    while (now := live_state(session, kind, name)) != wanted:
        if now is None or asked >= 2 or time.monotonic() >= until:
            break
        asked += 1
        try:
            act = session.machine.iis.start if wanted == "Started" else session.machine.iis.stop
            act(kind, name)
        except MachineError as error:
            reason = str(error)
            break
        session.stopped.wait(0.05)
    else:
        return
    found = f"no such {kind}" if now is None else f"{now}: {reason}" if reason else now
    raise StepFailure(
        f"The {kind} {name} is not {wanted.lower()}.",
        wanted,
        found,
        "See the System event log, sources WAS and IIS-W3SVC; for a pool: its identity and password, "
        "for a site: another site or program with the same binding.",
        "start",
    )
