"""ServerManager in C# writes what the model in Python reads, refuses what IIS refuses, and leaves the rest as it was.

That both read alike is a contract: tests/contracts/test_two_readers.py.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.contracts.configurations import NAMES, pool_settings
from tests.psrp_client import Client
from winlab.shell.pwsh import open_shell
from winlab.windows.config import POOLS
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG

WRITE = r"""
param([string] $Name, [string] $Path, [string] $Attribute, [object] $Value)
Add-Type -LiteralPath "$env:windir\System32\inetsrv\Microsoft.Web.Administration.dll"
$manager = New-Object Microsoft.Web.Administration.ServerManager
$configuration = $manager.GetApplicationHostConfiguration()
$pools = $configuration.GetSection('system.applicationHost/applicationPools').GetCollection()
$element = $pools.CreateElement('add')
$element['name'] = $Name
$null = $pools.Add($element)
foreach ($part in @($Path -split '/' | Where-Object { $_ })) { $element = $element.GetChildElement($part) }
$element[$Attribute] = $Value
$manager.CommitChanges()
"""


@pytest.fixture(scope="module")
def lab(pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Machine, Client]]:
    machine = Machine.create(tmp_path_factory.mktemp("lab") / "web01", "web01")
    client = Client(open_shell(machine))
    yield machine, client
    client.close()


def fresh(lab: tuple[Machine, Client]) -> tuple[Machine, Client]:
    machine, client = lab
    machine.reset()
    client.shell.place_assembly()  # type: ignore[attr-defined]
    return machine, client


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, setting=pool_settings())
def test_python_reads_what_c_sharp_wrote(lab: tuple[Machine, Client], name: str, setting: tuple[str, str, Any]) -> None:
    machine, client = fresh(lab)
    path, attribute, value = setting

    answer = client.run(WRITE, {"Name": name, "Path": path, "Attribute": attribute, "Value": value})

    assert (answer.errors, answer.reason) == ([], None)
    pool = machine.iis.edit().section(POOLS).collection.find(name=name)
    assert pool is not None
    assert pool.values()[f"{path}/{attribute}" if path else attribute] == value


def test_comments_and_layout_survive(lab: tuple[Machine, Client]) -> None:
    machine, client = fresh(lab)
    file = machine.path(CONFIG)
    file.write_text(file.read_text("utf-8").replace("<sites>", "<!-- by hand -->\n        <sites>"), "utf-8")
    before = file.read_text("utf-8").splitlines()

    answer = client.run(WRITE, {"Name": "Shop", "Path": "", "Attribute": "startMode", "Value": "AlwaysRunning"})

    assert answer.errors == []
    after = file.read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        '            <add name="Shop" startMode="AlwaysRunning" />'
    ]
    assert [line for line in before if line not in after] == []


def test_a_file_that_changed_meanwhile_is_not_overwritten(lab: tuple[Machine, Client]) -> None:
    machine, client = fresh(lab)
    script = WRITE.replace(
        "$manager.CommitChanges()",
        "Add-Content -LiteralPath $file -Value '<!-- meanwhile -->'; $manager.CommitChanges()",
    )
    script = script.replace("$manager =", f"$file = '{CONFIG}'; $manager =")

    answer = client.run(script, {"Name": "Shop", "Path": "", "Attribute": "autoStart", "Value": False})

    assert "changed on disk" in " ".join(answer.errors)
    assert machine.path(CONFIG).read_text("utf-8").rstrip().endswith("<!-- meanwhile -->")


@pytest.mark.parametrize(
    ("path", "attribute", "value"),
    [
        ("", "queueLength", 5),
        ("", "queueLength", "many"),
        ("", "autoStart", "true"),
        ("", "startMode", "Sometimes"),
        ("", "nothing", 1),
        ("nothing", "x", 1),
        ("processModel", "idleTimeout", "00:00:30"),
    ],
)
def test_both_refuse_what_iis_refuses(lab: tuple[Machine, Client], path: str, attribute: str, value: Any) -> None:
    machine, client = fresh(lab)
    before = machine.path(CONFIG).read_bytes()

    answer = client.run(
        "param($Name, $Path, $Attribute, $Value) $ErrorActionPreference = 'Stop'; & { "
        + WRITE
        + " } @PSBoundParameters",
        {"Name": "Shop", "Path": path, "Attribute": attribute, "Value": value},
    )

    assert answer.reason
    assert machine.path(CONFIG).read_bytes() == before
