"""An upgrade of Windows takes away files that are not its own: a 32-bit pool is down until its module is repaired."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.fitness import Server

FILE = r"file/C:\Program Files (x86)\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll"
NARROW = {"bitness": 32, "start_mode": "AlwaysRunning"}


def upgraded_and_repaired(server: Server) -> None:
    server.machine.break_down("os-upgrade", {"what": "files32"})
    assert server.status() == 503
    assert server.machine.snapshot()["states"]["pools"]["Hello"] == "Stopped"  # by WAS, after the request

    planned = server.ask("repair-module", "--plan", code=0)
    assert server.status() == 503
    told = server.ask("repair-module", code=0)

    assert told.changes == planned.changes
    assert told.changes[0] == {"path": FILE, "before": None, "after": "present"}
    assert told.changes[-1] == {"path": "pool/Hello/state", "before": "Stopped", "after": "Started"}
    assert told.host["warnings"] == []
    server.sound()
    server.settled("repair-module")


def test_a_32_bit_site_is_served_again(new_server: Callable[..., Server]) -> None:
    server = new_server(pool=NARROW).serve()
    upgraded_and_repaired(server)

    everything = server.ask("repair-module", "--all", code=0)

    assert [change["after"] for change in everything.changes[:1]] == ["repaired"]
    server.settled("repair-module")


@pytest.mark.thorough
def test_the_same_on_the_real_engine(new_server: Callable[..., Server], pwsh: Any) -> None:
    upgraded_and_repaired(new_server("pwsh", pool=NARROW).serve())


@pytest.mark.thorough
def test_without_the_cached_bundle_its_installer_is_asked_for(new_server: Callable[..., Server]) -> None:
    """Nothing has asked the site meanwhile: its pool is served again without being started."""
    server = new_server(pool=NARROW, bundle="10.0.12").serve()
    server.machine.break_down("os-upgrade", {"what": "files32+section+cache"})

    read = server.reads("repair-module", code=2)

    assert (
        "next:     Give the installer of this version: invoke repair-module --installer dotnet-hosting-10.0.12" in read
    )
    assert server.left() == []
    words = ("repair-module", "--installer", str(server.installer("10.0.12")))
    paths = [change["path"] for change in server.ask(*words, code=0).changes]
    assert paths[:2] == [FILE, "section/system.webServer/aspNetCore"]
    server.settled(*words)


@pytest.mark.thorough
def test_a_repair_that_fails_leaves_the_server_as_it_is_and_the_next_one_mends_it(
    new_server: Callable[..., Server],
) -> None:
    server = new_server(pool=NARROW).serve()
    server.machine.break_down("os-upgrade", {"what": "files32"})
    assert server.status() == 503
    server.machine.break_down("os-upgrade", {"what": "files32+files64+registration+section"})
    for fault, said in (({"codes": [1603]}, "exit code 1603"), ({"nothing": True}, "not all is there (exit code 0)")):
        server.machine.break_down("installer", fault)
        assert said in server.reads("repair-module", code=2)
        assert server.left() == []
        assert server.machine.snapshot()["states"]["pools"]["Hello"] == "Stopped"
    server.machine.repair()
    server.machine.break_down("installer", {"reboot": True})

    told = server.ask("repair-module", code=0)

    assert {change["path"] for change in told.changes} > {FILE, "module/AspNetCoreModuleV2"}
    server.sound()
    server.settled("repair-module")
