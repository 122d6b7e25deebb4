"""A release that is not healthy goes live nowhere, and a person is told what to do. Other faults: tests/chaos."""

from pathlib import Path

import pytest

from tests.end_to_end.station import Station

SECOND = "This is second"


def impatient(station: Station) -> None:
    """A gate that gives up soon."""
    station.edit_inventory(
        lambda data: data["groups"]["web"]["sites"]["Hello"]["health"].update(timeout=2, interval=0.2)
    )


def patient(station: Station) -> None:
    """A gate that a real application has time to pass on a busy machine."""
    station.edit_inventory(lambda data: data["groups"]["web"]["sites"]["Hello"]["health"].update(timeout=60))


@pytest.fixture
def second(emulated: Station) -> Path:
    """Release 1 is live everywhere; this is release 2."""
    first = emulated.deploy()
    assert first.code == 0, first.text
    impatient(emulated)
    return emulated.release("second")


def test_a_failing_health_gate_reverts_every_host(emulated: Station, second: Path) -> None:
    before = {name: emulated.snapshot(name)["iis"] for name in ("lab01", "lab02", "lab03")}
    emulated.break_down("failing-health")

    typed = emulated.type("deploy", "--env", "lab", "--package", str(second))

    assert typed.code == 2
    for name in before:
        assert f"{name}: FAILED in Test-SiteHealth" in typed.out
        assert SECOND not in emulated.served(name)
        assert emulated.snapshot(name)["iis"]["sites"] == before[name]["sites"]
    for word in ("expected:", "status 200", "found:", "next:", "record:", "the host itself has put back"):
        assert word in typed.out
    emulated.repair()
    patient(emulated)
    again = emulated.deploy("--package", str(second))
    assert again.code == 0, again.text
