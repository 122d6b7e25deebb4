"""Locks that a person sets and takes away."""

from dataclasses import replace
from typing import Any

import pytest

from iisfleet import flows
from iisfleet.errors import ConnectionFailed
from iisfleet.results import Change
from tests.declared import RUN, declared
from tests.flows.host import FACTS, LOCK, bad, ok, play, said

HELLO = declared("simple")
RUNNING: dict[str, Any] = {**LOCK}
ANNA = {**LOCK, "manual": True, "message": "new disks", "sessionAlive": False, "who": "anna"}
LOCKING, UNLOCKING = flows.LockOrder(RUN, "new disks"), flows.UnlockOrder(RUN)
SET, GONE = (Change("lock", None, "new disks"),), (Change("lock", "new disks", None),)


def told(*steps: Any, lock: Any = None, unfinished: Any = None) -> Any:
    return said(ok("Get-SessionFact", FACTS), ok("Get-HostLock", {"lock": lock, "unfinished": unfinished}), *steps)


def setting(changes: tuple[Change, ...] = SET) -> Any:
    return ok("Set-HostLock", phase="updating", changes=changes)


def removing(changes: tuple[Change, ...] = GONE) -> Any:
    return ok("Remove-HostLock", phase="updating", changes=changes)


def test_a_free_host_is_locked_with_a_message() -> None:
    played = play(flows.lock(HELLO, LOCKING), told(setting()), said())

    assert played.kinds == ["Run lock/starting+updating", "Run lock/updating+finishing"]
    assert (played.ended.status, played.ended.changes) == ("changed", SET)


def test_the_same_lock_again_and_a_plan_do_nothing() -> None:
    assert play(flows.lock(HELLO, LOCKING), told(setting(()), lock=ANNA)).ended.status == "ok"
    assert play(flows.lock(HELLO, replace(LOCKING, plan=True)), told(setting())).ended.changes == SET


def test_the_lock_of_another_person_or_of_a_living_run_stays() -> None:
    refusing = bad("Set-HostLock", "updating", "locked")

    assert play(flows.lock(HELLO, LOCKING), told(refusing, lock=ANNA)).ended.status == "locked"
    assert play(flows.lock(HELLO, LOCKING), told(refusing, lock=LOCK)).ended.status == "locked"


def test_what_a_dead_run_has_left_is_put_back_before() -> None:
    dead = {**LOCK, "sessionAlive": False}

    played = play(flows.lock(HELLO, LOCKING), told(setting(), lock=dead), said(), told(setting()), said())

    assert played.kinds[1] == "Run recover/updating"
    assert played.ended.status == "changed"


def test_after_a_broken_connection_the_host_is_asked() -> None:
    error = ConnectionFailed("web01", "cut", kind="lost")

    played = play(flows.lock(HELLO, LOCKING), told(setting()), error, None, None, told(setting(()), lock=ANNA))

    assert "recover" not in "".join(played.kinds)
    assert played.ended.status == "changed"


def test_what_a_person_has_locked_is_free_again() -> None:
    played = play(flows.unlock(HELLO, UNLOCKING), told(removing(), lock=ANNA), said())

    assert played.kinds == ["Run unlock/starting+updating", "Run unlock/updating+finishing"]
    assert (played.ended.status, played.ended.changes) == ("changed", GONE)


def test_a_plan_and_a_free_host_need_nothing() -> None:
    order = replace(UNLOCKING, plan=True)

    assert play(flows.unlock(HELLO, order), told(removing(), lock=ANNA)).ended.changes == GONE
    assert play(flows.unlock(HELLO, UNLOCKING), told(removing(()))).ended.status == "ok"


@pytest.mark.parametrize("of", [None, "another"])
def test_the_lock_of_a_run_stays_unless_it_is_named(of: str | None) -> None:
    refusing = bad("Remove-HostLock", "updating", "locked")

    ended = play(flows.unlock(HELLO, replace(UNLOCKING, of=of)), told(refusing, lock=LOCK)).ended

    assert ended.status == "locked"


def test_what_a_named_run_has_left_is_put_back_and_its_lock_goes() -> None:
    order = replace(UNLOCKING, of=RUNNING["run"])
    back = Change("site/Hello/physicalPath", "2", "1")
    recovered = said(ok("Restore-IisState", {"restored": LOCK["run"]}, phase="updating", changes=(back,)))

    played = play(flows.unlock(HELLO, order), told(removing(), lock=LOCK), recovered, said())

    assert played.kinds[1:] == ["Run recover/updating", "Run unlock/updating+finishing"]
    assert played.ended.changes == (back, *GONE)
    assert play(flows.unlock(HELLO, replace(order, plan=True)), told(removing(), lock=LOCK), recovered).ended.changes


def test_a_run_left_unfinished_without_a_lock_is_named() -> None:
    ended = play(flows.unlock(HELLO, UNLOCKING), told(removing(()), unfinished="r7")).ended

    assert ended.status == "ok"
    assert "unlock --run r7" in ended.warnings[0]


def test_a_damaged_lock_does_not_hide_what_a_named_run_has_left() -> None:
    damaged = {**LOCK, "run": "", "sessionAlive": False}

    order = replace(UNLOCKING, of="r7")

    played = play(flows.unlock(HELLO, order), told(removing(), lock=damaged, unfinished="r7"), said(), said())

    assert played.kinds[1:] == ["Run recover/updating", "Run unlock/updating+finishing"]
