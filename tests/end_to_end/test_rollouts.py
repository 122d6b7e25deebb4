"""Three servers, one deploy: what becomes of the others when one of them fails, is down, or goes first."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import SPARING
from tests.end_to_end.farm import NAMES, Farm

OLD, NEW = "This is old", "This is new"


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farm]:
    """Three servers that serve the old release, and a new one that waits."""
    monkeypatch.setattr("winlab.fleet.find_dotnet", lambda: None)
    farm = Farm(tmp_path / "farm", SPARING)
    farm.release(OLD)
    assert farm.deploy().code == 0
    farm.release(NEW)
    yield farm
    farm.close()


def statuses(typed: Any) -> list[str]:
    return [typed.hosts[name]["status"] for name in NAMES]


def test_a_canary_that_fails_leaves_the_others_alone_until_the_run_is_resumed(farm: Farm) -> None:
    farm.declare(canary=["web02"], batches=2)
    farm.machine("web02").break_down("failing-health")
    before = farm.snapshots("web01", "web03")

    failed = farm.deploy()

    assert failed.code == 2, failed.text
    assert statuses(failed) == ["skipped", "failed", "skipped"]
    assert failed.hosts["web03"]["why"] == "the canary failed: web02"
    assert farm.snapshots("web01", "web03") == before
    assert farm.served() == [OLD, OLD, OLD]

    farm.machine("web02").faults.clear()
    resumed = farm.resume(failed)
    assert resumed.code == 0, resumed.text
    assert "batch 1 of 2 (canary): web02" in resumed.err
    assert farm.served() == [NEW, NEW, NEW]


def test_all_hosts_go_back_to_what_they_served_before(farm: Farm) -> None:
    farm.declare(batches=1, on_failure="revert-all")
    farm.machine("web02").break_down("failing-health")
    before = farm.machine("web01").snapshot()["iis"]

    failed = farm.type("deploy", "--env", "it")

    assert failed.code == 2, failed.text
    assert "putting back web01: web02 failed" in failed.out
    assert "web01: REVERTED, " in failed.out
    assert "site/Hello/physicalPath: " in failed.out.partition("it serves again what it served before this run")[2]
    assert farm.served() == [OLD, OLD, OLD]
    assert farm.machine("web01").snapshot()["iis"] == before
    history = farm.type("history", "--env", "it", "--limit", "web01")
    assert [word for word in history.out.split() if word in ("deployed", "rolled-back")] == [
        "deployed", "deployed", "rolled-back",
    ]  # fmt: skip


def test_a_host_that_is_not_declared_any_more_is_named_when_a_run_is_resumed(farm: Farm) -> None:
    farm.declare(max_failures=2)
    farm.machine("web02").break_down("unauthorised")
    farm.machine("web03").break_down("unauthorised")
    run = farm.deploy().document["run"]
    farm.machine("web03").faults.clear()
    inventory = farm.folder / "inventories" / "it.yml"
    inventory.write_text(inventory.read_text(encoding="utf-8").replace("web02:", "shop02:"), encoding="utf-8")

    resumed = farm.deploy("--resume", run)
    assert (resumed.code, list(resumed.hosts)) == (0, ["web03"]), resumed.text
    (warning,) = resumed.document["warnings"]
    assert warning.startswith("web02 is not done, and not declared any more")

    done = farm.deploy("--resume", run, "--limit", "web01")
    assert (done.code, done.document["warnings"]) == (0, [warning])
    lines = farm.type("deploy", "--env", "it", "--resume", run, "--limit", "web01").out.splitlines()
    assert lines == [f"run {run}: nothing else is left to do", f"warning: {warning}"]


def test_a_host_that_was_down_is_caught_up(farm: Farm) -> None:
    farm.declare(max_failures=1)
    farm.machine("web02").break_down("unauthorised")

    down = farm.type("deploy", "--env", "it")

    assert down.code == 3, down.text
    told = next(line for line in down.out.splitlines() if line.startswith("  when that is mended: "))
    assert "not done: web02 (unreachable)" in down.out
    run = told.split()[-1]
    assert told == f"  when that is mended: invoke deploy --env it --resume {run}"

    farm.machine("web02").faults.clear()
    others = farm.snapshots("web01", "web03")
    resumed = farm.deploy("--resume", run)
    assert (resumed.code, list(resumed.hosts)) == (0, ["web02"]), resumed.text
    assert farm.events(resumed.document["run"])[0]["resumes"] == run
    assert farm.snapshots("web01", "web03") == others
    assert farm.served() == [NEW, NEW, NEW]

    done = farm.type("deploy", "--env", "it", "--resume", resumed.document["run"])
    assert (done.code, done.out) == (0, f"run {resumed.document['run']}: nothing is left to do\n")
    farm.release("This is another")
    other = farm.type("deploy", "--env", "it", "--resume", run)
    assert other.code == 1
    assert f"run {run} deployed another package of Hello" in other.err
    unknown = farm.type("deploy", "--env", "it", "--resume", "20260101-000000-dead")
    assert (unknown.code, "there is no record of a run 20260101-000000-dead" in unknown.err) == (1, True)


def test_one_host_goes_live_before_the_others_do(farm: Farm) -> None:
    farm.declare(barrier=True)

    typed = farm.deploy()

    assert typed.code == 0, typed.text
    events = farm.events(typed.document["run"])
    opened = next(number for number, event in enumerate(events) if event["event"] == "gate_decided")
    leader = events[opened]["host"]
    live = {event["host"] for event in events[:opened] if _goes_live(event)}
    assert (live, events[opened]["passed"]) == ({leader}, True)
    assert {event["host"] for event in events if _goes_live(event)} == set(NAMES)


def test_what_runs_once_runs_on_one_host_also_when_a_run_is_completed(farm: Farm) -> None:
    program = {"output": "done", "code": 0, "seconds": 0, "appends": {"C:\\data\\db.txt": "migrated "}}
    (farm.folder / "hello" / "migrate.cmd").write_text(f"winlab-program {json.dumps(program)}", encoding="utf-8")
    farm.declare(site={"run_once": {"command": ["migrate.cmd"]}})

    def ran() -> dict[str, str]:
        file = "C:\\data\\db.txt"
        machines = {name: farm.machine(name).fs for name in NAMES}
        return {name: fs.read(file).decode() for name, fs in machines.items() if fs.exists(file)}

    first = farm.deploy()
    assert first.code == 0, first.text
    ((leader, said),) = ran().items()
    assert said == "migrated "

    # As if the controller had died while the command was at work, and the others had got nowhere.
    run = first.document["run"]
    assert farm.cut(run, "gate_led")["host"] == leader
    for name in NAMES:
        assert farm.type("rollback", "--env", "it", "--limit", name).code == 0
    farm.machine(leader).break_down("latency", {"seconds": 0.05})  # the others are at the gate before it
    resumed = farm.deploy("--resume", run)
    assert resumed.code == 0, resumed.text
    assert ran() == {leader: "migrated "}
    assert farm.served() == [NEW, NEW, NEW]


def _goes_live(event: dict[str, Any]) -> bool:
    return event["event"] == "script_started" and "publishing" in event["script"] and not event["what_if"]


def program(code: str) -> dict[str, Any]:
    return {"command": [sys.executable, "-c", code]}


def test_hooks_are_called_around_run_and_hosts(farm: Farm) -> None:
    log = farm.folder / "inventories" / "log.txt"
    names = [f"IISFLEET_{name}" for name in ("TASK", "ENVIRONMENT", "HOSTS", "HOST", "STATUS")]
    line = f"' '.join(os.environ.get(name, '-') for name in {names})"
    say = program(f"import os; print({line}, file=open('log.txt', 'a'))")
    refuse = program("import os, sys; sys.exit(os.environ['IISFLEET_HOST'] == 'web02')")
    hang = {**program("import time; print('waiting', flush=True); time.sleep(60)"), "timeout": 1}
    hooks = {"before_run": say, "before_host": refuse, "after_host": say, "after_run": hang}
    farm.declare(hooks, batches=1, max_failures=1)

    typed = farm.deploy()

    assert typed.code == 2, typed.text
    assert statuses(typed) == ["changed", "failed", "changed"]
    failure = typed.hosts["web02"]["failure"]
    assert (failure["kind"], failure["found"]) == ("hook", "exit code 1")
    (warning,) = typed.document["warnings"]
    assert "no end after 1 s: it was ended\nwaiting" in warning
    everyone = "deploy it web01,web02,web03"
    assert log.read_text(encoding="utf-8").splitlines() == [
        f"{everyone} - -", f"{everyone} web01 changed", f"{everyone} web03 changed",
    ]  # fmt: skip
    assert farm.served() == [NEW, OLD, NEW]

    farm.declare({"before_run": {"command": ["no-such-program"]}})
    refused = farm.type("deploy", "--env", "it")
    assert refused.code == 2, refused.text
    assert "no host was touched: hooks.before_run failed: no-such-program" in refused.out
    assert "found:    no-such-program: No such file or directory (looked for on PATH; " in refused.out
