"""ServerManager in C# and lxml in Python see the same in any applicationHost.config, and refuse the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from psrpcore.types import PSInvocationState

from tests.contracts.configurations import KINDS, SITE, broken, configurations
from tests.psrp_client import Client
from winlab.shell import pwsh
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

    def __init__(self, machine: Machine, client: Client) -> None:
        self._machine = machine
        self._client = client

    def write(self, root: Node) -> None:
        self._machine.path(CONFIG).write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

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


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory, pwsh: str) -> Iterator[Readers]:
    machine = Machine.create(tmp_path_factory.mktemp("readers") / "web01", "web01")
    client = Client(_open(machine))
    yield Readers(machine, client)
    client.close()
    machine.close()


def _open(machine: Machine) -> Any:
    return pwsh.open_shell(machine)


@QUICK
@given(root=configurations())
def test_both_see_the_same(readers: Readers, root: Node) -> None:
    readers.write(root)

    seen = readers.in_python()

    assert seen is not None
    assert seen == readers.in_csharp()


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
