r"""The XML of a scheduled task, as Register-ScheduledTask takes it. Strict: what is not understood is NotEmulated.

Understood: SYSTEM, or an account without a password, as principal; boot, time and calendar triggers (daily, weekly);
one Exec action. Source: learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema (names, defaults, patterns).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from lxml import etree

from winlab.windows.errors import MachineError, NotEmulated

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SYSTEM = "S-1-5-18"
_DURATION = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']+)[\"']")
_BOOLEAN = "boolean"
# Setting -> its kind, or the values for which the lab does the right thing.
_SETTINGS: dict[str, object] = {
    "AllowHardTerminate": _BOOLEAN,
    "AllowStartOnDemand": ("true",),
    "DisallowStartIfOnBatteries": _BOOLEAN,
    "Enabled": _BOOLEAN,
    "ExecutionTimeLimit": "duration",
    "Hidden": _BOOLEAN,
    "MultipleInstancesPolicy": ("IgnoreNew",),
    "Priority": tuple(map(str, range(11))),
    "RunOnlyIfIdle": ("false",),
    "RunOnlyIfNetworkAvailable": ("false",),
    "StartWhenAvailable": _BOOLEAN,
    "StopIfGoingOnBatteries": _BOOLEAN,
    "UseUnifiedSchedulingEngine": _BOOLEAN,
    "WakeToRun": _BOOLEAN,
}
_REGISTRATION = {"Author", "Date", "Description", "Source", "URI", "Version", "Documentation"}


@dataclass(frozen=True)
class Action:
    """What a task starts."""

    command: str
    arguments: str


@dataclass(frozen=True)
class Calendar:
    """At a time of day, on some days of the week (0: Monday); from `start` on, local time."""

    start: datetime
    days: tuple[int, ...]

    def next_run(self, after: datetime) -> datetime:
        """The first moment later than `after`."""
        begin = max(after, self.start - timedelta(microseconds=1))
        at: time = self.start.time()
        moments = (datetime.combine(begin.date() + timedelta(days=n), at) for n in range(9))
        return next(m for m in moments if m > begin and m.weekday() in self.days)


@dataclass(frozen=True)
class TaskDefinition:
    """A task as its XML says; limit: seconds that it may run, None for no limit; user: a SID or an account.

    once: moments at which it starts, in UTC.
    """

    action: Action
    at_boot: bool
    calendar: tuple[Calendar, ...]
    enabled: bool
    limit: float | None
    user: str = SYSTEM
    once: tuple[datetime, ...] = ()


def read_task(xml: str) -> TaskDefinition:
    """Raises MachineError for what Windows refuses too, NotEmulated for what the lab does not know."""
    root = _parse(xml)
    parts = dict(_children(root, {"RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"}))
    for name in ("Principals", "Actions"):
        if name not in parts:
            raise NotEmulated(f"a task without {name}")
    if "RegistrationInfo" in parts:
        dict(_children(parts["RegistrationInfo"], _REGISTRATION))
    user = _user(parts["Principals"])
    settings = _settings(parts.get("Settings"))
    boot, calendar, once = _triggers(parts.get("Triggers"))
    limit = _seconds(settings.get("ExecutionTimeLimit", "PT72H"))
    enabled = settings.get("Enabled", "true") == "true"
    return TaskDefinition(_action(parts["Actions"]), boot, calendar, enabled, limit or None, user, once)


def exported(xml: str, path: str) -> str:
    """The XML as Export-ScheduledTask gives it back: with the task's own URI, in UTF-16."""
    root = _parse(xml)
    information = root.find(f"{{{NAMESPACE}}}RegistrationInfo")
    if information is None:
        information = etree.Element(f"{{{NAMESPACE}}}RegistrationInfo")
        root.insert(0, information)
    for old in information.findall(f"{{{NAMESPACE}}}URI"):
        information.remove(old)
    etree.SubElement(information, f"{{{NAMESPACE}}}URI").text = path
    return '<?xml version="1.0" encoding="UTF-16"?>\r\n' + etree.tostring(root, encoding="unicode")


def _parse(xml: str) -> etree._Element:
    declared = _DECLARATION.match(xml)
    if declared and declared[1].upper() != "UTF-16":  # the text arrives as UTF-16, whatever it says
        raise MachineError("The task XML is malformed. (1,40)::ERROR: unable to switch the encoding")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", xml)
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    except etree.XMLSyntaxError as error:
        raise MachineError(f"The task XML is malformed. {error}") from None
    if root.tag != f"{{{NAMESPACE}}}Task":
        raise MachineError(f"The task XML contains an unexpected node. (1,2):{root.tag}:")
    if root.get("version") not in ("1.2", "1.3", "1.4"):
        raise NotEmulated(f"a task of version {root.get('version')}")
    return root


def _children(element: etree._Element, known: set[str]) -> Iterator[tuple[str, etree._Element]]:
    """Name and element of each child, each at most once."""
    seen: set[str] = set()
    for child in element:
        name = str(child.tag).removeprefix(f"{{{NAMESPACE}}}")
        if name not in known or name in seen:
            raise NotEmulated(f"{name} in {_name(element)} of a task")
        seen.add(name)
        yield name, child


def _name(element: etree._Element) -> str:
    return str(element.tag).removeprefix(f"{{{NAMESPACE}}}")


def _text(element: etree._Element) -> str:
    if len(element):
        raise NotEmulated(f"{_name(element)} of a task with parts")
    return (element.text or "").strip()


