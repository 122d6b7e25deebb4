"""Each check by a real publish output with one thing wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from iisfleet.package import load_package
from tests.package.conftest import FIXTURES, HELLO, codes, found

Edit = Callable[[str, str, str], None]


def test_a_sound_output_has_nothing_but_a_note() -> None:
    package = load_package(HELLO)

    assert [finding.code for finding in package.findings] == ["framework-needed"]
    assert (package.errors, package.warnings) == ((), ())
    assert package.app.name == "HelloIis"
    assert package.app.version == "1.0.0"
    assert (package.app.framework, package.app.framework_version) == ("Microsoft.AspNetCore.App", "10.0.0")
    assert (package.app.hosting_model, package.app.bitness, package.app.rid) == ("inprocess", None, None)
    assert (package.app.process_path, package.app.arguments) == ("dotnet", ".\\HelloIis.dll")
    assert not any((package.app.self_contained, package.app.single_file, package.app.uses_http_sys))


def test_a_32_bit_output() -> None:
    assert load_package(FIXTURES / "win-x86").app.bitness == 32
    assert codes(FIXTURES / "win-x86", "note") == {"bitness-32", "framework-needed"}
    assert codes(FIXTURES / "win-x86", "error", "warning") == set()


def test_an_old_output_with_module_v1_and_without_its_dlls() -> None:
    legacy = FIXTURES / "legacy-ancm-v1"

    assert load_package(legacy).app.module == "AspNetCoreModule"
    assert codes(legacy, "error") == {"dependency-missing"}
    assert codes(legacy, "warning") == {"module-v1", "no-kestrel"}
    assert found(legacy, "handler-inherited").line == 6
    assert "37 files" in found(legacy, "dependency-missing").sentence


def test_no_web_config(hello: Path) -> None:
    (hello / "web.config").unlink()

    assert codes(hello, "error") == {"web-config-missing"}


def test_a_web_config_of_any_case_is_found(hello: Path) -> None:
    (hello / "web.config").rename(hello / "Web.Config")

    assert codes(hello, "error") == set()
    assert [entry.path for entry in load_package(hello).sensitive_files] == [
        "HelloIis.deps.json",
        "HelloIis.runtimeconfig.json",
        "Web.Config",
        "appsettings.Production.json",
        "appsettings.json",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<configuration>\n  <system.webServer>\n</configuration>", 3),
        ("", None),
        ("<configuration>&nothing;</configuration>", 1),
        ("<web/>", 1),
    ],
)
def test_a_malformed_web_config(hello: Path, text: str, line: int | None) -> None:
    (hello / "web.config").write_text(text)

    finding = found(hello, "web-config-malformed")

    assert (finding.severity, finding.file) == ("error", "web.config")
    assert line is None or finding.line == line


def test_entities_are_not_expanded(hello: Path) -> None:
    secret = hello / "secret.txt"
    secret.write_text("AspNetCoreModuleV2")
    (hello / "web.config").write_text(
        f'<!DOCTYPE c [<!ENTITY x SYSTEM "{secret.as_uri()}">]><configuration><system.webServer><handlers>'
        '<add name="a" path="*" verb="*" modules="M"/>&x;</handlers></system.webServer></configuration>'
    )

    assert codes(hello, "error") == {"handler-missing", "aspnetcore-element-missing"}


def test_a_worker(hello: Path) -> None:
    (hello / "web.config").unlink()
    (hello / "HelloIis.runtimeconfig.json").write_text(
        '{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "10.0.0"}}}'
    )

    assert codes(hello, "error") == {"not-aspnetcore"}


@pytest.mark.parametrize(
    ("old", "new", "code", "severity", "line"),
    [
        ("AspNetCoreModuleV2", "Other", "handler-missing", "error", None),
        ("AspNetCoreModuleV2", "AspNetCoreModule", "module-v1", "error", 6),
        ("<aspNetCore", "<other", "aspnetcore-element-missing", "error", None),
        ("inprocess", "both", "hosting-model", "error", 8),
        ('stdoutLogEnabled="false"', 'stdoutLogEnabled="true"', "stdout-log", "warning", 8),
        (".\\HelloIis.dll", ".\\Other.dll", "arguments-dll-missing", "error", 8),
        (".\\HelloIis.dll", "", "arguments-dll-missing", "error", 8),
        ('"dotnet"', '".\\HelloIis.exe"', "process-path-missing", "error", 8),
        ('"dotnet"', '""', "process-path-missing", "error", 8),
        ('"dotnet"', '"%LAUNCHER_PATH%"', "launcher-placeholder", "error", 8),
        ('inheritInChildApplications="false"', "", "handler-inherited", "note", 6),
    ],
)
def test_what_web_config_gets_wrong(
    hello: Path, edit: Edit, old: str, new: str, code: str, severity: str, line: int | None
) -> None:
    text = (hello / "web.config").read_text(encoding="utf-8-sig")
    if code == "aspnetcore-element-missing":
        text = text.replace("<aspNetCore", "<other")
    (hello / "web.config").write_text(text.replace(old, new))

    finding = found(hello, code)

    assert (finding.severity, finding.file, finding.line) == (severity, "web.config", line)


def test_quoted_arguments_and_a_full_path_of_dotnet(hello: Path, edit: Edit) -> None:
    edit("web.config", 'arguments=".\\HelloIis.dll"', 'arguments="exec &quot;.\\HelloIis.dll&quot; --urls x"')
    edit("web.config", '"dotnet"', '"%ProgramFiles%\\dotnet\\dotnet.exe"')

    assert codes(hello, "error") == set()
    assert load_package(hello).app.name == "HelloIis"


@pytest.mark.parametrize("place", ["", "location"])
@pytest.mark.parametrize("element", ["system.web", "appSettings", "connectionStrings"])
def test_sections_of_net_framework(hello: Path, edit: Edit, element: str, place: str) -> None:
    section = f"<{element}>\n</{element}>"
    section = f'<location path="admin">\n{section}</location>' if place else section
    edit("web.config", "</configuration>", f"{section}\n</configuration>")

    finding = found(hello, "unused-section")

    assert finding.severity == "warning"
    assert finding.line == (12 if place else 11)
    assert f"<{element}>" in finding.sentence


def test_a_location_of_something_else_is_no_finding(hello: Path, edit: Edit) -> None:
    edit("web.config", "</configuration>", '<location path="a"><system.webServer/></location></configuration>')

    assert codes(hello, "error", "warning") == set()


@pytest.mark.parametrize(("value", "severity"), [("Staging", "note"), ("Development", "warning")])
def test_the_environment_in_web_config(hello: Path, edit: Edit, value: str, severity: str) -> None:
    variable = f'<environmentVariable name="ASPNETCORE_ENVIRONMENT" value="{value}" />'
    edit(
        "web.config",
        'inprocess" />',
        f'inprocess"><environmentVariables>{variable}</environmentVariables></aspNetCore>',
    )

    assert found(hello, "environment-in-web-config").severity == severity


def test_a_single_file_in_process(hello: Path, edit: Edit) -> None:
    for name in ("HelloIis.dll", "HelloIis.deps.json", "HelloIis.runtimeconfig.json"):
        (hello / name).unlink()
    (hello / "HelloIis.exe").write_bytes(native_exe(0x8664))
    edit("web.config", 'processPath="dotnet" arguments=".\\HelloIis.dll"', 'processPath=".\\HelloIis.exe"')

    assert codes(hello, "error") == {"single-file-in-process"}
    assert load_package(hello).app.bitness == 64

    edit("web.config", '"inprocess"', '"OutOfProcess"')

    assert codes(hello, "error") == set()


def test_an_exe_without_its_dll(hello: Path, edit: Edit) -> None:
    (hello / "HelloIis.dll").unlink()
    (hello / "HelloIis.exe").write_bytes(native_exe(0x8664))
    edit("web.config", 'processPath="dotnet" arguments=".\\HelloIis.dll"', 'processPath=".\\HelloIis.exe"')

    assert codes(hello, "error") == {"app-dll-missing"}


@pytest.mark.parametrize("name", ["HelloIis.deps.json", "HelloIis.runtimeconfig.json", "appsettings.Production.json"])
def test_json_that_cannot_be_parsed(hello: Path, name: str) -> None:
    (hello / name).write_text('{\n  "a": 1,\n  oops\n}')

    finding = next(finding for finding in load_package(hello).errors)

    assert (finding.code.endswith("-malformed"), finding.file, finding.line) == (True, name, 3)
    assert len(load_package(hello).errors) == 1


def test_json_as_dotnet_reads_it(hello: Path) -> None:
    (hello / "appsettings.json").write_text(
        '\ufeff{ // a comment\n "u": "http://x/*,]*/", /* two\nlines */ "l": [1,\n], }'
    )

    assert codes(hello, "error") == set()


def test_no_runtimeconfig(hello: Path) -> None:
    (hello / "HelloIis.runtimeconfig.json").unlink()

    assert codes(hello, "error") == {"runtimeconfig-missing"}


def with_deps(hello: Path, library: dict[str, object], rid: str = "", name: str = "Lib") -> None:
    path = hello / "HelloIis.deps.json"
    deps = json.loads(path.read_text())
    old = deps["runtimeTarget"]["name"]
    deps["runtimeTarget"]["name"] = old + rid
    deps["targets"] = {old + rid: {**deps["targets"][old], f"{name}/2.0.0": library}}
    deps["libraries"][f"{name}/2.0.0"] = {"type": "package"}
    path.write_text(json.dumps(deps))


def test_files_that_deps_json_names(hello: Path) -> None:
    with_deps(
        hello,
        {
            "runtime": {"lib/net8.0/Lib.dll": {}, "lib/net8.0/_._": {}},
            "native": {"runtimes/win/native/lib.dll": {}},
            "resources": {"lib/net8.0/de/Lib.resources.dll": {"locale": "de"}},
            "runtimeTargets": {
                "runtimes/win-x64/native/n.dll": {"rid": "win-x64", "assetType": "native"},
                "runtimes/linux-x64/native/n.so": {"rid": "linux-x64", "assetType": "native"},
            },
        },
    )

    sentence = found(hello, "dependency-missing").sentence

    assert "names 4 files" in sentence
    assert sentence.endswith(": Lib.dll, lib.dll, de/Lib.resources.dll, runtimes/win-x64/native/n.dll")

    for path in ("Lib.dll", "de/Lib.resources.dll", "runtimes/win-x64/native/n.dll"):
        (hello / path).parent.mkdir(parents=True, exist_ok=True)
        (hello / path).write_bytes(native_exe(0x8664))

    assert codes(hello, "error") == set()  # Lib.dll and lib.dll are one file for Windows


def test_a_mix_of_bitness(hello: Path) -> None:
    with_deps(hello, {"native": {"a.dll": {}, "b.dll": {}}})
    (hello / "a.dll").write_bytes(native_exe(0x014C))
    (hello / "b.dll").write_bytes(native_exe(0x8664))

    assert codes(hello, "error") == {"bitness-mix"}


def test_an_output_for_linux(hello: Path) -> None:
    with_deps(hello, {}, rid="/linux-x64")

    assert codes(hello, "error") == {"not-for-windows"}


def test_the_http_sys_server(hello: Path) -> None:
    with_deps(hello, {}, name="Microsoft.AspNetCore.Server.HttpSys")

    assert found(hello, "http-sys").severity == "warning"


def patch_member(hello: Path, name: str) -> None:
    """Puts a call of another member into the app's dll: names end with NUL in its metadata, so length is all."""
    dll = hello / "HelloIis.dll"
    assert dll.read_bytes().count(b"MapStaticAssets\0") == 1
    dll.write_bytes(dll.read_bytes().replace(b"MapStaticAssets\0", name.rjust(15, "x").encode() + b"\0"))


