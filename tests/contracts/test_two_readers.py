"""ServerManager in C# and lxml in Python see the same in any applicationHost.config, and refuse the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from psrpcore.types import PSInvocationState

from tests.contracts.configurations import KINDS, NAMES, SITE, TEXTS, broken, configurations, pool_settings
from tests.psrp_client import Client
from winlab.shell.pwsh import open_shell
from winlab.windows.config import POOLS, SITES, Element, Node
from winlab.windows.errors import ConfigurationError
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG
from winlab.windows.schema import Attribute, Value, parse_span
from winlab.windows.topology import AUTHENTICATION

SCRIPT = Path(__file__).with_name("read.ps1").read_text(encoding="utf-8")
LOCATIONS = ["", SITE, f"{SITE}/api"]
# One engine reads them all; each takes some tenths of a second.
QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


class Readers:
    """A machine whose configuration is read by both."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._shell = open_shell(machine)
        self._client = Client(self._shell)

    def write(self, root: Node) -> None:
        self._machine.path(CONFIG).write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    def reset(self) -> Machine:
        """The machine as it was made."""
        self._machine.reset()
        self._shell.place_assembly()
        return self._machine

    def in_python(self) -> Any:
        """None if the file is refused."""
        try:
            config = self._machine.iis.edit()
            seen = {path: _read(config.section(path)) for path in (POOLS, SITES)}
            for location in LOCATIONS:
                for kind in KINDS:
                    path = f"{AUTHENTICATION}/{kind}"
                    seen[f"{location} {path}"] = _read(config.section(path, location or None))
        except ConfigurationError:
            return None
        return seen

    def in_csharp(self) -> Any:
        """None if the file is refused."""
        answer = self._client.run(SCRIPT, {"Kinds": list(KINDS), "Locations": LOCATIONS})
        if answer.state == PSInvocationState.Failed:
            assert "0x8007000D" in str(answer.reason) or "Exception" in str(answer.reason), answer.reason
            return None
        assert answer.errors == []
        return json.loads(answer.output[-1])

    def close(self) -> None:
        self._client.close()
        self._machine.close()


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory, pwsh: str) -> Iterator[Readers]:
    machine = Machine.create(tmp_path_factory.mktemp("readers") / "web01", "web01")
    readers = Readers(machine)
    yield readers
    readers.close()


@QUICK
@given(root=configurations())
def test_both_see_the_same(readers: Readers, root: Node) -> None:
    readers.write(root)

    seen = readers.in_python()

    assert seen is not None
    assert seen == readers.in_csharp()


@QUICK
@given(name=NAMES, setting=pool_settings(), variables=st.dictionaries(NAMES, TEXTS, max_size=3))
def test_both_see_what_python_wrote(
    readers: Readers, name: str, setting: tuple[str, str, Value], variables: dict[str, str]
) -> None:
    path, attribute, value = setting
    folded = [key.lower() for key in variables]
    variables = {key: text for key, text in variables.items() if folded.count(key.lower()) == 1}
    with readers.reset().iis.edit() as edit:
        element = pool = edit.section(POOLS).collection.add(name=name)
        for part in path.split("/") if path else ():
            element = element.child(part)
        element.set(attribute, value)
        for key, text in variables.items():
            pool.child("environmentVariables").collection.add(name=key, value=text)

    seen = readers.in_csharp()

    assert seen == readers.in_python()
    (written,) = [item for item in seen[POOLS]["items"] if item["attributes"]["name"] == name]
    items = written["elements"]["environmentVariables"]["items"]
    assert {item["attributes"]["name"]: item["attributes"]["value"] for item in items} == variables


@QUICK
@given(root=broken())
def test_both_refuse_a_value_of_another_type(readers: Readers, root: Node) -> None:
    readers.write(root)

    assert readers.in_python() is None
    assert readers.in_csharp() is None


def _read(element: Element) -> dict[str, Any]:
    shape = element.shape
    return {
        "attributes": {name: _as_net(shape.attributes[name], element.get(name)) for name in shape.attributes},
        "elements": {name: _read(element.child(name)) for name in shape.elements},
        "items": [_read(item) for item in element.collection] if shape.collection else None,
    }


def _as_net(attribute: Attribute, value: Value) -> Any:
    """The value as the API gives it: enums and flags are numbers, time spans (here) seconds."""
    text = str(value)
    match attribute.kind:
        case "timeSpan":
            return parse_span(text).total_seconds() if text else 0
        case "enum":
            return attribute.names.get(text, 0)
        case "flags":
            return sum({attribute.names[name] for name in text.split(", ") if name})
    return value
