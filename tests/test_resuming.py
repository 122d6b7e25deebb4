"""Which run can be completed, and the command that does."""

import json
import os
import socket
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from iisfleet.commands.locking import unlock
from iisfleet.commands.preparing import Scope
from iisfleet.commands.resuming import Words, check_packages, left_of, past_run, unknown_of
from iisfleet.errors import UsageError
from iisfleet.inventory import PackageUrl
from iisfleet.reporting.past import Past

RUN = "20260102-030405-abcd"
SCOPE = Scope("it")
PARENT = psutil.Process(os.getppid())


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventories").mkdir()
    hosts = "hosts: {a: {}, b: {}, new: {}}\n"
    (tmp_path / "inventories" / "it.yml").write_text(hosts, encoding="utf-8")
    return tmp_path / ".iisfleet" / "runs"


def record(runs: Path, ended: bool = True, process: int = 0, **more: Any) -> None:
    folder = runs / RUN
    folder.mkdir(parents=True)
    started = {"event": "run_started", "run": RUN, "task": "deploy", "environment": "it", "hosts": ["a", "b", "gone"]}
    lines = [{**started, **more}, {"event": "host_finished", "host": "a", "status": "changed"}]
    lines += [{"event": "run_finished"}] if ended else []
    (folder / "events.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    controller = {"machine": socket.gethostname(), "process": process, "started": PARENT.create_time()}
    (folder / "run.json").write_text(json.dumps(controller), encoding="utf-8")


def test_the_hosts_that_are_left_are_those_of_the_run_that_are_still_declared(runs: Path) -> None:
    record(runs)

    past = past_run(SCOPE, "deploy", RUN)

    assert left_of(SCOPE, past) == Scope("it", limit="b")
    assert left_of(Scope("it", limit="a"), past) is None


def test_hosts_that_are_left_and_not_declared_any_more_are_named(runs: Path) -> None:
    record(runs)
    past = past_run(SCOPE, "deploy", RUN)

    (told,) = unknown_of(Scope("it", limit="a"), past)

    assert told.startswith("gone is not done, and not declared any more: it stays as it is")
    assert unknown_of(SCOPE, replace(past, hosts=("a", "b"))) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"task": "setup"}, f"run {RUN} was another one: setup --env it"),
        ({"environment": "live"}, f"run {RUN} was another one: deploy --env live"),
        ({"ended": False, "process": PARENT.pid}, f"run {RUN} goes on"),
    ],
)
def test_what_cannot_be_resumed(runs: Path, more: dict[str, Any], message: str) -> None:
    record(runs, **more)

    with pytest.raises(UsageError, match=message):
        past_run(SCOPE, "deploy", RUN)


@pytest.mark.parametrize("run", [RUN, f"{RUN}-2"])
def test_the_lock_of_a_run_that_goes_on_here_is_not_taken_away(runs: Path, run: str) -> None:
    record(runs, ended=False, process=PARENT.pid)

    with pytest.raises(UsageError, match=f"run {run} goes on"):
        unlock(SCOPE, run, plan=False)


@pytest.mark.parametrize("run", ["20260102-030405-ffff", "../..", "", "x"])
def test_a_run_without_a_record(runs: Path, run: str) -> None:
    record(runs)

    with pytest.raises(UsageError, match="there is no record of a run") as caught:
        past_run(SCOPE, "deploy", run)

    assert caught.value.hint == f"the last ones here: {RUN}"


def test_a_run_whose_controller_was_killed_can_be_resumed(runs: Path) -> None:
    record(runs, ended=False, process=2**22 - 1)

    assert past_run(SCOPE, "deploy", RUN).left == ("b", "gone")


def test_another_package_is_refused() -> None:
    past = Past(RUN, "deploy", "it", ("a",), {"Hello": "abc"})
    same: Any = SimpleNamespace(manifest=SimpleNamespace(sha256="abc"))
    other: Any = SimpleNamespace(manifest=SimpleNamespace(sha256="def"))

    check_packages(past, {"Hello": same, "New": other})
    with pytest.raises(UsageError, match="another package of Hello: manifest abc, this one has def"):
        check_packages(past, {"Hello": other})


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (Words(SCOPE), "invoke deploy --env it --resume r1"),
        (
            Words(Scope("it", limit="a", folder=Path("my inv"), batch="25%"), Path("out"), True, True),
            "invoke deploy --env it --inventories 'my inv' --package out --batch 25% --accept-key-loss --clean"
            " --resume r1",
        ),
        (
            Words(SCOPE, PackageUrl(url="https://u:p@builds/x.zip?key=1", sha256="a" * 64)),
            f"invoke deploy --env it --package https://builds/x.zip --sha256 {'a' * 64} --resume r1",
        ),
    ],
)
def test_the_command_says_again_what_was_typed(words: Words, command: str) -> None:
    assert words.resuming("r1") == command
