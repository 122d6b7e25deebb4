"""The LCM of a machine: documents, states, and what it refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from winlab.windows.dsc_document import compile_document, read_document
from winlab.windows.errors import MachineError, NotEmulated
from winlab.windows.machine import Machine

FOLDER = r"File {name} {{ DestinationPath = 'C:\{name}'; Type = 'Directory'; DependsOn = @({needs}) }}"


def document(*resources: str) -> bytes:
    return f"Configuration Base {{ Node 'localhost' {{ {' '.join(resources)} }} }}".encode()


def folder(name: str, *needs: str) -> str:
    return FOLDER.format(name=name, needs=", ".join(f"'[File]{one}'" for one in needs))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Machine]:
    made = Machine.create(tmp_path / "web01", "web01", "bare")
    yield made
    made.close()


def test_a_failed_resource_stops_its_dependants_only(bare: Machine) -> None:
    bare.fs.write(r"C:\b", b"a file")

    with pytest.raises(MachineError, match=r"\[File\]b failed"):
        bare.lcm.invoke(
            "SendConfigurationApply",
            {
                "ConfigurationData": document(folder("c", "b"), folder("b"), folder("d", "c"), folder("a")),
                "force": True,
            },
        )

    assert [bare.fs.is_folder(rf"C:\{name}") for name in "abcd"] == [True, False, False, False]
    assert bare.lcm.data["state"] == "PendingConfiguration"
    with pytest.raises(MachineError, match="use force"):
        bare.lcm.invoke("SendConfigurationApply", {"ConfigurationData": document(), "force": False})


def test_a_test_changes_nothing_and_a_busy_lcm_does_nothing(bare: Machine) -> None:
    before = bare.snapshot()

    answer = bare.lcm.invoke("TestConfiguration", {"configurationData": document(folder("a"))})

    assert (answer["InDesiredState"], answer["ResourcesNotInDesiredState"]) == (False, [{"ResourceId": "[File]a"}])
    assert bare.snapshot() == before
    bare.lcm.set(state="Busy")
    for method in ("TestConfiguration", "SendConfigurationApply", "SendMetaConfigurationApply", "GetConfiguration"):
        with pytest.raises(MachineError, match="busy"):
            bare.lcm.invoke(method, {"ConfigurationData": document()})


def test_a_restart_ends_its_waiting(bare: Machine) -> None:
    bare.break_down("feature-restart")
    web = "WindowsFeature Web { Name = 'Web-Server'; Ensure = 'Present' }"
    bare.lcm.invoke("SendConfigurationApply", {"ConfigurationData": document(web), "force": True})
    assert (bare.lcm.data["state"], bare.power.has_pending_work) == ("PendingReboot", True)

    bare.power.pace = 0.01
    bare.power.restart()

    assert bare.power.wait(10)
    assert (bare.lcm.data["state"], bare.power.has_pending_work) == ("Idle", False)


@pytest.mark.parametrize(
    ("resources", "error", "sentence"),
    [
        ([folder("a"), folder("A")], MachineError, "duplicate"),
        ([folder("a"), folder("b").replace(r"C:\b", r"c:\A")], MachineError, "conflict"),
        ([folder("a", "b")], MachineError, "does not exist"),
        ([folder("a", "b"), folder("b", "a")], MachineError, "Circular"),
        (["File a { Type = 'Directory' }"], MachineError, "DestinationPath of .* mandatory"),
        ([folder("a").replace("Type", "Kind")], MachineError, "'Kind' is not valid"),
        (["Script a { GetScript = 'x' }"], NotEmulated, "resource Script"),
        (["File a { DestinationPath = $env:TEMP }"], NotEmulated, "literal"),
    ],
)
def test_what_the_compiler_refuses(resources: list[str], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        read_document(document(*resources).decode())


@pytest.mark.parametrize(
    "text", ["Configuration X { }", "Configuration X { Node 'web01' { } }", "Node 'localhost' { }"]
)
def test_only_the_one_form_is_understood(text: str) -> None:
    with pytest.raises(NotEmulated):
        read_document(text)


def test_a_document_of_another_name_is_none_of_ours() -> None:
    with pytest.raises(MachineError, match="the document has Base"):
        compile_document(document().decode(), "Other")
