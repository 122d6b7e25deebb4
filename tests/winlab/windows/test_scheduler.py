"""Scheduled tasks: what is kept, what runs, what their XML may say."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.winlab.jobs import HeldJobs
from winlab.windows import scheduler
from winlab.windows.errors import IdentityNotMapped, MachineError, NotEmulated, NotFound
from winlab.windows.machine import Machine
from winlab.windows.scheduler import HAS_NOT_RUN, RUNNING, TERMINATED
from winlab.windows.task_words import document
from winlab.windows.task_xml import Calendar, exported, read_task

TASK = r"\iisfleet\x"


@pytest.fixture
def jobs(machine: Machine) -> HeldJobs:
    machine.tasks.runner = made = HeldJobs()
    return made


def seen(machine: Machine, path: str = TASK) -> tuple[str, int]:
    task = machine.tasks.query(path)
    return task["state"], task["lastResult"]


def test_a_task_runs_once_at_a_time_and_tells_its_exit_code(machine: Machine, jobs: HeldJobs) -> None:
    machine.given({"tasks": {TASK: {"arguments": "a"}}})
    assert seen(machine) == ("Ready", HAS_NOT_RUN)

    machine.tasks.start(TASK)
    machine.tasks.start(TASK.upper())
    assert seen(machine) == ("Running", RUNNING)
    jobs.made[0].go.set()

    assert machine.tasks.wait(TASK, 10)
    assert len(jobs.made) == 1
    assert jobs.made[0].action.arguments == "a"
    assert seen(machine) == ("Ready", 7)


def test_a_stopped_task_was_terminated(machine: Machine, jobs: HeldJobs) -> None:
    machine.given({"tasks": {TASK: {}}})
    machine.tasks.start(TASK)

    machine.tasks.stop(TASK)

    assert machine.tasks.wait(TASK, 10)
    assert (jobs.made[0].killed, seen(machine)) == (True, ("Ready", TERMINATED))


def test_a_time_limit_ends_it(machine: Machine, jobs: HeldJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.given({"tasks": {TASK: {"minutes": 1}}})
    assert read_task(document({"minutes": 1})).limit == 60
    monkeypatch.setattr(scheduler, "read_task", lambda xml: replace(read_task(xml), limit=0.01))
    machine.tasks.start(TASK)

    assert machine.tasks.wait(TASK, 10)
    assert seen(machine) == ("Ready", TERMINATED)


def test_what_runs_outlives_its_task(machine: Machine, jobs: HeldJobs) -> None:
    machine.given({"tasks": {TASK: {}}})
    machine.tasks.start(TASK)
    machine.tasks.unregister(TASK)

    assert (machine.tasks.all(), jobs.made[0].killed) == ([], False)
    with pytest.raises(NotFound):
        machine.tasks.start(TASK)


def test_only_tasks_for_it_run_at_boot(machine: Machine, jobs: HeldJobs) -> None:
    machine.given(
        {
            "tasks": {
                r"\a": {"boot": True, "arguments": "a"},
                r"\b": {"at": "03:00", "arguments": "b"},
                r"\c": {"boot": True, "enabled": False},
            }
        }
    )

    machine.tasks.run_at_boot()

    assert [job.action.arguments for job in jobs.made] == ["a"]
    assert seen(machine, r"\c")[0] == "Disabled"


def test_registering_again_needs_force(machine: Machine) -> None:
    machine.tasks.register(TASK, document({}))

    with pytest.raises(MachineError, match="already exists"):
        machine.tasks.register(TASK.upper(), document({"minutes": 5}))
    machine.tasks.register(TASK.upper(), document({"minutes": 5}), force=True)

    assert machine.differs({"tasks": {TASK: {"minutes": 5}, r"\none": None}}) == []
    assert [task["path"] for task in machine.tasks.all()] == [TASK.upper()]


def test_nobody_runs_tasks_unless_said(machine: Machine) -> None:
    machine.given({"tasks": {TASK: {}}})

    with pytest.raises(NotEmulated, match="nobody"):
        machine.tasks.start(TASK)


def test_a_time_trigger_starts_its_task_sooner_by_a_fast_clock(machine: Machine, jobs: HeldJobs) -> None:
    moment = (datetime.now(UTC) + timedelta(seconds=300)).strftime("%Y-%m-%dT%H:%M:%SZ")
    xml = document({}).replace(
        "<Triggers>", f"<Triggers><TimeTrigger><StartBoundary>{moment}</StartBoundary></TimeTrigger>"
    )
    machine.given({"tasks": {TASK: {"xml": xml}}})
    before = machine.call("clock.monotonic")
    assert machine.tasks.query(TASK)["nextRun"] is not None

    machine.break_down("fast-clock", {"pace": 0.001})

    until = time.monotonic() + 5
    while not jobs.made and time.monotonic() < until:
        time.sleep(0.01)  # a timer of the lab's own: there is no event to await
    assert jobs.made
    machine.repair("fast-clock")
    after = machine.call("clock.monotonic")
    assert after - before > 200
    assert 0 <= machine.call("clock.monotonic") - after < 10
    jobs.made[0].go.set()


def test_a_snapshot_shows_tasks_but_no_jobs(machine: Machine) -> None:
    machine.given({"tasks": {TASK: {"at": "03:00", "days": ["Sunday", "Monday"]}, r"\iisfleet\job-1": {}}})

    tasks = machine.snapshot()["tasks"]

    assert list(tasks) == [TASK]
    assert (tasks[TASK]["at"], tasks[TASK]["days"]) == ("03:00", ["Monday", "Sunday"])


def test_an_account_must_be_there(machine: Machine) -> None:
    with pytest.raises(IdentityNotMapped):
        machine.given({"tasks": {TASK: {"user": "nobody"}}})


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("<Enabled>", "<Compatibility>V2</Compatibility><Enabled>", NotEmulated),
        ("<Triggers>", "<Triggers><LogonTrigger />", NotEmulated),
        ("PT60M", "1h", NotEmulated),
        ("S-1-5-18</UserId>", "S-1-5-18</UserId><LogonType>Password</LogonType>", NotEmulated),
        ("<Exec>", "<Exec><WorkingDirectory>C:\\</WorkingDirectory>", NotEmulated),
        ('version="1.2"', 'version="1.9"', NotEmulated),
        ("<Task ", '<?xml version="1.0" encoding="UTF-8"?><Task ', MachineError),
        ("</Task>", "", MachineError),
        ("2026-01-01T03:00:00", "at three", MachineError),
    ],
)
def test_xml_that_is_not_taken(before: str, after: str, kind: type[Exception]) -> None:
    xml = document({"at": "03:00"})
    assert read_task(xml).calendar
    assert before in xml

    with pytest.raises(kind) as caught:
        read_task(xml.replace(before, after, 1))

    assert type(caught.value) is kind


def test_what_is_exported_can_be_registered() -> None:
    xml = exported(document({"at": "03:00", "days": ["Friday"]}), TASK)

    assert f"<URI>{TASK}</URI>" in xml
    assert read_task(xml) == read_task(exported(xml, r"\other"))


@pytest.mark.parametrize(
    ("days", "after", "expected"),
    [
        ((0, 1, 2, 3, 4, 5, 6), "2026-03-04T02:59", "2026-03-04T03:00"),
        ((0, 1, 2, 3, 4, 5, 6), "2026-03-04T03:00", "2026-03-05T03:00"),
        ((6,), "2026-03-01T03:00", "2026-03-08T03:00"),  # a Sunday
        ((6,), "2020-01-01T00:00", "2026-01-04T03:00"),  # not before it starts
    ],
)
def test_the_next_run(days: tuple[int, ...], after: str, expected: str) -> None:
    calendar = Calendar(datetime.fromisoformat("2026-01-01T03:00"), days)

    assert calendar.next_run(datetime.fromisoformat(after)).isoformat(timespec="minutes") == expected
