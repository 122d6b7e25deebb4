"""How each task ended on a host, as lines for a person."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from iisfleet.events import HostFinished
from iisfleet.reporting.text import counted, is_plan, outcome, prospect, size, value
from iisfleet.results import Change, StepFailure

_GOOD = ("ok", "changed")
# Nothing has gone wrong on these hosts themselves: they can be caught up.
OPEN = ("unreachable", "locked", "skipped", "interrupted", "reverted")
_OFFLINE = {
    "ours": "; an app_offline.htm is shown (of a run that has not ended)",
    "other": "; an app_offline.htm is shown (put there by somebody else)",
}
_UNEXPLAINED = {"interrupted": "stopped by the user before it was done"}


def run_lines(task: str, events: Iterable[HostFinished], record: Path, urls: Mapping[str, str]) -> Iterator[str]:
    """The lines of all hosts. ``record`` is the run's events.jsonl, ``urls`` where the lab serves its hosts.

    Changes that are the same on many hosts are listed once.
    """
    first: dict[tuple[str, ...], str] = {}
    for event in events:
        changes = tuple(change_lines(event.changes))
        like = first.setdefault(changes, event.host)
        shown = changes if like == event.host else (f"  the same as on {like}",)
        yield from end_lines(task, event, shown, record, urls.get(event.host))


def end_lines(task: str, event: HostFinished, changes: Sequence[str], record: Path, url: str | None) -> Iterator[str]:
    """The lines of one host; ``changes``: those that tell what changed."""
    if event.status == "skipped":
        yield f"{event.host}: skipped: {event.why or 'an earlier batch failed'}"
        yield from (f"  warning: {warning}" for warning in event.warnings)
        return
    if event.status == "reverted":
        yield f"{event.host}: {outcome(event)}: {event.why}"
        yield "  state:    it serves again what it served before this run"
        yield from changes
        yield from (f"  warning: {warning}" for warning in event.warnings)
        return
    if event.status not in _GOOD:
        yield from failure_lines(event, record)
        return
    ending = _planned if is_plan(task) else _ENDINGS.get(task, _acted)
    yield from ending(event, changes)
    yield from (f"  warning: {warning}" for warning in event.warnings)
    if url and task in ("deploy", "rollback"):
        yield f"  served at {url}"


def failure_lines(event: HostFinished, record: Path) -> Iterator[str]:
    """What a person needs at 2 a.m.: host, step, expected, found, what next, where the record is."""
    failure = event.failure or StepFailure(_UNEXPLAINED.get(event.status, "it did not say why"))
    said = failure.message.removeprefix(f"{event.host}: ")  # errors of the connection name their host
    yield f"{event.host}: {event.status.upper()}{f' in {event.step}' if event.step else ''}: {said}"
    yield from _explained(failure)
    if event.reverted:
        yield "  state:    the host itself has put back what it served before"
    if failure.kind == "hook":  # the one before it: what fails afterwards is a warning
        yield "  state:    the host was not touched"
    yield from (f"  done:     {line.strip()}" for line in change_lines(event.changes))
    yield from (f"  warning:  {warning}" for warning in event.warnings)
    yield f"  record:   {record}"


def blocked_lines(failure: StepFailure, record: Path) -> Iterator[str]:
    """Why no host was touched at all."""
    yield f"no host was touched: {failure.message}"
    yield from _explained(failure)
    yield f"  record:   {record}"


def _explained(failure: StepFailure) -> Iterator[str]:
    told = (("expected", failure.expected), ("found", failure.found), ("next", failure.remedy))
    yield from (f"  {label + ':':<10}{text}" for label, text in told if text)


def open_lines(events: Sequence[HostFinished], command: str) -> Iterator[str]:
    """Which hosts are not done, and the command for them; nothing if the run has got to all of them."""
    if any(event.status in OPEN for event in events):
        left: dict[str, list[str]] = {}
        for event in events:
            if event.status not in _GOOD:
                left.setdefault(event.status, []).append(event.host)
        yield "not done: " + "; ".join(f"{', '.join(hosts)} ({status})" for status, hosts in left.items())
        when = "to go on" if left.keys() <= {"interrupted", "skipped"} else "when that is mended"
        yield f"  {when}: {command}"


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """``path: before -> after`` for each change."""
    return (f"  {change.path}: {value(change.before)} -> {value(change.after)}" for change in changes)


def _acted(event: HostFinished, changes: Sequence[str]) -> Iterator[str]:
    yield f"{event.host}: {outcome(event)}"
    if event.status == "changed":
        yield from changes


def _cleared(event: HostFinished, changes: Sequence[str]) -> Iterator[str]:
    yield from _acted(event, changes)
    if event.status == "changed" and "freed" in event.data:
        yield f"  {size(event.data['freed'])} freed"


def _planned(event: HostFinished, changes: Sequence[str]) -> Iterator[str]:
    yield f"{event.host}: {prospect(event)}"
    if event.status != "ok":
        yield from changes
        for target, content in event.data.get("content", {}).items():
            counts = f"{content['added']} new, {content['changed']} changed, {content['removed']} removed files"
            how = "to send" if content.get("sent", True) else "to copy from the share"
            yield f"  content of {target}: {counts}, {size(content['bytes'])} {how}"
    if event.data.get("lock"):
        yield f"  {_locked(event.data['lock'])}"
    if "deploy" in event.data:  # what comes after adopting
        then = [Change(**change) for change in event.data["deploy"]]
        yield "  a deploy would then change" + (":" if then else " nothing")
        yield from (f"  {line}" for line in change_lines(then))


def _locked(lock: Mapping[str, Any]) -> str:
    if lock.get("manual"):
        return f"locked by hand: {lock['message']} ({lock['who']} since {_minute(lock['since'])})"
    return f"locked by run {lock['run']} ({lock['who']})"


def _status(event: HostFinished, _changes: Sequence[str]) -> Iterator[str]:
    lock = event.data.get("lock")
    yield f"{event.host}:" + (f" {_locked(lock)}" if lock else "")
    if event.data.get("unfinished"):
        run = event.data["unfinished"]
        yield f"  run {run} has not ended: if it never does, its guard or the next deploy puts back what was served"
    yield from map(_guard, event.data.get("guards") or [])
    job = event.data.get("job")
    if job:
        yield f"  job {job['task']} of run {job['run']} ({job['who']}): {job['state']}, since {_minute(job['since'])}"
    for target in event.data.get("targets", []):
        foreign = "" if target.get("owned", True) else ", not made by iisfleet"
        shown = _OFFLINE.get(target.get("offline") or "", "")
        others = [one["id"] for one in target["releases"] or [] if one["id"] != target["release"]]
        also = f" (also {', '.join(others)})" if others else ""  # what rollback --release takes
        kept = f"{len(target['releases'] or [])} kept{also}{foreign}"
        yield f"  {target['target']}: release {target['release'] or '-'}, {kept}{shown}"
    yield from (line for site in event.data.get("sites") or [] for line in _site(site))
    schedule = event.data.get("cacheSchedule")
    if schedule:
        yield f"  caches are cleared at {schedule['at']} {schedule['days']}{_last_clearing(schedule)}"


def _guard(guard: Mapping[str, Any]) -> str:
    if guard["state"] == "lost":
        return f"  guard of run {guard['run']}: its task is gone, the next deploy takes back what was left"
    wait = guard["restSeconds"] or guard["nextSeconds"]
    when = "when Windows starts" if wait is None else f"in {wait} s"
    if guard["atWork"] and not guard["restSeconds"]:
        doing = "is taking back"
    elif guard["tries"]:
        doing = f"has tried {counted(range(guard['tries']), 'time')} and could not put back all, tries again {when}"
    else:
        doing = f"acts {when}"
    return f"  guard of run {guard['run']}: {doing}"


def _last_clearing(schedule: Mapping[str, Any]) -> str:
    """Empty parts of the last run are left out."""
    if not schedule["enabled"]:
        return "; the task is disabled"
    if schedule["lastStatus"] is None:
        return "; it never ran yet"
    freed = "" if schedule["freed"] is None else f", {size(schedule['freed'])} freed"
    message = f": {schedule['message']}" if schedule["message"] else ""
    at = f"{_minute(schedule['lastRun'])} " if schedule["lastRun"] else ""
    return f"; last {at}{schedule['lastStatus']}{freed}{message}"


def _minute(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC"


def _site(site: Mapping[str, Any]) -> Iterator[str]:
    pools = ", ".join(f"{pool['name']} {pool['state']}" for pool in site.get("pools") or [])
    yield f"  site {site['name']}: {site['state'] or 'absent'}; pools: {pools or '-'}"
    yield from (f"    certificate {one['thumbprint']} ends {one['notAfter']}" for one in site.get("certificates") or [])


def _history(event: HostFinished, _changes: Sequence[str]) -> Iterator[str]:
    entries = event.data.get("entries", [])
    yield f"{event.host}: {counted(entries, 'entry', 'entries')}"
    for entry in entries:
        yield (
            f"  {entry['sequence']:>4}  {entry.get('at', '')}  {entry['event']:<11}  {_about(entry)}"
            f"run {entry['run']}  {entry.get('who') or '-'}"
        )
        failure = entry.get("failure")
        if failure:
            yield f"        {failure.get('step') or 'failed'}: {failure.get('message') or '-'}"


def _about(entry: Mapping[str, Any]) -> str:
    """What an entry of the journal is about: a release of a target, or a lock."""
    lock = entry.get("lock")
    words = (entry.get("target"), entry.get("release"), entry.get("message"), f"run {lock}" if lock else None)
    return "".join(f"{word}  " for word in words if word)


# Tasks that change hosts tell what they did as a deploy does.
_ENDINGS: Mapping[str, Callable[[HostFinished, Sequence[str]], Iterator[str]]] = {
    "status": _status,
    "history": _history,
    "clear-cache": _cleared,
}
