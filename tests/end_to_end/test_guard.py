"""Nobody is left who could put a host back in the middle of a publish: the host does it by itself."""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.end_to_end.fitness import FLAG, PATIENCE, Server
from tests.end_to_end.observing import going
from tests.outside import HOUSE
from winlab.fleet import front_urls

# Seconds of this computer that one of the host's then takes: 300 until the deadline, 30 until the script is ended.
PACE = 0.003
GUARD = rf"{HOUSE}\guard"


def serving(new_server: Callable[..., Server], engine: str, publish: str, **site: Any) -> Server:
    """A server of Hello, whose next release is another one."""
    server = new_server(engine, publish=publish, **site).serve()
    server.controller.change_file("appsettings.Production.json", json.dumps({"Hello": {"Title": "This is new"}}))
    return server


@contextmanager
def killed(server: Server, step: str) -> Iterator[None]:
    """The controller is killed when its script has told this step and stands still, as nobody hears it."""
    told = [e["result"] for e in server.controller.events()[-1] if e["event"] == "step_finished"]
    publishing = [result["step"] for result in told if result["phase"] == "publishing"]
    last = len(publishing) - 1 - publishing[::-1].index(step)
    server.machine.break_down("unheard", {"phase": "publishing", "after": last})
    with going(server, "deploy") as controller:
        controller.until_step(step)
        controller.process.kill()
        controller.process.wait()
        yield


def page(server: Server) -> tuple[int, str]:
    """What a visitor gets."""
    url = next(url for binding, url in front_urls(server.machine).items() if binding.startswith("http *:80:"))
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def tries(server: Server) -> int:
    """How often the guard has tried by now to put back, while nothing of it is at work."""
    states = {
        name: json.loads(server.machine.fs.read(rf"{GUARD}\{name}"))
        for name in server.machine.fs.names(GUARD)
        if name.endswith(".json") and name != "state.json"
    }
    at_work = [task["path"] for task in server.machine.tasks.all() if task["state"] == "Running"]
    return 0 if at_work else max(int(state["tries"]) for state in states.values())


def until_tried(server: Server, times: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert time.monotonic() < deadline
        with suppress(json.JSONDecodeError):  # it is being written
            if tries(server) >= times:
                return
        time.sleep(0.05)


def is_back(server: Server) -> None:
    """Returns once nothing of the run is left; then what was before is served, and the journal says who did it."""
    deadline = time.monotonic() + PATIENCE
    while server.left():
        assert time.monotonic() < deadline, server.left()
        time.sleep(0.05)
    status, text = page(server)
    assert (status, "This is new" in text) == (200, False)
    assert server.machine.differs({"files": {FLAG: "up"}}) == []
    lines = server.machine.fs.read(rf"{HOUSE}\journal.jsonl").decode().splitlines()
    last = json.loads(lines[-1])
    assert (last["event"], last["who"], last["failure"]["step"]) == ("reverted", "guard", "Wait-HostGuard")


def test_the_controller_is_killed_between_stop_and_start(new_server: Callable[..., Server], engine: str) -> None:
    server = serving(new_server, engine, "in-place")

    with killed(server, "Publish-Content"):
        assert page(server)[0] == 503
        server.machine.break_down("fast-clock", {"pace": PACE})
        is_back(server)


def test_a_stranger_holds_a_file_past_the_deadline_and_past_the_first_retry(new_server: Callable[..., Server]) -> None:
    server = serving(new_server, "emulated", "in-place")
    held = r"C:\inetpub\hello\appsettings.Production.json"

    with killed(server, "Publish-Content"):
        server.machine.break_down("locked-file", {"path": held, "holder": "backup.exe"})
        server.machine.break_down("fast-clock", {"pace": 0.005})  # a try waits two minutes for the file
        until_tried(server, 2)
        assert server.machine.differs({"files": {f"{FLAG}.drained": "up"}}) == []
        told = server.reads("status", code=0)
        assert re.search(
            r"  guard of run \S+: has tried 2 times and could not put back all, tries again in \d+ s\n", told
        )
        server.machine.repair("locked-file")
        is_back(server)


@pytest.mark.parametrize("publish", ["in-place", "switch"])
def test_the_host_itself_restarts(new_server: Callable[..., Server], publish: str) -> None:
    server = serving(new_server, "emulated", publish)

    with killed(server, "Complete-IisChange"):
        server.machine.power.restart()
        is_back(server)
    server.ask("deploy", code=0)
    assert "This is new" in page(server)[1]


def test_the_next_deploy_is_sooner_than_the_guard(new_server: Callable[..., Server]) -> None:
    server = serving(new_server, "emulated", "in-place")

    with killed(server, "Publish-Content"):
        told = server.reads("status", code=0)
        assert re.search(r"  guard of run \S+: acts in [23]\d\d s\n", told), told
        lock = json.loads(server.machine.fs.read(rf"{HOUSE}\lock"))
        server.machine.processes.kill(lock["sessionProcessId"])
        server.ask("deploy", code=0)

    *_, reverted, deployed = map(json.loads, server.machine.fs.read(rf"{HOUSE}\journal.jsonl").decode().splitlines())
    assert (reverted["event"], reverted["run"]) == ("reverted", lock["run"])
    assert (deployed["event"], reverted["who"]) == ("deployed", f"recovered by {deployed['run']}")
    assert server.left() == []


def test_a_host_that_a_run_could_not_put_back_stays_out_of_rotation_until_a_run_can(
    new_server: Callable[..., Server],
) -> None:
    server = serving(new_server, "emulated", "switch", health={"path": "/healthz", "timeout": 4})
    server.machine.break_down("failing-health")

    with going(server, "deploy") as controller:
        controller.until_step("Start-IisSite")
        state = rf"{HOUSE}\state\{controller.run}.json"
        saved = server.machine.fs.read(state)
        server.machine.fs.write(state, b"{")
        told = controller.ended()

    assert (told.code, f"stays out of rotation, its health flag is {FLAG}.drained" in told.text) == (2, True), told.text
    assert server.machine.differs({"files": {f"{FLAG}.drained": "up"}}) == []
    server.machine.repair("failing-health")
    server.ask("deploy", code=2)
    assert server.machine.differs({"files": {f"{FLAG}.drained": "up"}}) == []
    server.machine.fs.write(state, saved)
    server.ask("deploy", code=0)
    assert server.machine.differs({"files": {FLAG: "up"}}) == []
    assert "This is new" in page(server)[1]
    assert server.left() == []
