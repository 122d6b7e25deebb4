"""clear-cache and schedule-cache-clear, driven by hand; and the last part of status."""

from typing import Any

import pytest

from iisfleet import flows
from iisfleet.errors import OutcomeUnknown, UsageError
from iisfleet.flows.cache import RECORD, scheduled_script
from iisfleet.inventory import Caches
from iisfleet.results import Change
from iisfleet.rollout.instructions import Run
from tests.declared import RUN, declared
from tests.flows.host import LOCK, bad, looked, ok, play, said
from winlab.shell.reader import read_script

PLAIN = declared("simple")
CACHES = Caches.model_validate({"accounts": ["build"], "at": "02:30", "days": ["Sunday"], "paths": [r"D:\nuget"]})
DECLARED = PLAIN.model_copy(update={"caches": CACHES})
GONE = Change(r"cache/C:\Users\build\.nuget\packages", 7, 0)
TASK = Change(r"task/\iisfleet\clear-cache", None, "present")
CLEARED = ok("Clear-PackageCache", {"freed": 7}, phase="publishing", changes=(GONE,), warnings=("one is in use",))


def parameters(instruction: Any, name: str) -> dict[str, Any]:
    """What a script gives to a step."""
    assert isinstance(instruction, Run)
    steps = [step for phase in read_script(instruction.script.text).phases for step in phase.steps]
    return next(dict(step.parameters) for step in steps if step.name == name)


def test_clears_what_the_command_names_else_the_inventory_else_everything() -> None:
    orders = [(DECLARED, ("all",)), (DECLARED, ()), (PLAIN, ())]

    asked = [play(flows.clear_cache(host, flows.ClearOrder(RUN, names)), said(CLEARED)) for host, names in orders]

    assert [parameters(played.asked[0], "Clear-PackageCache") for played in asked] == [
        {"Accounts": ["*"], "Method": "auto", "Paths": []},
        {"Accounts": ["build"], "Method": "auto", "Paths": [r"D:\nuget"]},
        {"Accounts": ["*"], "Method": "auto", "Paths": []},
    ]
    assert (asked[0].ended.status, asked[0].ended.changes, asked[0].ended.data["freed"]) == ("changed", (GONE,), 7)
    assert asked[0].ended.warnings == ("one is in use",)


def test_a_plan_clears_nothing() -> None:
    played = play(flows.clear_cache(PLAIN, flows.ClearOrder(RUN, plan=True)), said(CLEARED))

    assert [instruction.what_if for instruction in played.asked if isinstance(instruction, Run)] == [True]


def test_nothing_in_the_caches_is_no_change() -> None:
    order = flows.ClearOrder(RUN, method="folder")

    assert play(flows.clear_cache(PLAIN, order), said(ok("Clear-PackageCache", {"freed": 0}))).ended.status == "ok"


def test_a_clearing_that_failed_and_one_that_was_not_heard() -> None:
    failed = play(flows.clear_cache(PLAIN, flows.ClearOrder(RUN)), said(bad("Clear-PackageCache", "publishing"))).ended
    lost = play(flows.clear_cache(PLAIN, flows.ClearOrder(RUN)), OutcomeUnknown("gone")).ended

    assert (failed.status, failed.step) == ("failed", "Clear-PackageCache")
    assert lost.status == "unknown"
    assert lost.failure is not None
    assert "same command again" in str(lost.failure.remedy)


def test_the_schedule_is_planned_then_made_with_its_script_as_content() -> None:
    order = flows.ScheduleOrder(RUN)
    script = scheduled_script(DECLARED, order)
    made = said(ok("Set-CacheSchedule", phase="publishing", changes=(TASK,)), ok("Get-CacheSchedule", {"schedule": 1}))

    played = play(flows.schedule_cache_clear(DECLARED, order), looked(changes=(TASK,)), made)

    planning, making = played.asked
    assert isinstance(planning, Run)
    assert isinstance(making, Run)
    assert (planning.what_if, planning.content, making.what_if) == (True, None, False)
    assert making.content == script.text.encode()
    wanted = {"At": "02:30", "Days": ["sunday"], "Sha256": script.sha256}
    assert parameters(planning, "Set-CacheSchedule") == parameters(making, "Set-CacheSchedule") == wanted
    assert "Lock-Host" in making.script.text
    assert "Invoke-Step 'Lock-Host'" not in planning.script.text
    assert (played.ended.status, played.ended.changes, played.ended.data) == ("changed", (TASK,), {"schedule": 1})


def test_the_host_runs_the_same_script_each_time_and_keeps_a_record() -> None:
    one, other = flows.ScheduleOrder(RUN), flows.ScheduleOrder(RUN, at="04:00", days=("daily",))

    assert scheduled_script(DECLARED, one) == scheduled_script(DECLARED, other)
    assert f"Enter-HostJob -Folder '{RECORD}' -Recurring" in scheduled_script(PLAIN, one).text
    assert "$Reverting" not in scheduled_script(PLAIN, one).text.split("Enter-HostJob -Folder", 1)[1]


def test_values_of_the_command_come_first() -> None:
    order = flows.ScheduleOrder(RUN, at="04:00", days=("daily",), accounts=("agent",), plan=True)

    played = play(flows.schedule_cache_clear(DECLARED, order), looked(changes=(TASK,)))

    found = parameters(played.asked[0], "Set-CacheSchedule")
    assert (found["At"], found["Days"]) == ("04:00", [])
    assert "Accounts = @('agent'); Method = 'auto'; Paths = @()" in scheduled_script(DECLARED, order).text
    assert played.ended.status == "changed"


def test_a_schedule_that_is_there_is_left_alone_and_one_is_removed_without_content() -> None:
    assert play(flows.schedule_cache_clear(PLAIN, flows.ScheduleOrder(RUN)), looked()).ended.status == "ok"
    order = flows.ScheduleOrder(RUN, remove=True)

    played = play(flows.schedule_cache_clear(PLAIN, order), looked(changes=(TASK,)), said(ok("Set-CacheSchedule")))

    removing = played.asked[-1]
    assert isinstance(removing, Run)
    assert removing.content is None
    assert parameters(removing, "Set-CacheSchedule") == {"Remove": True}


def test_a_host_that_is_held_is_not_touched() -> None:
    held = play(flows.schedule_cache_clear(PLAIN, flows.ScheduleOrder(RUN)), looked(lock=LOCK, changes=(TASK,))).ended

    assert held.status == "locked"


@pytest.mark.parametrize("values", [{"at": "25:00"}, {"at": "3:00"}, {"days": ("someday",)}])
def test_times_and_days_that_there_are_not(values: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        flows.ScheduleOrder(RUN, **values)


def test_a_method_that_there_is_not() -> None:
    with pytest.raises(UsageError, match="rm"):
        flows.ClearOrder(RUN, method="rm")


def test_status_tells_the_schedule_and_does_without_it() -> None:
    known = play(flows.status(PLAIN), said(ok("Get-CacheSchedule", {"schedule": {"at": "03:00"}}))).ended
    unknown = play(flows.status(PLAIN), said(bad("Get-CacheSchedule", "starting", message="No service."))).ended

    assert known.data["cacheSchedule"] == {"at": "03:00"}
    assert (unknown.status, unknown.data["cacheSchedule"]) == ("ok", None)
    assert unknown.warnings == ("the schedule of cache clearing cannot be read: No service.",)