@pytest.mark.parametrize(
    ("member", "code", "severity"),
    [
        ("AddRazorPages", "no-application-name", "warning"),
        ("AddCookie", "no-application-name", "warning"),
        ("UseHttpSys", "http-sys", "warning"),
    ],
)
def test_what_the_app_calls(hello: Path, member: str, code: str, severity: str) -> None:
    patch_member(hello, member)

    assert found(hello, code).severity == severity
    assert codes(hello, "error", "warning") == {code}


@pytest.mark.parametrize("content", [b"", b"MZ", b"not a program" * 9, None])
def test_a_damaged_dll(hello: Path, content: bytes | None) -> None:
    dll = hello / "HelloIis.dll"
    dll.write_bytes(dll.read_bytes()[:600] if content is None else content)

    assert codes(hello, "error") == {"binary-malformed"}


def test_leftovers(hello: Path) -> None:
    (hello / "App_Offline.htm").write_text("away")
    (hello / "appsettings.Development.json").write_text("{}")

    assert found(hello, "app-offline").severity == "error"
    assert found(hello, "development-settings").severity == "note"


@pytest.mark.parametrize("path", ["App_Offline.htm.new", "plugins/acme.iisfleet/x.dll", "web.config.IISFLEET"])
def test_names_that_are_our_own(hello: Path, path: str) -> None:
    (hello / path).parent.mkdir(parents=True, exist_ok=True)
    (hello / path).write_text("x")

    assert found(hello, "reserved-name").file == path


