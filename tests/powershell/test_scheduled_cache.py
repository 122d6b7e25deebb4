"""The task that clears caches: scheduled as iisfleet does it, then run by the Task Scheduler of the lab."""

from typing import Any

from iisfleet.flows.cache import ScheduleOrder, scheduled_script
from iisfleet.rendering.release import RunInfo
from tests.declared import declared
from tests.powershell.cases import Case
from tests.powershell.harness import Host, Hosts

TASK = r"\iisfleet\clear-cache"
FILE = r"C:\ProgramData\iisfleet\tasks\clear-cache\job.ps1"
SCRIPT = scheduled_script(declared("simple"), ScheduleOrder(RunInfo("r1", "anna", "ops01", 1)))
SCHEDULE = {"At": "03:00", "Days": [], "Sha256": SCRIPT.sha256}
CASE = Case(
    topic="cache",
    function="Set-CacheSchedule",
    name="scheduled",
    given={
        "users": {"build": {"files": {r".nuget\packages\a.dll": "12345", r"AppData\Local\NuGet\v3-cache\b": "12"}}},
        "files": {r"C:\Windows\System32\config\systemprofile\.nuget\packages\s.dll": "123"},
        "locked": [r"C:\Users\build\AppData\Local\NuGet\v3-cache\b"],
    },
    content=(SCRIPT.text.encode(),),
)


def last(host: Host) -> dict[str, Any]:
    """What status tells of the schedule."""
    schedule: dict[str, Any] = host.run([("Get-CacheSchedule", {})], CASE)[0].data["schedule"]
    return schedule


def test_the_host_clears_by_itself_and_tells_what_came_of_it(hosts: Hosts, engine: str) -> None:
    host = hosts.prepared(engine, CASE)
    machine = host.machine
    assert [line.error for line in host.run([("Set-CacheSchedule", SCHEDULE)], CASE)] == [None]

    machine.tasks.start(TASK)
    assert machine.tasks.wait(TASK, 60)

    told = last(host)
    assert (told["lastStatus"], told["lastResult"], told["freed"]) == ("ok", 0, 8)
    assert r"v3-cache\b is in use" in told["message"]
    assert told["lastRun"]
    assert machine.differs({"absent": [r"C:\Users\build\.nuget\packages"]}) == []
    assert machine.differs({"users": {"build": {"files": {r"AppData\Local\NuGet\v3-cache\b": "12"}}}}) == []

    machine.fs.write(FILE, b"'something else'")
    machine.tasks.start(TASK)
    assert machine.tasks.wait(TASK, 60)
    told = last(host)
    assert (told["lastStatus"], told["lastResult"]) == ("failed", 87)
    assert "not the one that was scheduled" in told["message"]
    changes = host.run([("Set-CacheSchedule", SCHEDULE)], CASE)[0].changes
    assert [(change.path, change.after) for change in changes] == [(f"task/{TASK}/script", SCRIPT.sha256)]


def test_a_clearing_that_fails_says_why(hosts: Hosts, engine: str) -> None:
    order = ScheduleOrder(RunInfo("r1", "anna", "ops01", 1), accounts=("nobody",))
    script = scheduled_script(declared("simple"), order)
    case = Case(topic="cache", function="Set-CacheSchedule", name="fails", content=(script.text.encode(),))
    host = hosts.prepared(engine, case)
    host.run([("Set-CacheSchedule", {**SCHEDULE, "Sha256": script.sha256})], case)

    host.machine.tasks.start(TASK)
    assert host.machine.tasks.wait(TASK, 60)

    told = last(host)
    assert (told["lastStatus"], told["freed"]) == ("failed", None)
    assert "does not know the account nobody" in told["message"]
