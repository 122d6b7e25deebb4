"""``setup`` on one host, by what it asks and what it makes of the answers. Jobs and restarts have their own."""

from collections.abc import Generator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from iisfleet import flows
from iisfleet.errors import ConfigError
from iisfleet.flows.restarting import RestartOrder
from iisfleet.flows.setup import SetupOrder, prepare_setup, windows_of
from iisfleet.inventory import Drain, Host, Setup
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change, StepFailure
from iisfleet.rollout.instructions import Instruction, Outcome, Pause, Run
from tests.declared import declared
from tests.flows.host import FACTS, LOCK, Played, bad, ok, play, said
from winlab.shell.reader import read_script

RUN = RunInfo("20260101-000000-beef", "ann@pc", "pc", 1, "setup")
HOST = declared("simple")
SERVER = {**FACTS, "os": {**FACTS["os"], "productType": 3}}
ABOUT: dict[str, Any] = {"dsc": True, "lcm": {"state": "Idle"}, "pendingReboot": False, "features": []}
FEATURE = Change("dsc/[WindowsFeature]WebServer", "differs", "as declared")
CONSOLE = Change("dsc/[WindowsFeature]WebMgmtConsole", "differs", "as declared")
BOOT = Change("host/boot", None, "restarted")
RESTARTED = Outcome("changed", changes=(BOOT,))
JOB = {"id": "x", "run": "x", "task": "deploy", "who": "bob@pc", "controller": "pc", "since": "now"}
MODULE = import_module("iisfleet.flows.setup")  # the package has a function of that name
LOOK, PLAN, WORK = "Run setup/starting", "Run setup/publishing", "Run setup/publishing+finishing"


