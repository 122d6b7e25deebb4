r"""Scheduled tasks in the words of a case file: {at: '03:00', days: [Sunday], boot: false, user: S-1-5-18, ...}.

at, days: of the first calendar trigger (days empty: every day; at null: none) · boot: at each start of Windows ·
once: at moments, too: the seconds of each after the first (expected only) ·
minutes: the time limit, null for none · command, arguments: what it starts · enabled. In given also what came of it:
lastRun (ISO 8601, UTC) and lastResult.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from winlab.windows.errors import NotEmulated
from winlab.windows.jsonfile import JsonFile
from winlab.windows.task_xml import DAYS, NAMESPACE, SYSTEM, TaskDefinition, read_task

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

_DEFAULTS: dict[str, Any] = {
    "at": None, "days": [], "boot": False, "user": SYSTEM, "minutes": 60, "enabled": True,
    "command": "powershell.exe", "arguments": "",
}  # fmt: skip


def words_of(xml: str) -> dict[str, Any]:
    """What a task is."""
    definition = read_task(xml)
    return {
        **_times(definition),
        "boot": definition.at_boot,
        **({"once": _distances(definition)} if definition.once else {}),
        "user": definition.user,
        "minutes": definition.limit and definition.limit / 60,
        "enabled": definition.enabled,
        "command": definition.action.command,
        "arguments": definition.action.arguments,
    }


def shown(machine: "Machine") -> dict[str, Any]:
    r"""Every task but the jobs and guards of iisfleet, which come and go: path -> its words."""
    passing = ("\\iisfleet\\job-", "\\iisfleet\\guard-")
    return {t["path"]: words_of(t["xml"]) for t in machine.tasks.all() if not t["path"].lower().startswith(passing)}


def make_tasks(machine: "Machine", tasks: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Register tasks as their words (or their `xml`) say; None removes one."""
    for path, words in tasks.items():
        if words is not None:
            told = {name: words[name] for name in ("lastRun", "lastResult") if name in words}
            rest = {name: value for name, value in words.items() if name not in told}
            machine.tasks.register(path, str(words["xml"]) if "xml" in words else document(rest), force=True)
            _tell(machine, path, told)
        elif path.lower() in (task["path"].lower() for task in machine.tasks.all()):
            machine.tasks.unregister(path)


def _tell(machine: "Machine", path: str, told: Mapping[str, Any]) -> None:
    """As a person would write it into tasks.json."""
    file = JsonFile(machine.root / "tasks.json")
    tasks = file.read()
    if told:
        file.write({**tasks, path: {**tasks[path], **told}})


def _times(definition: TaskDefinition) -> dict[str, Any]:
    if not definition.calendar:
        return {"at": None, "days": []}
    first = definition.calendar[0]
    days = [DAYS[day] for day in first.days] if len(first.days) < len(DAYS) else []
    return {"at": first.start.strftime("%H:%M"), "days": days}


def _distances(definition: TaskDefinition) -> list[int]:
    return [round((moment - definition.once[0]).total_seconds()) for moment in definition.once]


def document(words: Mapping[str, Any]) -> str:
    """The XML of a task that its words describe. Raises NotEmulated for a word that is not known."""
    unknown = set(words) - set(_DEFAULTS)
    if unknown:
        raise NotEmulated(f"{', '.join(sorted(unknown))} of a task in given; there are {', '.join(_DEFAULTS)}")
    task = {**_DEFAULTS, **words}
    names = "".join(f"<{day} />" for day in task["days"])
    weekly = f"<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>{names}</DaysOfWeek></ScheduleByWeek>"
    schedule = weekly if names else "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
    start = f"<StartBoundary>2026-01-01T{task['at']}:00</StartBoundary>"
    calendar = f"<CalendarTrigger>{start}{schedule}</CalendarTrigger>" if task["at"] else ""
    logon = "" if task["user"] == SYSTEM else "<LogonType>S4U</LogonType>"
    limit = f"PT{task['minutes']}M" if task["minutes"] else "PT0S"
    return (
        f'<Task version="1.2" xmlns="{NAMESPACE}">'
        f"<Triggers>{calendar}{'<BootTrigger />' if task['boot'] else ''}</Triggers>"
        f"<Principals><Principal><UserId>{escape(task['user'])}</UserId>{logon}</Principal></Principals>"
        f"<Settings><Enabled>{str(task['enabled']).lower()}</Enabled>"
        f"<ExecutionTimeLimit>{limit}</ExecutionTimeLimit></Settings>"
        f"<Actions><Exec><Command>{escape(task['command'])}</Command>"
        f"<Arguments>{escape(task['arguments'])}</Arguments></Exec></Actions></Task>"
    )
