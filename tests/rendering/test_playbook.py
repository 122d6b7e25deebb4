"""Scripts: what is in them, what is not, and when there is none."""

import re
from pathlib import Path
from typing import Any

import pytest

from iisfleet import resources
from iisfleet.errors import ConfigError
from iisfleet.flows import scripts_of_deploy
from iisfleet.inventory import Host, load_inventory
from iisfleet.rendering import Script, render_script, render_steps
from iisfleet.rendering.functions import function_files
from tests.declared import FOLDER, RUN, declared, releases_for
from tests.every_script import every_script
from tests.rendering import golden
from winlab.shell.reader import read_script
from winlab.windows.literals import SecretName

# What a session accepts: 150 KB an envelope at first, 383 KB in all were measured; no run sends every phase at once.
LARGEST = 360_000
CANARY = "canary-5Fz!'\u2019$x"


@pytest.fixture(scope="module")
def all_scripts() -> list[Script]:
    return every_script()


def test_golden_renderings_are_what_is_rendered_now() -> None:
    wanted = golden.golden_files()
    there = {file: file.read_text(encoding="utf-8") for file in golden.FOLDER.glob("*.ps1")}

    assert there == wanted, "read the difference, then run: invoke dev.golden"


def test_the_same_input_gives_the_same_script() -> None:
    first, second = golden.scripts("full"), golden.scripts("full")

    assert [script.sha256 for script in first] == [script.sha256 for script in second]
    assert len({script.sha256 for script in first}) == 3


def test_scripts_are_ascii_small_and_wholly_rendered(all_scripts: list[Script]) -> None:
    for script in all_scripts:
        own = script.text.replace("\u2019\u2019", "").replace("{{ no template }}", "")  # what full.yml declares
        assert own.isascii(), script.name
        assert not re.search(r"\{\{[^0-9]|\}\}[^0-9']|\{%|%\}|\{##|##\}", _without_code(own)), script.name
        assert len(script.text) < LARGEST, script.name
        assert "\r" not in script.text


def _without_code(text: str) -> str:
    """Only what templates wrote: a function may end two braces in a row."""
    return golden.without_functions(text)


def test_every_function_comes_once_and_without_its_help(all_scripts: list[Script]) -> None:
    for script in all_scripts:
        names = re.findall(r"^function ([\w-]+) \{", script.text, re.MULTILINE)
        assert len(names) == len(set(names)), script.name
        assert {"Invoke-Phase", "Invoke-Step", "New-StepResult"} <= set(names)
        assert ".SYNOPSIS" not in script.text


def test_every_step_that_is_called_is_defined(all_scripts: list[Script]) -> None:
    for script in all_scripts:
        reading = read_script(script.text)
        steps = [step for phase in reading.phases for step in phase.steps] + list(reading.reverting or ())
        for step in steps:
            assert re.search(rf"^function {step.name} \{{", script.text, re.MULTILINE), step.name


@pytest.mark.parametrize("name", sorted(path.stem for path in (resources.scripts() / "seam").glob("*.ps1")))
def test_an_emulated_windows_may_bring_the_seam(name: str) -> None:
    text = render_steps([(name, {})]).text

    assert f"if (-not (Test-Path -LiteralPath 'Function:\\{name}')) {{\nfunction {name} {{" in text


def test_the_reverting_block_is_where_something_is_changed() -> None:
    plan, updating, going_live = golden.scripts("full")
    about = {"targets": (), "sites": (), "without_iis": False, "guard": "0" * 64}
    status = render_script("status", ["starting"], about)

    assert all("$Reverting = {" in script.text for script in (plan, updating, going_live))
    assert "$Reverting" not in status.text
    assert read_script(status.text).reverting is None


def test_the_order_of_a_publish() -> None:
    *_, going_live = golden.scripts("full")
    phases = {phase.name: [step.name for step in phase.steps] for phase in read_script(going_live.text).phases}

    assert list(phases) == ["publishing", "verifying", "finishing"]
    order = phases["publishing"]
    assert order[:3] == ["Lock-Host", "Register-HostGuard", "Save-IisState"]  # written ahead
    assert order[-2:] == ["Complete-IisChange", "Start-IisSite"]
    assert order.count("Complete-IisChange") == 1
    assert order.index("Set-SslBinding") < order.index("Complete-IisChange")
    assert phases["finishing"][0] == "Add-JournalEntry"
    assert phases["finishing"][-1] == "Unlock-Host"


