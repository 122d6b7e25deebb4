"""A session that cannot change the host is told before anything else, by every task that looks before it acts."""

from collections.abc import Callable
from typing import Any

import pytest

from iisfleet import flows
from iisfleet.inventory import Host
from iisfleet.rendering.release import RunInfo
from iisfleet.rollout.instructions import Flow
from tests.declared import declared
from tests.flows.host import FACTS, LOCK, bad, ok, play, said

RUN = RunInfo("20260101-000000-beef", "ann@pc", "pc", 1, "task")
LOST = {"id": "old", "run": "old", "task": "setup", "who": "bob@pc", "state": "lost"}
WEAK = {name: FACTS[name] for name in ("powershell", "user")} | {"elevated": False}

TASKS: dict[str, Callable[[Host, bool], Flow]] = {
    "install-bundle": lambda host, plan: flows.install_packages(host, flows.PackagesOrder(RUN, plan=plan)),
    "repair-module": lambda host, plan: flows.install_packages(host, flows.PackagesOrder(RUN, plan=plan, repair=True)),
    "restart-iis": lambda host, plan: flows.restart(host, flows.RestartOrder(RUN, plan=plan)),
    "stop": lambda host, plan: flows.switch(host, flows.SwitchOrder(RUN, "site", "Shop", "stop", plan=plan)),
    "schedule": lambda host, plan: flows.schedule_cache_clear(host, flows.ScheduleOrder(RUN, plan=plan)),
    "provision-keys": lambda host, plan: flows.provision_keys(host, flows.KeysOrder(RUN, plan=plan)),
}


@pytest.mark.parametrize("plan", [True, False])
@pytest.mark.parametrize("task", TASKS)
def test_a_session_that_is_not_elevated_touches_nothing(task: str, plan: bool) -> None:
    flow = TASKS[task](declared("simple"), plan)
    asked: Any = next(flow)
    step = "Get-SessionFact" if "'Get-SessionFact'" in asked.script.text else "Get-HostFact"
    held = ok("Get-HostLock", {"lock": {**LOCK, "sessionAlive": False}, "unfinished": None})
    answer = said(ok(step, WEAK), held, ok("Get-HostJob", {"job": LOST}), bad("Anything", "publishing"))

    played = play(TASKS[task](declared("simple"), plan), answer)

    assert len(played.kinds) == 1
    assert f"Invoke-Step '{step}'" in asked.script.text
    assert (played.ended.status, played.ended.step) == ("failed", step)
    assert played.ended.failure is not None
    assert played.ended.failure.message == "The session is not elevated."
