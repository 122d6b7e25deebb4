"""The scheduled task that clears caches: Set-CacheSchedule and Get-CacheSchedule."""

import base64
import contextlib
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lxml import etree

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import FOLDER, PROTECTED, check_trusted, make_host_folder
from winlab.shell.handlers.iis_draft import demand
from winlab.shell.handlers.tasks import PROGRAM, task_command, task_document
from winlab.windows.errors import IdentityNotMapped, NotFound
from winlab.windows.machine import Machine
from winlab.windows.scheduler import HAS_NOT_RUN, RUNNING
from winlab.windows.task_xml import DAYS

TASK = r"\iisfleet\clear-cache"
TASKS = rf"{FOLDER}\tasks"
RECORD = rf"{TASKS}\clear-cache"
FILE = rf"{RECORD}\job.ps1"
_WRONG_FILE = 87
# Property -> where it is in the XML, and what Task Scheduler takes for it if it is not there.
_TEXTS = {
    "runLevel": ("Principals/Principal/RunLevel", "LeastPrivilege"),
    "enabled": ("Settings/Enabled", "true"),
    "priority": ("Settings/Priority", "7"),
    "instances": ("Settings/MultipleInstancesPolicy", "IgnoreNew"),
    "whenMissed": ("Settings/StartWhenAvailable", "false"),
    "notOnBattery": ("Settings/DisallowStartIfOnBatteries", "true"),
    "stopOnBattery": ("Settings/StopIfGoingOnBatteries", "true"),
    "onlyIfIdle": ("Settings/RunOnlyIfIdle", "false"),
}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
Properties = dict[str, str]


@step("Set-CacheSchedule")
def set_cache_schedule(session: Session, p: Params) -> StepOutcome:
    machine = session.machine
    found = _task(machine)
    if p.get("Remove"):
        return StepOutcome(_remove(session, found))
    at, days = str(p.get("At") or "03:00"), list(dict.fromkeys(p.get("Days") or ()))
    demand({"At": at}, "At", "([01][0-9]|2[0-3]):[0-5][0-9]")
    for day in days:
        demand({"Days": day}, "Days", "|".join(DAYS).lower())
    demand(p, "Sha256", "[0-9a-f]{64}")
    document = task_document(
        FILE,
        str(p["Sha256"]),
        minutes=int(p.get("TimeoutMinutes", 120)),
        at=at,
        days=days,
        account=machine.accounts.sid(str(p.get("Account") or "LocalSystem")),
        description="Clears package caches; made by iisfleet.",
    )
    changes = _compare(found, _properties(machine, document))
    if changes and not session.whatif:
        _write_script(session, str(p["Sha256"]))
        machine.tasks.register(TASK, document, force=True)
    return StepOutcome(changes)


@step("Get-CacheSchedule")
def get_cache_schedule(session: Session, _p: Params) -> StepOutcome:
    found = _task(session.machine)
    if found is None:
        return StepOutcome(data={"schedule": None})
    info = session.machine.tasks.query(TASK)
    told = {"at": found["at"], "days": found["days"], "account": found["account"]}
    return StepOutcome(
        data={
            "schedule": {
                **told,
                "enabled": found["enabled"] == "true",
                "nextRun": info["nextRun"],
                "lastRun": info["lastRun"],
                "lastResult": info["lastResult"],
                **_record(session.machine, int(info["lastResult"])),
            }
        }
    )


def _task(machine: Machine) -> Properties | None:
    """Get-CacheTask."""
    try:
        found = _properties(machine, machine.tasks.query(TASK)["xml"])
    except NotFound:
        return None
    if re.fullmatch("[0-9a-f]{64}", found["script"]):
        there = hashlib.sha256(machine.fs.read(FILE)).hexdigest() if machine.fs.exists(FILE) else "no file"
        found["script"] = there if there != found["script"] else found["script"]
    return found


def _properties(machine: Machine, xml: str) -> Properties:
    """ConvertFrom-TaskDocument."""
    task = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", xml))
    user = _text(task, "Principals/Principal/UserId", "")
    with contextlib.suppress(IdentityNotMapped):
        user = machine.accounts.sid(user)
    found = {name: _text(task, path, default) for name, (path, default) in _TEXTS.items()}
    limit = _limit(_text(task, "Settings/ExecutionTimeLimit", "PT72H"))
    return found | _times(_all(task, "Triggers/*")) | {"account": user, "timeLimit": limit, "script": _script(task)}


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    return list(element.iterfind("/".join(part if part == "*" else f"{{*}}{part}" for part in path.split("/"))))


def _text(element: etree._Element, path: str, default: str) -> str:
    """Get-TaskText."""
    found = next(iter(_all(element, path)), None)
    return default if found is None else (found.text or "").strip()


def _limit(duration: str) -> str:
    """As .NET writes a time span."""
    match = _DURATION.fullmatch(duration)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    hours, rest = divmod(span.seconds, 3600)
    return (f"{span.days}." if span.days else "") + f"{hours:02}:{rest // 60:02}:{rest % 60:02}"


