"""What a publish brings and arms on a host."""

import base64
import gzip
from dataclasses import replace

from iisfleet.flows.guarding import deadline, guard_script, guard_steps
from iisfleet.inventory import Drain, Guard, Host
from tests.declared import RUN, declared, releases_for


def having(**parts: object) -> Host:
    return declared("simple").model_copy(update=parts)


def test_a_host_without_the_script_gets_it_whole_and_one_that_has_it_does_not() -> None:
    host = declared("simple")
    steps = guard_steps(RUN, host, releases_for(host), installed=False)

    assert steps.install is not None
    assert steps.register is not None
    assert gzip.decompress(base64.b64decode(steps.install["Gzip"])).decode() == guard_script().text
    assert [entry["event"] for entry in steps.register["Entries"]] == ["reverted"]
    assert guard_steps(RUN, host, releases_for(host), installed=True).install is None


def test_the_inventory_may_do_without() -> None:
    steps = guard_steps(RUN, having(guard=Guard(enabled=False)), (), installed=False)

    assert (steps.install, steps.register) == (None, None)


def test_a_publish_has_the_time_that_it_may_wait() -> None:
    assert deadline(having()) == 300
    assert deadline(having(drain=Drain(flag=r"C:\up.txt", wait=600))) > 600
    assert deadline(having(guard=Guard(deadline=45), drain=Drain(flag=r"C:\up.txt", wait=600))) == 45


def test_a_publish_in_place_has_the_time_that_its_files_take() -> None:
    host = declared("in-place")
    gigabytes = [replace(release, size=4_000_000_000) for release in releases_for(host)]

    assert deadline(host, gigabytes) > deadline(host) + 600
    assert deadline(having(), [replace(release, size=4_000_000_000) for release in releases_for(having())]) == 300