def _only(element: etree._Element, name: str) -> etree._Element:
    found = [child for _, child in _children(element, {name})]
    if not found:
        raise NotEmulated(f"{_name(element)} of a task without {name}")
    return found[0]


def _user(principals: etree._Element) -> str:
    principal = _only(principals, "Principal")
    fields = {n: _text(e) for n, e in _children(principal, {"UserId", "RunLevel", "LogonType"})}
    user, logon = fields.get("UserId", ""), fields.get("LogonType")
    if not user or logon != (None if user in (SYSTEM, "S-1-5-19", "S-1-5-20") else "S4U"):
        raise NotEmulated(f"a task that runs as {user or 'nobody'} by the logon {logon}")
    if fields.get("RunLevel", "LeastPrivilege") not in ("HighestAvailable", "LeastPrivilege"):
        raise NotEmulated(f"a task with RunLevel {fields['RunLevel']}")
    return user


def _settings(settings: etree._Element | None) -> dict[str, str]:
    found = {} if settings is None else {n: _text(e) for n, e in _children(settings, set(_SETTINGS))}
    for name, text in found.items():
        known = _SETTINGS[name]
        if known == "duration":
            _seconds(text)
        elif text not in (("true", "false") if known == _BOOLEAN else known):  # type: ignore[operator]
            raise NotEmulated(f"the setting {name} {text} of a task")
    return found


def _seconds(text: str) -> float:
    match = _DURATION.match(text)
    if match is None or text in ("P", "PT"):
        raise NotEmulated(f"the duration {text} of a task")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds).total_seconds()


def _triggers(triggers: etree._Element | None) -> tuple[bool, tuple[Calendar, ...], tuple[datetime, ...]]:
    boot, calendar, once = False, [], []
    for trigger in [] if triggers is None else triggers:
        if _name(trigger) == "BootTrigger":
            boot = _enabled({n: _text(e) for n, e in _children(trigger, {"Enabled"})}) or boot
        elif _name(trigger) == "CalendarTrigger":
            calendar += _calendar(trigger)
        elif _name(trigger) == "TimeTrigger":
            once += _moment(trigger)
        else:
            raise NotEmulated(f"the trigger {_name(trigger)} of a task")
    return boot, tuple(calendar), tuple(once)


def _enabled(fields: dict[str, str]) -> bool:
    text = fields.get("Enabled", "true")
    if text not in ("true", "false"):
        raise NotEmulated(f"Enabled {text} in a trigger of a task")
    return text == "true"


def _moment(trigger: etree._Element) -> list[datetime]:
    fields = {n: _text(e) for n, e in _children(trigger, {"StartBoundary", "Enabled"})}
    if "StartBoundary" not in fields:
        raise MachineError("The task XML is missing a required element or attribute. (1,1):TimeTrigger:")
    start = _boundary(fields["StartBoundary"])
    return [start.astimezone(UTC)] if _enabled(fields) else []  # without a zone it is local time


def _boundary(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise MachineError(f"The task XML contains a value which is incorrectly formatted: {text}") from None


def _calendar(trigger: etree._Element) -> list[Calendar]:
    parts = dict(_children(trigger, {"StartBoundary", "Enabled", "ScheduleByDay", "ScheduleByWeek"}))
    fields = {name: _text(part) for name, part in parts.items() if name in ("StartBoundary", "Enabled")}
    schedules = [name for name in ("ScheduleByDay", "ScheduleByWeek") if name in parts]
    if len(schedules) != 1 or "StartBoundary" not in fields:
        raise MachineError("The task XML is missing a required element or attribute. (1,1):CalendarTrigger:")
    days = (_every_day if schedules == ["ScheduleByDay"] else _days_of_week)(parts[schedules[0]])
    start = _boundary(fields["StartBoundary"])
    if start.tzinfo is not None:
        raise NotEmulated(f"the start {fields['StartBoundary']} of a task, which is not in local time")
    return [Calendar(start, days)] if _enabled(fields) else []


def _every_day(schedule: etree._Element) -> tuple[int, ...]:
    _demand_one(schedule, "DaysInterval", {n: _text(e) for n, e in _children(schedule, {"DaysInterval"})})
    return tuple(range(7))


def _days_of_week(schedule: etree._Element) -> tuple[int, ...]:
    parts = dict(_children(schedule, {"WeeksInterval", "DaysOfWeek"}))
    _demand_one(schedule, "WeeksInterval", {n: _text(e) for n, e in parts.items() if n == "WeeksInterval"})
    days = [name for name, _ in _children(parts["DaysOfWeek"], set(DAYS))] if "DaysOfWeek" in parts else []
    if not days:
        raise MachineError("The task XML is missing a required element or attribute. (1,1):DaysOfWeek:")
    return tuple(sorted(DAYS.index(day) for day in days))


def _demand_one(schedule: etree._Element, name: str, fields: dict[str, str]) -> None:
    if fields.get(name, "1") != "1":
        raise NotEmulated(f"{name} {fields[name]} in {_name(schedule)} of a task")


def _action(actions: etree._Element) -> Action:
    fields = {n: _text(e) for n, e in _children(_only(actions, "Exec"), {"Command", "Arguments"})}
    if not fields.get("Command"):
        raise MachineError("The task XML is missing a required element or attribute. (1,1):Command:")
    return Action(fields["Command"], fields.get("Arguments", ""))