def _times(triggers: list[etree._Element]) -> Properties:
    """Get-TaskTime."""
    names = [etree.QName(trigger).localname for trigger in triggers]
    other = {"at": "other", "days": f"other triggers: {len(names)} {', '.join(names)}"}
    if names != ["CalendarTrigger"]:
        return other
    known = {"StartBoundary", "Enabled", "ScheduleByDay", "ScheduleByWeek"}
    paths = {"Enabled": "true", "ScheduleByDay/DaysInterval": "1", "ScheduleByWeek/WeeksInterval": "1"}
    usual = all(_text(triggers[0], path, value) == value for path, value in paths.items())
    start = re.search("T([0-9]{2}:[0-9]{2}):00$", _text(triggers[0], "StartBoundary", ""))
    if not usual or start is None or {etree.QName(e).localname for e in triggers[0]} - known:
        return other
    chosen = {etree.QName(e).localname for e in _all(triggers[0], "ScheduleByWeek/DaysOfWeek/*")}
    days = [day.lower() for day in DAYS if day in chosen]
    return {"at": start[1], "days": "daily" if len(days) in (0, len(DAYS)) else ", ".join(days)}


def _script(task: etree._Element) -> str:
    """Get-TaskScript."""
    commands = [
        f"{_text(e, 'Command', etree.QName(e).localname)} {_text(e, 'Arguments', '')}".rstrip()
        for e in _all(task, "Actions/*")
    ]
    text = "; ".join(commands)
    for match in re.finditer("'([0-9A-Fa-f]{64})'", _decoded(text)):
        if text == f"{PROGRAM} {task_command(FILE, match[1])}":
            return match[1].lower()
    return text[:120]


def _decoded(command: str) -> str:
    code = re.search(r" -EncodedCommand ([A-Za-z0-9+/=]+)$", command)
    return base64.b64decode(code[1]).decode("utf-16-le", "replace") if code else ""


def _compare(found: Properties | None, wanted: Properties) -> list[dict[str, Any]]:
    """Compare-CacheTask."""
    if found is None:
        created = [change(f"task/{TASK}/{name}", None, wanted[name]) for name in ("account", "at", "days", "script")]
        return [change(f"task/{TASK}", None, "present"), *created]
    names = sorted((name for name in wanted if found[name] != wanted[name]), key=str.lower)
    return [change(f"task/{TASK}/{name}", found[name], wanted[name]) for name in names]


def _write_script(session: Session, sha256: str) -> None:
    """Write-CacheScript. Raises StepFailure (kinds 'content', 'security')."""
    machine, script = session.machine, b"".join(session.content)
    found = hashlib.sha256(script).hexdigest()
    if found != sha256:
        raise StepFailure(
            "The script of the schedule did not arrive whole.",
            f"SHA-256 {sha256}",
            f"{len(script)} bytes with SHA-256 {found}",
            "Run again.",
            "content",
        )
    make_host_folder(machine)
    machine.fs.make_folder(TASKS)
    if machine.fs.exists(RECORD):
        check_trusted(machine, RECORD)
    else:
        machine.fs.make_folder(RECORD)
        machine.acl.set(RECORD, PROTECTED)
    machine.fs.write(FILE, script)


def _remove(session: Session, found: Properties | None) -> list[dict[str, Any]]:
    """Remove-CacheTask. Raises StepFailure (kind 'locked')."""
    machine, changes = session.machine, []
    if found is not None:
        state = str(machine.tasks.query(TASK)["state"])
        if state == "Running":
            raise StepFailure(
                f"The task {TASK} clears caches right now.",
                "a task that does not run",
                state,
                "Wait until it has ended, then run again.",
                "locked",
            )
        changes = [change(f"task/{TASK}", "present", None)]
    if not session.whatif:
        if found is not None:
            machine.tasks.unregister(TASK)
        machine.fs.remove(RECORD)
    return changes


def _record(machine: Machine, code: int) -> dict[str, Any]:
    """Read-CacheRecord."""
    record: dict[str, Any] = {"lastStatus": None, "freed": None, "message": None}
    if code == HAS_NOT_RUN:
        return record
    if code == RUNNING:
        return record | {"lastStatus": "running"}
    if code == _WRONG_FILE:
        refused = "its script is not the one that was scheduled: schedule it again"
        return record | {"lastStatus": "failed", "message": refused}
    if code != 0:
        return record | {"lastStatus": "failed", "message": f"it ended with 0x{code:x}"}
    state = _json(_text_of(machine, "state.json"))
    record["lastStatus"] = "ok" if state.get("status") == "ok" else "failed"
    for line in _text_of(machine, "output.jsonl").splitlines():
        entry = _json(line)
        if entry.get("step") == "Clear-PackageCache":
            with contextlib.suppress(KeyError, TypeError, ValueError):  # a damaged line tells nothing
                record |= _told(entry)
    return record


def _told(entry: Mapping[str, Any]) -> dict[str, Any]:
    if entry["error"]:
        return {"message": entry["error"]["message"]}
    return {"freed": int(entry["data"]["freed"]), "message": " ".join(entry["warnings"]) or None}


def _text_of(machine: Machine, name: str) -> str:
    path = rf"{RECORD}\{name}"
    return machine.fs.read(path).decode("utf-8-sig") if machine.fs.exists(path) else ""


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