def test_a_static_asset_that_was_edited_after_publishing(hello: Path) -> None:
    (hello / "wwwroot" / "site.css").write_text("changed")

    assert found(hello, "static-assets-stale").sentence.endswith("wrong: site.css")


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.0.0", "1.0.0-"),
        ("1.0.0-rc.1+abc/..", "1.0.0-rc.1-abc-"),
        ("../../x", "vx-"),
        ("con.1", "vcon.1-"),
        ("", "0-"),
        ("9" * 99, "9" * 29 + "-"),
        ("a" * 99, "v" + "a" * 28 + "-"),
    ],
)
def test_the_release_is_named_by_version_and_content(hello: Path, edit: Edit, version: str, expected: str) -> None:
    edit("HelloIis.deps.json", "HelloIis/1.0.0", f"HelloIis/{version}")

    package = load_package(hello)

    assert package.release_id == expected + package.manifest.sha256[:10]
    assert len(package.release_id) <= 40


def native_exe(machine: int) -> bytes:
    """The headers of an exe: DOS stub, COFF header, PE32 or PE32+ optional header without a CLI header."""
    wide = machine != 0x014C
    optional = (0x20B if wide else 0x10B).to_bytes(2, "little") + bytes(238)
    coff = machine.to_bytes(2, "little") + bytes(14) + len(optional).to_bytes(2, "little") + bytes(2)
    return b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + coff + optional
