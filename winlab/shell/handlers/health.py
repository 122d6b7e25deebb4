"""Test-SiteHealth."""

import re
import time
from collections.abc import Mapping
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.http_probe import Answer, probe
from winlab.shell.handlers.iis_draft import many
from winlab.shell.handlers.saved_state import live_state, saved_state


@step("Test-SiteHealth")
def test_site_health(session: Session, p: Params) -> StepOutcome:
    if session.whatif:
        return StepOutcome(data={"tries": 0})
    began, tries, recycled = time.monotonic(), 0, False
    timeout, interval = float(p.get("TimeoutSeconds") or 60), float(p.get("IntervalSeconds") or 1)
    pool, old = str(p.get("Pool") or ""), _workers_before(session, p)
    while True:
        tries += 1
        failure = _first_failure(session, p)
        workers = _workers(session, pool)
        if failure is None and p.get("ExpectNewWorker") and not set(workers) - old:
            failure = _no_new_worker(pool, old, workers)
            if workers and not recycled:
                session.machine.iis.recycle(pool)
                recycled = True
        seconds = time.monotonic() - began
        if failure is None:
            return StepOutcome(
                data={"tries": tries, "seconds": round(seconds, 1), "workers": workers, "recycled": recycled}
            )
        if seconds + interval >= timeout or session.stopped.wait(interval):
            raise StepFailure(f"{failure} (tries: {tries})", failure.expected, failure.found, failure.remedy, "health")


def _workers_before(session: Session, p: Params) -> set[int]:
    saved = saved_state(session, str(p["Run"])) if p.get("Run") else None
    pool = str(p.get("Pool") or "").lower()
    entries = [entry for entry in (saved or {}).get("pools", []) if entry["name"].lower() == pool]
    return {pid for entry in entries for pid in entry["workers"]}


def _workers(session: Session, pool: str) -> list[int]:
    there = pool and live_state(session, "pool", pool) is not None
    return [worker.pid for worker in session.machine.iis.workers(pool)] if there else []


def _first_failure(session: Session, p: Params) -> StepFailure | None:
    for check in many(p["Checks"]):
        port, path = int(check["Port"]), str(check["Path"])
        address, host = str(check.get("Address") or "*"), check.get("HostName")
        seconds = float(p.get("RequestSeconds") or 10)
        answer = probe(session.machine, str(check["Protocol"]), address, port, host, path, seconds)
        found = compare(answer, check)
        if found is not None:
            url = f"{check['Protocol']}://{host or address}:{port}{path}"
            return StepFailure(
                f"Site {p['Site']} does not answer {url} as expected.",
                *found,
                "Look at the log of the app and the Application event log, source IIS AspNetCore Module.",
                "health",
            )
    return None


def _no_new_worker(pool: str, old: set[int], workers: list[int]) -> StepFailure:
    return StepFailure(
        f"Pool {pool} has no new worker: the old release may still answer.",
        f"a worker other than {', '.join(map(str, sorted(old)))}",
        f"workers: {', '.join(map(str, workers))}".strip(),
        f"Recycle the pool {pool} and look at the System event log, source WAS.",
        "health",
    )


def compare(answer: Answer, check: Mapping[str, Any]) -> tuple[str, str] | None:
    """(expected, found) if the answer does not pass the check."""
    statuses = [int(status) for status in many(check.get("Status"))] or [200]
    status = f"status {' or '.join(map(str, statuses))}"
    found = f"{answer.status} {answer.text[:200]}".strip()
    if answer.error is not None:
        return status, answer.error
    if answer.status not in statuses:
        return status, found
    if check.get("Body") and not re.search(str(check["Body"]), answer.text):
        return f"a body that matches {check['Body']}", found
    if check.get("Header"):
        return _compare_header(answer, str(check["Header"]), check.get("HeaderValue"))
    return None


def _compare_header(answer: Answer, name: str, wanted: str | None) -> tuple[str, str] | None:
    value = answer.headers.get(name.lower(), "")
    if value and wanted in (None, "", value):
        return None
    found = f"{name}: {value}" if value else f"{answer.status} without that header"
    return f"the header {name}: {wanted or ''}".rstrip(": "), found
