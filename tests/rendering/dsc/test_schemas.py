"""The facts about resources are what their schema files say."""

import json
from pathlib import Path
from typing import Any

import pytest

from iisfleet.rendering.dsc.schemas import resource_types


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    file = Path(__file__).resolve().parents[4] / "shared" / "reference" / "dsc-resources.json"
    if not file.exists():
        pytest.skip("the folder ../shared/reference is not there")
    resources: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["resources"]
    return resources


def test_every_fact_agrees_with_the_reference(reference: dict[str, Any]) -> None:
    for kind in resource_types().values():
        theirs = reference[kind.name]["properties"]
        ours = {known.name: known for known in kind.properties.values() if known.name != "DependsOn"}

        assert set(ours) == set(theirs), kind.name
        assert list(kind.keys) == [name for name in theirs if theirs[name]["kind"] == "key"]
        for name, about in theirs.items():
            expected = "required" if about.get("requiredBySet") else about["kind"]
            assert (ours[name].type, ours[name].kind) == (about["type"], expected), f"{kind.name}.{name}"
            assert list(ours[name].allowed) == about.get("allowed", []), f"{kind.name}.{name}"


def test_what_works_on_one_kind_of_windows_only() -> None:
    platforms = {kind.name: kind.platform for kind in resource_types().values() if kind.platform}

    assert platforms == {"WindowsFeature": "server", "WindowsOptionalFeature": "desktop"}
