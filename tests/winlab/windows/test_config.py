"""The generic configuration API: types, defaults, checks, one commit."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from winlab.windows.config import POOLS, SITES, Edit
from winlab.windows.errors import ChangedOnDisk, ConfigurationError
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG
from winlab.windows.schema import parse_span, section_paths, section_shape, span_text


def saved(machine: Machine) -> etree._Element:
    return etree.fromstring(machine.fs.read(CONFIG))


def test_reading_gives_defaults_and_changes_nothing(machine: Machine) -> None:
    edit = machine.iis.edit()
    pool = edit.section(POOLS).collection.find(name="defaultapppool")

    assert pool is not None
    assert pool.get("queueLength") == 1000
    assert pool.get("startMode") == "OnDemand"
    assert pool.child("processModel").get("loadUserProfile") is True  # of applicationPoolDefaults
    assert pool.child("recycling").child("periodicRestart").get("time") == "1.05:00:00"
    assert not pool.child("processModel").is_present
    assert not edit.changed
    assert edit.commit() is False


def test_what_is_set_stands_in_the_file_after_one_commit(machine: Machine) -> None:
    with machine.iis.edit() as edit:
        pool = edit.section(POOLS).collection.add(name="Shop")
        pool.set("startMode", "AlwaysRunning")
        pool.child("processModel").set("idleTimeout", timedelta(minutes=90))
        pool.child("environmentVariables").collection.add(name="A", value="x")
        assert saved(machine).find(f"{POOLS}/add[@name='Shop']") is None

    node = saved(machine).find(f"{POOLS}/add[@name='Shop']")
    assert node is not None
    assert node.get("startMode") == "AlwaysRunning"
    assert node.find("processModel").get("idleTimeout") == "01:30:00"  # type: ignore[union-attr]
    assert node.find("environmentVariables/add").get("value") == "x"  # type: ignore[union-attr]


def test_setting_what_stands_is_no_change(machine: Machine) -> None:
    edit = machine.iis.edit()
    pool = edit.section(POOLS).collection.find(name="DefaultAppPool")
    assert pool is not None

    pool.set("managedRuntimeVersion", "v4.0")

    assert not edit.changed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("noSuch", 1),
        ("queueLength", 5),
        ("queueLength", "1000"),
        ("queueLength", True),
        ("autoStart", "true"),
        ("startMode", "Sometimes"),
        ("name", "a|b"),
    ],
)
def test_wrong_values_are_refused_as_iis_does(machine: Machine, name: str, value: object) -> None:
    pool = machine.iis.edit().section(POOLS).collection.find(name="DefaultAppPool")
    assert pool is not None

    with pytest.raises(ConfigurationError):
        pool.set(name, value)


@pytest.mark.parametrize("value", ["00:00:30", "31.00:00:00", "soon"])
def test_time_spans_keep_to_range_and_step(machine: Machine, value: str) -> None:
    pool = machine.iis.edit().section(POOLS).collection.find(name="DefaultAppPool")
    assert pool is not None

    with pytest.raises(ConfigurationError):
        pool.child("processModel").set("idleTimeout", value)


def test_keys_are_unique_and_required(machine: Machine) -> None:
    edit = machine.iis.edit()
    sites = edit.section(SITES).collection
    shop = sites.add(name="Shop", id=1)
    bindings = shop.child("bindings").collection
    bindings.add(protocol="http", bindingInformation="*:80:")

    for wrong in (
        lambda: sites.add(name="SHOP", id=2),
        lambda: sites.add(name="Other", id=1),
        lambda: sites.add(name="Other"),
        lambda: bindings.add(protocol="http", bindingInformation="*:80:"),
        lambda: edit.section("system.webServer/rewrite/rules"),
        lambda: shop.child("rules"),
    ):
        with pytest.raises(ConfigurationError):
            wrong()
    bindings.add(protocol="https", bindingInformation="*:80:")


def test_passwords_are_encrypted_in_the_file_and_clear_in_the_api(machine: Machine) -> None:
    with machine.iis.edit() as edit:
        model = edit.section(POOLS).collection.add(name="Shop").child("processModel")
        model.set("identityType", 3)
        model.set("password", "hunter2")

    pool = machine.iis.edit().section(POOLS).collection.find(name="Shop")
    assert pool is not None
    assert b"hunter2" not in machine.fs.read(CONFIG)
    assert b"[enc:IISWASOnlyAesProvider:" in machine.fs.read(CONFIG)
    assert pool.child("processModel").get("password") == "hunter2"
    assert pool.child("processModel").get("identityType") == "SpecificUser"


def test_a_location_inherits_and_can_be_removed(machine: Machine) -> None:
    path = "system.webServer/security/authentication/windowsAuthentication"
    with machine.iis.edit() as edit:
        section = edit.section(path, "Shop")
        assert section.get("enabled") is False
        section.set("enabled", True)

    edit = machine.iis.edit()
    assert edit.section(path, "Shop/api").get("enabled") is True
    assert [p.get("value") for p in edit.section(path, "Shop").child("providers").collection] == [
        "Negotiate",
        "NTLM",
    ]
    assert edit.section(path).get("enabled") is False
    edit.remove_location("shop")
    edit.commit()
    assert machine.iis.edit().section(path, "Shop").get("enabled") is False


def test_a_file_that_changed_meanwhile_is_not_overwritten(machine: Machine) -> None:
    first, second = machine.iis.edit(), machine.iis.edit()
    first.section(POOLS).collection.add(name="A")
    second.section(POOLS).collection.add(name="B")
    first.commit()

    with pytest.raises(ChangedOnDisk, match="changed on disk"):
        second.commit()
    assert set(machine.iis.topology().pools) == {"DefaultAppPool", "A"}


def test_an_edit_ends_with_its_commit(machine: Machine) -> None:
    edit = machine.iis.edit()
    pool = edit.section(POOLS).collection.add(name="A")
    edit.commit()

    with pytest.raises(ConfigurationError, match="committed"):
        pool.set("autoStart", False)


def test_nothing_is_written_if_the_block_fails(machine: Machine) -> None:
    def fail(edit: Edit) -> None:
        edit.section(POOLS).collection.add(name="A")
        raise LookupError

    with pytest.raises(LookupError), machine.iis.edit() as edit:
        fail(edit)
    assert "A" not in machine.iis.topology().pools


def test_environment_variables_of_the_defaults_are_merged(machine: Machine) -> None:
    with machine.iis.edit() as edit:
        pools = edit.section(POOLS)
        defaults = pools.child("applicationPoolDefaults").child("environmentVariables").collection
        defaults.add(name="A", value="default")
        defaults.add(name="B", value="default")
        own = pools.collection.add(name="Shop").child("environmentVariables").collection
        own.add(name="b", value="own")

    assert machine.iis.topology().pools["Shop"].environment == {"A": "default", "b": "own"}


@given(
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)).map(
        lambda s: s - timedelta(microseconds=s.microseconds)
    )
)
def test_time_spans_survive_their_text(span: timedelta) -> None:
    assert parse_span(span_text(span)) == span


def test_every_default_of_the_schema_is_of_its_type() -> None:
    kinds = {"bool": bool, "uint": int, "int": int, "int64": int}
    for path in section_paths():
        for attribute in section_shape(path).attributes.values():
            assert isinstance(attribute.default, kinds.get(attribute.kind, str)), (path, attribute.name)


def test_a_broken_file_is_named(machine: Machine) -> None:
    machine.fs.write(CONFIG, b"<configuration>")

    with pytest.raises(ConfigurationError, match="not well-formed"):
        machine.iis.edit()
