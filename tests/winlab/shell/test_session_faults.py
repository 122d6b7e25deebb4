"""Sessions that die in the middle of a script, or that nobody listens to, on both engines."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from iisfleet import resources
from iisfleet.rendering.playbook import _render, environment_of
from tests.psrp_client import Client
from tests.winlab.jobs import LOCK, TEMPLATE
from winlab.fleet import _engine_of
from winlab.shell.pwsh_process import ShellFault
from winlab.windows.machine import Machine


def text() -> str:
    template = environment_of(resources.templates()).from_string(TEMPLATE)
    return _render(template, "test", ("publishing", "finishing"), {"lock": LOCK, "record": None}).text


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine.create(tmp_path / "web01", "web01")
    yield machine
    machine.close()


def open_session(host: Machine, engine: str) -> Client:
    """On a real engine the fault must be on by then."""
    return Client(_engine_of(engine)(host))


def test_a_session_dies_in_the_middle_and_puts_nothing_back(host: Machine, engine: str) -> None:
    host.break_down("kill-session", {"phase": "publishing", "after": 1})
    client = open_session(host, engine)

    with pytest.raises(ShellFault, match=r"PowerShell process .* ended"):
        client.run(text())

    assert host.differs({"lock": {"run": LOCK["Run"]}}) == []
    assert host.faults.active("kill-session") is None
    with pytest.raises(ShellFault):
        client.run("1")
    client.close()
    after = open_session(host, engine)  # what it held is free
    assert after.run(text()).output[-1] == '{"end":true,"status":"ok"}'
    after.close()


def test_a_script_that_nobody_hears_stands_still_until_its_session_ends(host: Machine, engine: str) -> None:
    host.break_down("unheard", {"phase": "publishing", "after": 1})
    client = open_session(host, engine)
    ended = threading.Event()

    def run() -> None:
        with contextlib.suppress(ShellFault):
            client.run(text())
        ended.set()

    threading.Thread(target=run, daemon=True).start()
    until = time.monotonic() + 30
    while host.faults.active("unheard") is not None and time.monotonic() < until:
        time.sleep(0.02)  # the script is in another process: there is no event to await
    assert not ended.wait(0.1)

    client.shell.kill()

    assert ended.wait(20)
    assert host.faults.active("unheard") is None
    assert host.differs({"lock": {"run": LOCK["Run"]}}) == []
