"""The baseline of a host: what is declared, in the words of each kind of Windows."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.errors import ConfigError
from iisfleet.inventory import Connection, Host, Setup
from iisfleet.inventory.features import DESKTOP_NAMES, desktop_features, prerequisites
from iisfleet.rendering.dsc import Windows, baseline_of, read_document, render_document
from iisfleet.rendering.dsc.baseline import resource_ids
from iisfleet.rendering.dsc.reader import Document
from winlab.windows.dsc_document import read_document as read_in_the_lab

KINDS: tuple[Windows, ...] = ("server", "core", "desktop")
KEY = r"HKLM\SOFTWARE\Contoso"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=12)


def host_with(**setup: Any) -> Host:
    return Host(name="web01", connection=Connection(address="web01"), setup=Setup.model_validate(setup))


def document_of(windows: Windows, **setup: Any) -> Document:
    return read_document(baseline_of(host_with(**setup), windows).document)


def values(document: Document, kind: str) -> list[dict[str, Any]]:
    return [{p.name: p.value for p in one.properties} for one in document.resources if one.type == kind]


def names(document: Document, kind: str) -> list[Any]:
    return [one["Name"] for one in values(document, kind)]


def test_each_kind_of_windows_has_its_words() -> None:
    said = {"features": ["Web-Mgmt-Console", "Web-Windows-Auth"]}

    assert names(document_of("server", **said), "WindowsFeature") == [
        "Web-Server", "Web-Mgmt-Console", "Web-Windows-Auth"]  # fmt: skip
    assert names(document_of("core", **said), "WindowsFeature") == [
        "Web-Server", "Web-Scripting-Tools", "Web-Windows-Auth"]  # fmt: skip
    desktop = names(document_of("desktop", **said), "WindowsOptionalFeature")
    assert desktop[:2] == ["IIS-WebServerRole", "IIS-WebServer"]
    assert desktop[-3:] == ["IIS-WebServerManagementTools", "IIS-ManagementConsole", "IIS-WindowsAuthentication"]
    assert {one["Ensure"] for one in values(document_of("desktop"), "WindowsOptionalFeature")} == {"Enable"}


@pytest.mark.parametrize("name", DESKTOP_NAMES)
def test_a_desktop_enables_what_is_above_a_feature_first(name: str) -> None:
    ordered = desktop_features([name])

    assert set(DESKTOP_NAMES[name]) <= set(ordered)
    for number, one in enumerate(ordered):
        assert set(prerequisites(one)) <= set(ordered[:number])


def test_a_source_is_a_text_on_servers_and_a_list_on_desktops() -> None:
    server = values(document_of("server", source=r"\\files\sxs"), "WindowsFeature")
    desktop = values(document_of("desktop", source=r"\\files\sxs"), "WindowsOptionalFeature")

    assert {one["Source"] for one in server} == {r"\\files\sxs"}
    assert {one["Source"] for one in desktop} == {(r"\\files\sxs",)}


@pytest.mark.parametrize(
    ("kind", "value", "data", "hexadecimal"),
    [
        ("String", "it's", ("it's",), None),
        ("MultiString", ["a", "b"], ("a", "b"), None),
        ("Dword", 0, ("0",), None),
        ("Dword", 2**31 - 1, ("2147483647",), None),
        ("Dword", 2**31, ("80000000",), True),
        ("Qword", 2**63, ("8000000000000000",), True),
        ("Binary", "ff00", ("ff00",), None),
    ],
)
def test_registry_data_is_text_and_large_numbers_are_hexadecimal(
    kind: str, value: Any, data: tuple[str, ...], hexadecimal: bool | None
) -> None:
    document = document_of("server", registry=[{"key": KEY, "name": "N", "kind": kind, "value": value}])
    (found,) = values(document, "Registry")

    assert (found["Key"], found["ValueName"], found["ValueType"]) == (r"HKEY_LOCAL_MACHINE\SOFTWARE\Contoso", "N", kind)
    assert (found["ValueData"], found.get("Hex")) == (data, hexadecimal)


def test_services_of_iis_wait_for_its_features_and_others_do_not() -> None:
    document = document_of("server", services={"W3SVC": {"startup": "Automatic"}, "Spooler": {"startup": "Disabled"}})
    w3svc, spooler = values(document, "Service")

    assert w3svc == {
        "Name": "W3SVC", "State": "Running", "StartupType": "Automatic",
        "DependsOn": ("[WindowsFeature]WebServer", "[WindowsFeature]WebMgmtConsole"),
    }  # fmt: skip
    assert spooler == {"Name": "Spooler", "State": "Stopped", "StartupType": "Disabled"}


def test_steps_say_the_same_without_dsc() -> None:
    baseline = baseline_of(
        host_with(
            folders=[r"D:\logs"],
            registry=[{"key": KEY, "name": "N", "kind": "Dword", "value": 5}],
            services={"Spooler": {"startup": "Disabled"}},
        ),
        "core",
    )

    assert dict(baseline.steps) == {
        "Install-HostFeature": {"Names": ("Web-Server", "Web-Scripting-Tools"), "Source": None},
        "Set-HostFolder": {"Path": r"D:\logs", "Sddl": None},
        "Set-RegistryValue": {
            "Key": r"HKEY_LOCAL_MACHINE\SOFTWARE\Contoso", "Name": "N", "Kind": "DWord", "Value": 5},
        "Set-HostService": {"Name": "Spooler", "State": "Stopped", "Startup": "Disabled"},
    }  # fmt: skip


@given(st.lists(TEXT, max_size=8))
def test_ids_are_safe_and_all_different(texts: list[str]) -> None:
    ids = resource_ids(texts)

    assert len({one.casefold() for one in ids}) == len(texts)
    assert all(one.isascii() and one.isalnum() for one in ids)


@given(
    st.lists(TEXT, max_size=4, unique_by=str.casefold),
    st.lists(st.sampled_from(sorted(DESKTOP_NAMES)), max_size=6, unique_by=str.casefold),
    st.sampled_from(KINDS),
)
def test_whatever_is_declared_becomes_a_document_that_says_it(
    texts: list[str], features: list[str], windows: Windows
) -> None:
    registry = [{"key": KEY, "name": text, "value": text} for text in texts]
    baseline = baseline_of(host_with(features=features, registry=registry), windows)
    document = read_document(baseline.document)

    assert [(one["ValueName"], one["ValueData"]) for one in values(document, "Registry")] == [
        (text, (text,)) for text in texts
    ]
    assert tuple(one.id for one in document.resources) == baseline.resources
    in_the_lab = read_in_the_lab(baseline.document)
    assert tuple(one.id for one in in_the_lab.resources) == baseline.resources
    assert [one.properties["ValueName"] for one in in_the_lab.resources if one.kind == "Registry"] == texts


def test_every_line_of_a_document_knows_its_line_of_the_template(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "t.j2").write_text(
        "{## about ##}\nA {\n{%- for x in xs %}\n  N = {{ x }}\n"
        "{%- if x == 'b' %}\n  M = 1\n{%- endif %}\n{%- endfor %}\n}\n"
    )
    monkeypatch.setattr("iisfleet.resources.templates", lambda: tmp_path)

    rendered = render_document("t.j2", {"xs": ["a", "b", "c\nd #:7"]})

    assert rendered.text == "A {\n  N = 'a'\n  N = 'b'\n  M = 1\n  N = 'c\nd #:7'\n}\n"
    assert rendered.lines == {1: 2, 2: 4, 3: 4, 4: 6, 6: 4, 7: 9}


def test_what_a_template_lacks_is_said_with_its_name(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "t.j2").write_text("A {{ missing }}\n")
    monkeypatch.setattr("iisfleet.resources.templates", lambda: tmp_path)

    with pytest.raises(ConfigError, match=r"t\.j2: cannot be rendered: 'missing' is undefined"):
        render_document("t.j2", {})


def test_a_wrong_template_is_told_with_its_line_and_the_host_is_spared(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "dsc").mkdir()
    (tmp_path / "dsc" / "baseline.ps1.j2").write_text(
        "Configuration {{ configuration | raw }} {\n    Import-DscResource -ModuleName PSDesiredStateConfiguration\n"
        "    Node 'localhost' {\n        WindowsFeature X {\n            Ensur = 'Present'\n            Name = 'x'\n"
        "        }\n    }\n}\n"
    )
    monkeypatch.setattr("iisfleet.resources.templates", lambda: tmp_path)

    with pytest.raises(ConfigError) as caught:
        baseline_of(host_with(), "server")

    (problem,) = caught.value.problems
    assert (problem.line, problem.key, problem.hint) == (5, "[WindowsFeature]X.Ensur", "did you mean 'Ensure'?")
