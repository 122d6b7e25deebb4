"""Which engine is chosen, and that it is said why."""

import stat
from pathlib import Path

import pytest

from winlab.engine import NoEngine, choose_engine, parse_version


def fake_pwsh(folder: Path, says: str) -> str:
    path = folder / "pwsh"
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("text", "wanted"), [("PowerShell 7.6.0\n", (7, 6)), ("PowerShell 7.2.24", (7, 2)), ("bash 5", None)]
)
def test_versions(text: str, wanted: tuple[int, int] | None) -> None:
    assert parse_version(text) == wanted


def test_the_engine_of_the_environment(tmp_path: Path) -> None:
    path = fake_pwsh(tmp_path, "PowerShell 7.4.1")

    assert choose_engine("auto", {"IISFLEET_PWSH": path}).path == path
    assert choose_engine("auto", {"PATH": f"{tmp_path}:/bin"}).name == "pwsh"
    assert choose_engine("emulated", {"IISFLEET_PWSH": path}).name == "emulated"
    assert choose_engine("auto", {"IISFLEET_PWSH": path, "IISFLEET_ENGINE": "emulated"}).name == "emulated"


@pytest.mark.parametrize(("says", "why"), [("PowerShell 7.1.9", "older than 7.2"), ("what?", "does not tell")])
def test_an_engine_that_does_not_do(tmp_path: Path, says: str, why: str) -> None:
    environ = {"IISFLEET_PWSH": fake_pwsh(tmp_path, says)}

    chosen = choose_engine("auto", environ)

    assert chosen.name == "emulated"
    assert why in chosen.why
    with pytest.raises(NoEngine, match=why):
        choose_engine("pwsh", environ)


def test_without_any(tmp_path: Path) -> None:
    environ = {"PATH": str(tmp_path)}

    assert choose_engine("auto", environ).name == "emulated"
    with pytest.raises(NoEngine, match="IISFLEET_PWSH"):
        choose_engine("pwsh", environ)
    with pytest.raises(NoEngine, match="cmd"):
        choose_engine("auto", {"IISFLEET_ENGINE": "cmd"})
