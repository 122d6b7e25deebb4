"""ServerManager in C# and the model in Python: what one writes the other reads, in generated configurations."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.psrp_client import Client
from winlab.shell.pwsh import open_shell
from winlab.windows.config import POOLS
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG
from winlab.windows.schema import section_shape

READ = r"""
function Read-Element {
    param([object] $Element, [string] $Prefix)
    foreach ($attribute in $Element.Attributes) {
        $value = $attribute.Value
        if ($attribute.Schema.Type -eq 'enum') {
            $value = @($attribute.Schema.GetEnumValues() | Where-Object { $_.Value -eq $value })[0].Name
        }
        if ($attribute.Schema.Type -eq 'flags') {
            $set = @($attribute.Schema.GetEnumValues() | Where-Object { $value -band $_.Value })
            $value = @($set | ForEach-Object { $_.Name }) -join ', '
        }
        if ($value -is [timespan]) { $value = "$value" }
        $script:flat["$Prefix$($attribute.Name)"] = $value
    }
    foreach ($child in $Element.ChildElements) {
        Read-Element -Element $child -Prefix "$Prefix$($child.ElementTagName)/"
    }
}
Add-Type -LiteralPath "$env:windir\System32\inetsrv\Microsoft.Web.Administration.dll"
$configuration = (New-Object Microsoft.Web.Administration.ServerManager).GetApplicationHostConfiguration()
$section = $configuration.GetSection('system.applicationHost/applicationPools')
$all = @{}
foreach ($pool in $section.GetCollection()) {
    $script:flat = @{}
    Read-Element -Element $pool -Prefix ''
    $variables = @($pool.GetCollection('environmentVariables') | ForEach-Object { "$($_['name'])=$($_['value'])" })
    $all[$pool['name']] = @{ flat = $script:flat; variables = $variables }
}
ConvertTo-Json -InputObject $all -Depth 5 -Compress
"""

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

NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters='|<>&"/[]+=;:,?*@\\', exclude_categories=("C", "Z")),
    min_size=1,
    max_size=20,
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=30)


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


def values() -> st.SearchStrategy[tuple[str, str, Any]]:
    """(path of the element, attribute, value) of what a pool may have."""
    pool = section_shape(POOLS).collection.item  # type: ignore[union-attr]
    limits = pool.attributes["queueLength"].check
    return st.one_of(
        st.tuples(st.just(""), st.just("queueLength"), st.integers(limits["min"], limits["max"])),
        st.tuples(st.just(""), st.just("autoStart"), st.booleans()),
        st.tuples(st.just(""), st.just("startMode"), st.sampled_from(list(pool.attributes["startMode"].names))),
        st.tuples(st.just("processModel"), st.just("userName"), TEXTS),
        st.tuples(st.just("processModel"), st.just("password"), TEXTS),
        st.tuples(st.just("recycling/periodicRestart"), st.just("requests"), st.integers(0, 4294967295)),
        st.tuples(
            st.just("processModel"), st.just("idleTimeout"), st.sampled_from(["00:00:00", "01:00:00", "2.03:00:00"])
        ),
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, setting=values(), variables=st.dictionaries(NAMES, TEXTS, max_size=3))
def test_c_sharp_reads_what_python_wrote(
    lab: tuple[Machine, Client], name: str, setting: tuple[str, str, Any], variables: dict[str, str]
) -> None:
    machine, client = fresh(lab)
    path, attribute, value = setting
    variables = {
        key: text for key, text in variables.items() if key.lower() not in {k.lower() for k in variables if k != key}
    }
    with machine.iis.edit() as edit:
        pool = edit.section(POOLS).collection.add(name=name)
        element = pool
        for part in path.split("/") if path else ():
            element = element.child(part)
        element.set(attribute, value)
        for key, text in variables.items():
            pool.child("environmentVariables").collection.add(name=key, value=text)

    answer = client.run(READ)

    assert answer.errors == []
    seen = json.loads(answer.output[0])
    for item in machine.iis.edit().section(POOLS).collection:
        assert seen[str(item.get("name"))]["flat"] == item.values()
    assert sorted(seen[name]["variables"]) == sorted(f"{key}={text}" for key, text in variables.items())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, setting=values())
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
