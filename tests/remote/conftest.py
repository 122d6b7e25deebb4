"""Endpoints for the tests of remote/."""

import ssl
from collections.abc import Callable, Iterator

import pytest

from tests.remote.station import END, Call, Play, Station, step


def two_steps(call: Call) -> None:
    call.write(step("Get-HostFact"))
    call.write(step("Get-SiteRelease"))
    call.write(END)


@pytest.fixture
def open_station() -> Iterator[Callable[..., Station]]:
    opened: list[Station] = []

    def build(play: Play = two_steps, tls: ssl.SSLContext | None = None) -> Station:
        opened.append(Station(play, tls))
        return opened[-1]

    yield build
    for each in opened:
        each.close()


@pytest.fixture
def station(open_station: Callable[..., Station]) -> Station:
    return open_station()