@pytest.fixture(autouse=True)
def jobs_are_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job is answered as a script would be, a restart with its outcome."""

    def run_job(_host: Host, _run: RunInfo, script: Script, *, minutes: int) -> Generator[Instruction, Any, Any]:
        assert minutes >= HOST.setup.timeout / 60
        return (yield Run(script))

    def restart(_host: Host, asked: RestartOrder) -> Generator[Instruction, Any, Any]:
        assert asked.reboot
        return (yield Pause(0))

    monkeypatch.setattr(MODULE, "run_job", run_job)
    monkeypatch.setattr(MODULE, "restart", restart)


def order(*hosts: Host, **fields: Any) -> SetupOrder:
    return SetupOrder(RUN, prepare_setup(hosts or (HOST,)), **fields)


def looked(facts: Mapping[str, Any] = SERVER, about: Mapping[str, Any] = ABOUT, lock: Any = None) -> ScriptResult:
    held = ok("Get-HostLock", {"lock": lock, "unfinished": None})
    return said(ok("Get-HostFact", facts), ok("Get-SetupFact", about), held, ok("Get-HostJob", {"job": None}))


def applied(*changes: Change, reboot: bool = False, **fields: Any) -> ScriptResult:
    data = {"rebootRequired": reboot}
    return said(ok("Set-DscBaseline", data, phase="publishing", changes=changes, **fields))


def steps_of(instruction: Instruction) -> dict[str, Mapping[str, Any]]:
    assert isinstance(instruction, Run)
    reading = read_script(instruction.script.text)
    return {step.name: step.parameters for phase in reading.phases for step in phase.steps}


def test_a_host_that_is_as_declared_is_left_alone() -> None:
    played = play(flows.setup(HOST, order()), looked(), applied())

    assert played.kinds == [LOOK, PLAN]
    assert (played.ended.status, played.ended.data) == ("ok", {"setup": ABOUT})


def test_a_plan_needs_no_lock_and_starts_nothing() -> None:
    played = play(flows.setup(HOST, order(plan=True)), looked(lock=LOCK), applied(FEATURE))

    assert played.kinds == [LOOK, PLAN]
    assert (played.ended.status, played.ended.changes) == ("changed", (FEATURE,))
    assert isinstance(played.asked[1], Run)
    assert played.asked[1].what_if
    assert list(steps_of(played.asked[1])) == ["Set-DscBaseline"]


def test_what_differs_is_applied_by_a_job_and_proven() -> None:
    played = play(flows.setup(HOST, order()), looked(), applied(FEATURE, CONSOLE), applied(FEATURE, CONSOLE), applied())

    assert played.kinds == [LOOK, PLAN, WORK, PLAN]
    assert (played.ended.status, played.ended.changes) == ("changed", (FEATURE, CONSOLE))
    job = steps_of(played.asked[2])
    assert list(job) == ["Lock-Host", "Set-DscBaseline", "Add-JournalEntry", "Unlock-Host"]
    assert job["Set-DscBaseline"]["Document"].startswith("Configuration IisFleetBaseline {")
    assert job["Set-DscBaseline"]["Resources"][0] == "[WindowsFeature]WebServer"
    assert job["Add-JournalEntry"]["Entry"]["event"] == "set up"


def test_what_a_plan_could_not_know_is_told_by_the_run() -> None:
    startup = Change("service/W3SVC/startType", "Automatic", "Manual")
    away = ok("Set-HostDrain", phase="publishing", changes=(Change("drain/x", "serving", "drained"),))
    back = ok("Set-HostDrain", phase="finishing", changes=(Change("drain/x", "drained", "serving"),))
    done = said(away, *applied(FEATURE, startup).steps, back)

    played = play(flows.setup(HOST, order()), looked(), applied(FEATURE), done, applied())

    assert played.ended.changes == (FEATURE, startup)


def test_what_still_differs_afterwards_is_a_failure() -> None:
    played = play(flows.setup(HOST, order()), looked(), applied(FEATURE), applied(FEATURE), applied(FEATURE))

    assert (played.ended.status, played.ended.changes) == ("failed", ())
    assert played.ended.failure
    assert (played.ended.failure.kind, played.ended.failure.found) == ("setup", FEATURE.path)


@pytest.mark.parametrize(
    ("system", "kind", "first"),
    [
        ({"productType": 3, "installationType": "Server"}, "server", "[WindowsFeature]WebServer"),
        ({"productType": 2, "installationType": "Server Core"}, "core", "[WindowsFeature]WebServer"),
        ({"productType": 1, "installationType": "Client"}, "desktop", "[WindowsOptionalFeature]IISWebServerRole"),
    ],
)
def test_the_document_is_the_one_of_the_kind_of_windows(system: dict[str, Any], kind: str, first: str) -> None:
    facts = {**FACTS, "os": {**FACTS["os"], **system}}
    played = play(flows.setup(HOST, order()), looked(facts), applied())

    assert windows_of(facts) == kind
    assert steps_of(played.asked[1])["Set-DscBaseline"]["Resources"][0] == first


def test_without_dsc_the_same_is_done_step_by_step() -> None:
    played = play(flows.setup(HOST, order()), looked(about={**ABOUT, "dsc": False, "lcm": None}), said())

    assert steps_of(played.asked[1]) == {
        "Install-HostFeature": {"Names": ["Web-Server", "Web-Mgmt-Console"], "Source": None}
    }
    assert "no DSC" in played.ended.warnings[0]


def test_the_method_scripts_never_asks_dsc() -> None:
    host = HOST.model_copy(update={"setup": Setup(method="scripts", folders=(r"D:\logs",))})

    played = play(flows.setup(host, order(host)), looked(), said())

    assert list(steps_of(played.asked[1])) == ["Install-HostFeature", "Set-HostFolder"]
    assert played.ended.warnings == ()


def test_a_restart_that_nobody_allowed_is_named() -> None:
    played = play(flows.setup(HOST, order()), looked(), applied(FEATURE), applied(FEATURE, reboot=True))

    assert played.kinds == [LOOK, PLAN, WORK]
    assert (played.ended.status, played.ended.data["rebootRequired"]) == ("changed", True)
    assert "--reboot" in played.ended.warnings[-1]


def test_a_restart_that_is_pending_already_is_told_or_made() -> None:
    waiting = looked(about={**ABOUT, "pendingReboot": True})

    told = play(flows.setup(HOST, order()), waiting, applied())
    made = play(flows.setup(HOST, order(reboot=True)), waiting, applied(), RESTARTED, applied())

    assert (told.ended.status, "--reboot" in told.ended.warnings[0]) == ("ok", True)
    assert (made.ended.status, made.ended.changes, made.ended.warnings) == ("changed", (BOOT,), ())


def test_after_a_restart_what_remains_is_applied() -> None:
    played = play(
        flows.setup(HOST, order(reboot=True)),
        looked(), applied(FEATURE, CONSOLE), applied(FEATURE, reboot=True), RESTARTED, applied(CONSOLE),
        applied(CONSOLE), applied(),
    )  # fmt: skip

    assert played.kinds == [LOOK, PLAN, WORK, "Pause", PLAN, WORK, PLAN]
    assert (played.ended.status, played.ended.changes) == ("changed", (FEATURE, CONSOLE, BOOT))
    runs = [steps_of(played.asked[number])["Lock-Host"]["Run"] for number in (2, 5)]
    assert runs == [RUN.id, f"{RUN.id}-2"]


def test_a_host_that_does_not_come_back_is_told() -> None:
    reason = StepFailure("web01 has not restarted within 10 minutes.", kind="reboot")
    away = Outcome("failed", failure=reason, step="Restart-Host")

    played = play(
        flows.setup(HOST, order(reboot=True)), looked(), applied(FEATURE), applied(FEATURE, reboot=True), away
    )

    assert (played.ended.status, played.ended.failure, played.ended.step) == ("failed", reason, "Restart-Host")


def test_a_job_that_a_restart_cut_short_is_gone_on_with() -> None:
    cut = said(bad("Enter-HostJob", "starting", "interrupted"), ok("Unlock-Host", phase="reverting"))

    played = play(flows.setup(HOST, order()), looked(), applied(FEATURE), cut, applied(FEATURE), applied(), applied())

    assert played.kinds == [LOOK, PLAN, WORK, PLAN, WORK, PLAN]
    assert played.ended.status == "changed"
    assert played.ended.warnings == ("It went wrong. Setup then went on with what was left.",)


def test_a_host_that_always_wants_another_restart_is_given_up() -> None:
    again = [applied(FEATURE, reboot=True), RESTARTED, applied(FEATURE)]

    played = play(flows.setup(HOST, order(reboot=True)), looked(), applied(FEATURE), *again, *again, *again)

    assert played.ended.status == "failed"
    assert played.kinds.count(WORK) == 3


@pytest.mark.parametrize(
    ("answers", "status", "step"),
    [
        ([looked(lock=LOCK)], "locked", "Get-HostLock"),
        ([looked({**SERVER, "elevated": False})], "failed", "Get-HostFact"),
        ([looked({**SERVER, "os": {**SERVER["os"], "installationType": "Nano Server"}})], "failed", "Get-HostFact"),
        ([said(bad("Get-SetupFact", "starting"))], "failed", "Get-SetupFact"),
        ([looked(), said(bad("Set-DscBaseline", "publishing", "foreign"))], "failed", "Set-DscBaseline"),
        (
            [looked(), applied(FEATURE), said(bad("Set-DscBaseline", "publishing", "setup"))],
            "failed",
            "Set-DscBaseline",
        ),
        (
            [looked(), applied(FEATURE), applied(FEATURE), said(bad("Set-DscBaseline", "publishing", "setup"))],
            "failed",
            "Set-DscBaseline",
        ),
    ],
)
def test_what_stops_a_setup(answers: list[Any], status: str, step: str) -> None:
    ended = play(flows.setup(HOST, order()), *answers).ended

    assert (ended.status, ended.step, ended.changes) == (status, step, ())


def test_a_flag_that_a_restart_has_left_away_is_told() -> None:
    cut = said(bad("Enter-HostJob", "starting", "interrupted"), bad("Set-HostDrain", "reverting"))

    ended = play(flows.setup(HOST, order()), looked(), applied(FEATURE), cut, applied()).ended

    assert (ended.status, ended.warnings[1:]) == ("changed", ("reverting, Set-HostDrain failed: It went wrong.",))


def test_a_job_that_failed_has_not_put_anything_back() -> None:
    folder = Change("folder/C:\\logs", None, "present")
    made = ok("Set-HostFolder", phase="publishing", changes=(folder,))
    broken = said(made, bad("Set-HostService", "publishing", "setup"), ok("Unlock-Host", phase="reverting"))

    ended = play(flows.setup(HOST, order()), looked(), applied(FEATURE), broken).ended

    assert (ended.status, ended.reverted, ended.changes) == ("failed", False, (folder,))
    assert "goes on from there" in ended.warnings[-1]


def test_another_tasks_job_is_left_alone() -> None:
    busy = looked()
    busy = replace(busy, steps=(*busy.steps[:3], ok("Get-HostJob", {"job": JOB})))

    assert play(flows.setup(HOST, order()), busy).ended.status == "locked"


def test_take_over_and_a_flag_of_the_load_balancer() -> None:
    host = HOST.model_copy(update={"drain": Drain(flag=r"C:\inetpub\up.txt", wait=7)})

    played: Played = play(
        flows.setup(host, order(host, take_over=True)), looked(), applied(FEATURE), applied(FEATURE), applied()
    )

    assert steps_of(played.asked[1])["Set-DscBaseline"]["TakeOver"] is True
    assert "Set-HostDrain" not in steps_of(played.asked[1])
    assert isinstance(played.asked[2], Run)
    phases = read_script(played.asked[2].script.text).phases
    states = [s.parameters["State"] for phase in phases for s in phase.steps if s.name == "Set-HostDrain"]
    assert states == ["drained", "serving"]


def test_hosts_that_get_the_same_share_their_documents() -> None:
    twin = HOST.model_copy(update={"name": "web02"})

    prepared = prepare_setup([HOST, twin])

    assert prepared["web01"] is prepared["web02"]
    assert set(prepared["web01"]) == {"server", "core", "desktop"}


def test_every_problem_of_every_host_is_told_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iisfleet.rendering.dsc.baseline.resource_ids", lambda names: ["Same" for _ in names])
    other = HOST.model_copy(update={"name": "web02", "setup": Setup(features=("Telnet-Client",))})

    with pytest.raises(ConfigError) as caught:
        prepare_setup([HOST, other])

    keys = [problem.key or "" for problem in caught.value.problems]
    assert any(key.startswith("web01 (server) [WindowsFeature]Same") for key in keys)
    assert any(key.startswith("web02 (desktop) [WindowsOptionalFeature]Same") for key in keys)
