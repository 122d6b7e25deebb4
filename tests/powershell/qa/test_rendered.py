"""Every call in every rendered script binds to its function: known parameters, none missing, values of the set."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from iisfleet import resources
from iisfleet.rendering.functions import FRAME
from tests.every_script import every_script
from tests.powershell.qa.facts import analyse

RECORDING = {"Enter-HostJob", "Write-HostJobLine", "Exit-HostJob"}  # by the frame of a job


@pytest.fixture(scope="module")
def rendered(pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the parser says of every script that a run can send."""
    folder: Path = tmp_path_factory.mktemp("rendered")
    for number, script in enumerate(every_script()):
        (folder / f"{number}.ps1").write_text(script.text, "utf-8")
    return analyse(pwsh, folder, brief=True)


def test_every_playbook_is_looked_at() -> None:
    playbooks = {file.name.removesuffix(".ps1.j2") for file in resources.templates().glob("*.ps1.j2")} - {"frame"}

    assert {script.name.partition("/")[0] for script in every_script()} == playbooks


def test_rendered_scripts_parse_and_use_nothing_of_powershell_7(rendered: list[dict[str, Any]]) -> None:
    assert rendered
    assert [error for fact in rendered for error in fact["errors"]] == []
    assert [place for fact in rendered for place in fact["modern"]] == []


def test_each_call_binds_to_its_function(rendered: list[dict[str, Any]], facts: list[dict[str, Any]]) -> None:
    functions = {f["name"]: {p["name"]: p for p in f["parameters"]} for fact in facts for f in fact["functions"]}
    wrong = [
        f"{call['step']}: {complaint}"
        for fact in rendered
        for call in fact["steps"]
        for complaint in complaints(call, functions.get(call["step"]))
    ]

    assert not wrong, "\n".join(sorted(set(wrong)))


def complaints(call: dict[str, Any], parameters: dict[str, Any] | None) -> Iterator[str]:
    if parameters is None:
        yield "no such function"
        return
    given = call["parameters"]
    for name in sorted(given.keys() - parameters.keys()):
        yield f"has no parameter {name}"
    for name, parameter in parameters.items():
        if parameter["mandatory"] and name not in given:
            yield f"the mandatory parameter {name} is missing"
        value = given.get(name)
        if parameter["set"] and value is not None and value not in parameter["set"]:
            yield f"{name} = {value!r} is none of {parameter['set']}"


def test_every_step_is_used_by_a_playbook_or_is_for_people(
    rendered: list[dict[str, Any]], facts: list[dict[str, Any]]
) -> None:
    """A function that no playbook calls, directly or through others, is dead."""
    called = {*FRAME, *RECORDING, *(c["name"] for fact in facts for c in fact["commands"])}
    called |= {call["step"] for fact in rendered for call in fact["steps"]}

    assert [f["name"] for fact in facts for f in fact["functions"] if f["name"] not in called] == []
