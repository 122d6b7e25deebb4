"""Out of the load balancer's rotation and back: by what is asked, in which order, and whatever happens in between."""

from collections.abc import Generator
from typing import Any

import pytest

from iisfleet.errors import ConnectionFailed, Interrupted, OutcomeUnknown
from iisfleet.flows.draining import out_of_rotation
from iisfleet.inventory import Drain, Host, Secret
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import Call, CallResult, Instruction, Outcome, Pause
from tests.declared import RUN, declared
from tests.flows.host import ok, play, said

WENT_WELL = CallResult()
REFUSED = CallResult(StepFailure("drain failed: lb", "exit code 0", "exit code 7\nno such pool", "mend it", "call"))
CHANGED = Outcome("changed")
KEY = Secret.of("k3y")


def host(**drain: Any) -> Host:
    how = drain or {"command": {"out": ["lb", "disable", "{host}"], "back": ["lb", "enable", "{address}"]}, "wait": 7}
    return declared("simple").model_copy(update={"drain": Drain.model_validate(how)})


def work(ended: Outcome = CHANGED) -> Generator[Instruction, Any, Outcome]:
    yield Pause(99)
    return ended


def test_out_waited_for_disturbed_and_back() -> None:
    played = play(out_of_rotation(host(), RUN, work()), WENT_WELL, 0.0, 0.0, WENT_WELL)

    out, wait, disturbing, back = played.asked
    assert isinstance(out, Call)
    assert isinstance(back, Call)
    assert (out.call.name, out.call.command, out.following) == ("drain.out", ("lb", "disable", "web01"), False)
    assert (back.call.command, back.following) == (("lb", "enable", host().connection.address), True)
    assert out.call.environment["IISFLEET_HOST"] == "web01"
    assert (wait, disturbing, played.ended) == (Pause(7), Pause(99), CHANGED)


def test_a_request_carries_its_secrets_and_names_the_host() -> None:
    call = {"url": "https://lb/{host}?to={address}", "headers": {"X-Key": KEY}, "body": '{"off": "{host}"}'}
    http = {"out": {**call, "method": "PUT"}, "back": {**call, "status": 202}}
    played = play(out_of_rotation(host(http=http, wait=0), RUN, work()), WENT_WELL, 0.0, 0.0, WENT_WELL)

    out, back = (one.call.request for one in played.asked if isinstance(one, Call))
    assert out
    assert back
    address = host().connection.address
    assert (out.url, out.method, out.body) == (f"https://lb/web01?to={address}", "PUT", '{"off": "web01"}')
    assert (back.method, back.status, repr(out.headers)) == ("POST", (202,), "{'X-Key': ***}")


@pytest.mark.parametrize("drain", [None, Drain(flag=r"C:\up.txt")])
def test_a_flag_is_a_matter_of_the_scripts(drain: Drain | None) -> None:
    flagged = declared("simple").model_copy(update={"drain": drain})

    assert play(out_of_rotation(flagged, RUN, work()), 0.0).ended == CHANGED


def test_a_host_that_cannot_be_taken_out_is_not_touched_and_put_back() -> None:
    played = play(out_of_rotation(host(), RUN, work()), REFUSED, WENT_WELL)

    assert (played.ended.status, played.ended.step) == ("failed", "drain.out")
    assert played.ended.failure
    assert played.ended.failure.kind == "drain"


def test_the_lock_of_a_publish_goes_too() -> None:
    recovered = said(ok("Restore-IisState", {"restored": False}))
    played = play(out_of_rotation(host(), RUN, work(), held=True), REFUSED, WENT_WELL, recovered)

    assert (played.kinds[-1], played.ended.step) == ("Run recover/updating", "drain.out")


def test_what_fails_and_is_reverted_comes_back_and_what_is_half_way_stays_out() -> None:
    reverted = Outcome("failed", failure=REFUSED.failure, reverted=True)
    half_way = Outcome("failed", failure=REFUSED.failure, half_way=True)

    came_back = play(out_of_rotation(host(), RUN, work(reverted)), WENT_WELL, 0.0, 0.0, WENT_WELL)
    stayed_out = play(out_of_rotation(host(), RUN, work(half_way)), WENT_WELL, 0.0, 0.0)

    assert came_back.ended == reverted
    assert "stays out" in stayed_out.ended.warnings[-1]


def test_a_host_of_which_nobody_knows_stays_out() -> None:
    unheard = play(out_of_rotation(host(), RUN, work(Outcome("unknown"))), WENT_WELL, 0.0, 0.0)
    lost = out_of_rotation(host(), RUN, work())

    assert "nobody knows" in unheard.ended.warnings[-1]
    with pytest.raises(OutcomeUnknown) as raised:  # no call that puts it back is asked for
        play(lost, WENT_WELL, 0.0, OutcomeUnknown("the job's end was not heard", hint="Run again."))
    assert str(raised.value.hint).startswith("Run again. The host stays out")


def test_a_load_balancer_that_does_not_take_the_host_back_is_a_failure() -> None:
    ended = play(out_of_rotation(host(), RUN, work()), WENT_WELL, 0.0, 0.0, REFUSED).ended

    assert (ended.status, ended.step) == ("failed", "drain.back")
    assert ended.warnings == (
        "The host is out of the load balancer's rotation still. Put it back by hand: exit code 7\nno such pool",
    )


def test_whoever_interrupts_or_cuts_the_work_gets_the_host_back_into_rotation() -> None:
    waiting = out_of_rotation(host(), RUN, work())
    with pytest.raises(Interrupted):
        play(waiting, WENT_WELL, Interrupted("by the user"), WENT_WELL)

    cut = out_of_rotation(host(), RUN, work())
    with pytest.raises(ConnectionFailed, match="Put it back by hand"):
        play(cut, WENT_WELL, 0.0, ConnectionFailed("web01", "gone", kind="lost"), REFUSED)
