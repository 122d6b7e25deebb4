"""However an installer ends, and whatever happens meanwhile: the server serves as before, and the report says how."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.inventories import simple
from tests.end_to_end.fitness import Server

# The fault of the installer, the exit code of the command, what a person reads, what the next run is.
ENDINGS: list[tuple[dict[str, Any], int, str, str]] = [
    ({"codes": [1603]}, 2, "exit code 1603", "changed"),
    ({"codes": [1618, 1618]}, 0, "package/hosting-bundle/10.0: 10.0.", "ok"),
    ({"codes": [3010], "effect": "full"}, 0, "must restart", "ok"),
    ({"codes": [1638], "effect": "full"}, 0, "package/hosting-bundle/10.0: 10.0.", "ok"),
    ({"codes": [232], "effect": "half"}, 0, "package/hosting-bundle/10.0: 10.0.", "ok"),
    ({"nothing": True}, 2, "not all is there", "changed"),
]


@pytest.mark.thorough
def test_however_an_installer_ends_the_server_serves_as_before(server: Server) -> None:
    for number, (fault, code, said, next_run) in enumerate(ENDINGS, 20):
        words = ("install-bundle", "--installer", str(server.installer(f"10.0.{number}")))
        server.machine.break_down("installer", fault)

        read = server.reads(*words, code=code)

        assert said in read, read
        server.sound()
        server.machine.repair()
        assert server.ask(*words, code=0).host["status"] == next_run
        server.settled(*words)


@pytest.mark.thorough
def test_an_installer_that_asks_for_a_restart_gets_it_from_the_controller(server: Server) -> None:
    server.machine.break_down("installer", {"codes": [3010], "effect": "full"})
    boot = server.machine.power.boot

    told = server.ask("install-bundle", "--reboot", code=0)

    assert told.changes[-1] == {"path": "host/boot", "before": None, "after": "restarted"}
    assert server.machine.power.boot != boot
    server.settled("install-bundle", "--reboot")


@pytest.mark.parametrize("cure", ["install-bundle", "repair-module"])
def test_a_bundle_that_came_before_iis_lacks_its_module_until_it_is_repaired(
    new_server: Callable[..., Server], cure: str
) -> None:
    server = new_server(profile="bare", bundle="10.0.12")
    server.machine.given({"packages": [{"kind": "hosting-bundle", "version": "10.0.12", "module": False}]})
    server.ask("setup", code=0)
    before = server.ask("deploy", code=2)
    assert "AspNetCoreModuleV2 is not registered" in before.host["failure"]["message"], before.text

    told = server.ask(cure, code=0)

    assert {"path": "module/AspNetCoreModuleV2", "before": None, "after": "registered"} in told.changes
    server.serve()
    for words in (cure, "setup", "deploy"):
        server.settled(words)


def test_a_service_that_does_not_start_again_after_an_installer_is_told(server: Server) -> None:
    server.machine.break_down("dependant-cannot-start", {"service": "WMSVC"})

    read = server.reads("install-bundle", code=2)

    assert "service WMSVC is Stopped" in read
    assert 'a service by "net start NAME"' in read
    server.sound(WMSVC="Stopped")
    server.machine.repair()
    server.machine.given({"services": {"WMSVC": "Running"}})
    server.settled("install-bundle")


def test_an_installer_that_its_share_does_not_have_is_told(server: Server) -> None:
    share = {"installer": r"\\files\sw\dotnet-hosting-10.0.13-win.exe", "sha256": "0" * 64}
    server.controller.write(simple(), packages={"hosting_bundle": share})

    read = server.reads("install-bundle", code=2)

    assert r"The installer \\files\sw\dotnet-hosting-10.0.13-win.exe is not there." in read
    assert "let the computer accounts of the hosts read it" in read
    server.sound()


def test_of_several_installers_the_next_run_brings_what_is_missing(server: Server) -> None:
    """What came before the one that fails stays, and is not run again."""
    files = {
        "vc_redist": server.installer("14.40.33810", "vc_redist.x64.exe", kind="vc-redist"),
        "hosting_bundle": server.installer("10.0.13"),
        "web_deploy": server.installer("4.0", "WebDeploy.msi", kind="web-deploy"),
    }
    versions = {"vc_redist": "14.40.33810", "hosting_bundle": "10.0.13", "web_deploy": "4.0"}
    packages = {kind: {"installer": str(file), "version": versions[kind]} for kind, file in files.items()}
    server.controller.write(simple(), packages=packages)
    server.machine.break_down("installer", {"codes": [0, 1603]})

    read = server.reads("install-bundle", code=2)

    assert "The installer of hosting-bundle 10.0.13 failed (exit code 1603)." in read
    server.sound()
    rest = [change["path"] for change in server.ask("install-bundle", code=0).changes]
    assert rest[:2] == ["package/hosting-bundle/10.0", "package/web-deploy"]
    server.settled("install-bundle")