def test_the_journal_tells_of_all_targets_at_once() -> None:
    """Dying between two of them would leave out one that is live."""
    *_, going_live = golden.scripts("full")
    reading = read_script(going_live.text)
    finishing = next(phase.steps for phase in reading.phases if phase.name == "finishing")

    for steps, event in ((finishing, "deployed"), (reading.reverting or (), "reverted")):
        (told,) = [step.parameters for step in steps if step.name == "Add-JournalEntry"]
        assert [entry["target"] for entry in told["Entry"]] == ["Shop", "Shop/api"]
        assert {entry["event"] for entry in told["Entry"]} == {event}


def test_a_plan_neither_locks_nor_asks_for_health() -> None:
    plan, *_ = golden.scripts("full")
    names = {step.name for phase in read_script(plan.text).phases for step in phase.steps}

    assert not {"Lock-Host", "Unlock-Host", "Register-HostGuard", "Test-SiteHealth", "Test-HiddenFile"} & names


def test_secrets_are_names_in_every_script(tmp_path: Path) -> None:
    inventory = (FOLDER / "full.yml").read_text(encoding="utf-8")
    packages = str(FOLDER.parents[2] / "inventories" / "packages")
    (tmp_path / "full.yml").write_text(inventory.replace("../../../inventories/packages", packages), encoding="utf-8")
    host = _with_canary(load_inventory(tmp_path / "full.yml").hosts[0])

    for script in scripts_of_deploy(host, RUN, releases_for(host)):
        assert "canary" not in script.text
        named = _secret_names([step.parameters for phase in read_script(script.text).phases for step in phase.steps])
        assert named <= set(host.secrets)
        if script.name != "deploy/updating":
            assert named == {
                "pool/Shop/environment/ConnectionStrings__Shop",
                "pool/Shop-api/environment/ConnectionStrings__Shop",
                "pool/Shop-api/password",
            }


def _with_canary(host: Host) -> Host:
    for secret in host.secrets.values():
        secret.resolve(CANARY)
    return host


def _secret_names(value: Any) -> set[str]:
    match value:
        case SecretName():
            return {value.name}
        case dict():
            return _secret_names(list(value.values()))
        case list():
            return {name for item in value for name in _secret_names(item)}
    return set()


def test_a_missing_value_names_template_and_value() -> None:
    with pytest.raises(ConfigError, match=r"history\.ps1\.j2: cannot be rendered: 'last' is undefined"):
        render_script("history", ["starting"], {"targets": ()})


def test_a_value_without_a_literal_names_the_template() -> None:
    with pytest.raises(ConfigError, match=r"history\.ps1\.j2: cannot be rendered: .*64 bits"):
        render_script("history", ["starting"], {"targets": (), "last": 2**70})


def test_a_playbook_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match="cannot be rendered"):
        render_script("nonesuch", ["starting"], {})


def test_steps_by_themselves() -> None:
    script = render_steps([("Get-HostFact", {"Drives": ["C"]}), ("Unlock-Host", {"Run": "r'1"})])
    (phase,) = read_script(script.text).phases

    assert [(step.name, step.parameters) for step in phase.steps] == [
        ("Get-HostFact", {"Drives": ["C"]}),
        ("Unlock-Host", {"Run": "r'1"}),
    ]


def test_a_function_file_is_named_as_its_function() -> None:
    for name, file in function_files(resources.scripts()).items():
        assert f"function {name} {{" in file.read_text(encoding="utf-8")


def test_simple_hosts_leave_what_is_not_declared() -> None:
    _, _, going_live = golden.scripts("simple")
    (pool,) = (
        step for phase in read_script(going_live.text).phases for step in phase.steps if step.name == "Set-IisPool"
    )

    kept = {name for name, value in pool.parameters.items() if value is None}
    assert kept == {
        "UserName", "Password", "IdleTimeoutMinutes", "RecycleMinutes", "RecycleSchedule", "RecycleRequests",
        "RecyclePrivateMemoryKb", "LoadUserProfile", "SetProfileEnvironment", "QueueLength",
    }  # fmt: skip
    assert declared("simple").sites[0].pool.bitness is None
    assert pool.parameters["Enable32Bit"] is False
