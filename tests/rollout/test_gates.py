"""One host goes first, the others wait for it; and nobody ever waits for nothing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iisfleet.errors import GateClosed, Interrupted
from iisfleet.events import GateDecided, GateLed
from iisfleet.inventory import Host, Rollout
from iisfleet.rollout.budget import Budget
from iisfleet.rollout.course import course_of
from iisfleet.rollout.gates import EVERY_GATE, Gates
from iisfleet.rollout.instructions import Flow, Gate, Open, Outcome
from iisfleet.rollout.runner import Clock, Runner
from iisfleet.rollout.workshop import Workshop
from tests.rollout.fake import Heard, Network, hosts


class Waiting:
    """A host that has come to a gate, in a thread of its own."""

    def __init__(self, reach: Callable[[], str]) -> None:
        self._answer: list[Any] = []
        self._thread = Thread(target=lambda: self._answer.append(self._caught(reach)), daemon=True)
        self._thread.start()

    @staticmethod
    def _caught(reach: Callable[[], str]) -> Any:
        try:
            return reach()
        except (GateClosed, Interrupted) as error:
            return error

    @property
    def waits(self) -> bool:
        self._thread.join(0.05)
        return self._thread.is_alive()

    @property
    def answer(self) -> Any:
        self._thread.join(20)
        return self._answer[0]


def reach(gates: Gates, host: str) -> Waiting:
    return Waiting(lambda: gates.reach("barrier", host))


def test_who_was_there_when_a_run_died_goes_first_when_it_is_completed() -> None:
    gates = Gates(leaders={"barrier": "b"})
    early = reach(gates, "a")
    assert early.waits

    assert gates.reach("barrier", "b") == "lead"
    assert early.waits
    gates.open("barrier", "b", passed=True)

    assert early.answer == "follow"


def test_what_nobody_may_try_again_closes_however_many_may_fail() -> None:
    gates = Gates(Budget(9))
    assert gates.reach("barrier", "a") == "lead"
    late = reach(gates, "b")

    gates.open("barrier", "a", False, final=True)

    assert isinstance(late.answer, GateClosed)
    assert late.answer.message == "the gate 'barrier' is closed: a failed, and no other host may try"


@pytest.mark.parametrize(("allowed", "answer"), [(0, GateClosed), (1, str)])
def test_who_is_awaited_and_fails_before_it_comes_keeps_nobody_waiting(allowed: int, answer: type) -> None:
    budget = Budget(allowed)
    gates = Gates(budget, leaders={"barrier": "b"})
    early = reach(gates, "a")
    assert early.waits

    budget.note("b", "failed")
    gates.left("b")

    assert isinstance(early.answer, answer)


def test_only_a_host_of_the_first_batch_is_awaited_and_it_is_taken_up_first() -> None:
    rollout, led = Rollout(batches=3), {"run-once/Shop": "c", "barrier": "d", "run-once/Api": "gone"}

    course = course_of(hosts("a", "b", "c", "d"), rollout, led=led)

    assert course.leaders == {"run-once/Shop": "c"}
    assert [batch.names for batch in course.batches] == [("c", "a", "b"), ("d",)]


def test_others_follow_once_the_first_has_passed() -> None:
    gates = Gates()
    assert gates.reach("barrier", "a") == "lead"
    second = reach(gates, "b")
    assert second.waits

    gates.open("barrier", "b", True)  # it does not lead: that means nothing
    assert second.waits
    gates.open("barrier", "a", True)

    assert second.answer == "follow"
    assert gates.reach("barrier", "c") == "follow"
    assert gates.reach("another", "c") == "lead"


def test_who_leads_may_ask_again() -> None:
    gates = Gates()

    assert [gates.reach("barrier", "a") for _ in range(2)] == ["lead", "lead"]


@pytest.mark.parametrize("says_so", [True, False])
def test_a_leader_that_has_not_passed_hands_over(says_so: bool) -> None:
    gates = Gates(Budget(allowed=1))
    gates.reach("barrier", "a")
    second = reach(gates, "b")
    assert second.waits

    if says_so:
        gates.open("barrier", "a", False)
    gates.left("a")

    assert second.answer == "lead"


def test_the_gate_closes_once_too_many_have_failed() -> None:
    budget = Budget()
    gates = Gates(budget)
    gates.reach("barrier", "a")
    second = reach(gates, "b")
    assert second.waits

    gates.open("barrier", "a", False)

    assert isinstance(second.answer, GateClosed)
    assert "a failed" in second.answer.message
    with pytest.raises(GateClosed):
        gates.reach("barrier", "c")
    assert budget.spent


def test_who_waits_hears_the_user() -> None:
    stop = Signal()
    gates = Gates(stop=stop)
    gates.reach("barrier", "a")
    second = reach(gates, "b")
    assert second.waits

    stop.set()

    assert isinstance(second.answer, Interrupted)


def test_gates_that_are_open_from_the_start() -> None:
    assert Gates(opened=["barrier"]).reach("barrier", "a") == "follow"
    assert Gates(opened=EVERY_GATE).reach("barrier", "a") == "follow"


# --- whatever hosts do, a run ends -----------------------------------------------------------------------------------

DEEDS = ("passes", "says no", "ends at the gate", "breaks at the gate", "fails before", "unchanged before")
BENCH = settings(max_examples=60, deadline=None)


def deed_of(kind: str, order: list[str]) -> Callable[[Host], Flow]:
    def flow(host: Host) -> Flow:
        if kind in ("fails before", "unchanged before"):
            return Outcome("failed" if kind == "fails before" else "ok")
        place = yield Gate("barrier")
        order.append(place)
        if place == "follow":
            return Outcome("changed")
        if kind == "breaks at the gate":
            raise RuntimeError("a bug")
        if kind == "ends at the gate":
            return Outcome("ok")
        yield Open("barrier", kind == "passes")
        order.append("opened" if kind == "passes" else "refused")
        return Outcome("changed" if kind == "passes" else "failed")

    return flow


@BENCH
@given(
    deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=8),
    parallel=st.integers(1, 8),
    allowed=st.integers(0, 3),
    batch=st.integers(1, 8),
)
def test_no_gate_keeps_a_run_from_its_end(deeds: list[str], parallel: int, allowed: int, batch: int) -> None:
    order: list[str] = []
    fleet = hosts(*(f"h{number}" for number in range(len(deeds))))
    flows = {host.name: deed_of(deed, order) for host, deed in zip(fleet, deeds, strict=True)}
    heard, ended = Heard(), list[Any]()
    course = course_of(fleet, Rollout(barrier=True, max_failures=allowed, batches=batch))
    with TemporaryDirectory() as folder, closing(Workshop(Path(folder))) as workshop:
        runner = Runner(Network().connect, workshop, [heard], Clock(), parallel=parallel)
        thread = Thread(target=lambda: ended.extend(runner.run(course, lambda host: flows[host.name](host))))
        thread.daemon = True
        thread.start()
        thread.join(20)

    assert [event.host for event in ended] == [host.name for host in fleet]
    statuses = {event.host: event.status for event in ended}
    decided = [event for event in heard.events if isinstance(event, GateDecided)]
    assert len(decided) <= 1
    if "follow" in order:
        assert "opened" in order[: order.index("follow")]
        assert decided[0].passed
    leaders = [event.host for event in heard.events if isinstance(event, GateLed)]
    assert len(leaders) == order.count("lead")
    if decided and not decided[0].passed:
        failed = [name for name, status in statuses.items() if status == "failed"]
        assert len(failed) > allowed
    for name, deed in zip(statuses, deeds, strict=True):
        if statuses[name] == "skipped":
            assert sum(status == "failed" for status in statuses.values()) > allowed
        elif deed == "fails before":
            assert statuses[name] == "failed"
