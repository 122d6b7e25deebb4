"""repair-module: after an upgrade of Windows a 32-bit site is back, by the bundle that is installed."""

from typing import Any

import pytest

from tests.end_to_end.station import Station
from tests.end_to_end.test_fitness import one_host, run

FILE32 = r"C:\Program Files (x86)\IIS\Asp.Net Core Module\V2\aspnetcorev2.dll"


@pytest.mark.thorough
def test_a_32_bit_site_is_served_again_after_an_upgrade_of_windows(emulated: Station) -> None:
    def narrow(data: dict[str, Any]) -> None:
        data["groups"]["web"]["sites"]["Hello"]["pool"]["bitness"] = 32

    one_host(emulated, "ready")
    emulated.edit_inventory(narrow)
    run(emulated, "deploy")
    emulated.break_down("os-upgrade", "lab01")

    planned = run(emulated, "repair-module", "--plan")
    done = run(emulated, "repair-module")

    assert done["changes"] == planned["changes"]
    assert done["changes"][0] == {"path": f"file/{FILE32}", "before": None, "after": "present"}
    assert "Hello from the lab" in emulated.served("lab01")
    assert run(emulated, "repair-module")["status"] == "ok"
    assert run(emulated, "repair-module", "--all")["changes"][0]["after"] == "repaired"


@pytest.mark.thorough
def test_without_a_package_cache_the_installer_must_be_given(emulated: Station) -> None:
    one_host(emulated, "ready")
    emulated.break_down("os-upgrade", "lab01", what="files32+section+cache")

    typed = emulated.type("repair-module", "--env", "lab")

    assert (typed.code, "--installer dotnet-hosting-10.0.12-win.exe" in typed.text) == (2, True), typed.text
    given = str(emulated.folder / "dotnet-hosting-10.0.12-win.exe")
    assert run(emulated, "repair-module", "--installer", given)["status"] == "changed"
