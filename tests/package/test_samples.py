"""Every recorded publish output, judged as its README says."""

from pathlib import Path

import pytest

from iisfleet.package import load_package
from tests.package.conftest import codes

CLEAN = frozenset[str]()


@pytest.mark.parametrize(
    ("name", "errors", "warnings"),
    [
        ("fdd-inprocess", CLEAN, CLEAN),
        ("fdd-inprocess-v2", CLEAN, CLEAN),
        ("fdd-inprocess-portable", CLEAN, CLEAN),
        ("fdd-outofprocess", CLEAN, CLEAN),
        ("fdd-single-file", {"single-file-in-process"}, CLEAN),
        ("win-x86", CLEAN, CLEAN),
        ("self-contained-win-x64", {"dependency-missing"}, CLEAN),
        ("no-web-config", {"web-config-missing"}, CLEAN),
        ("worker-no-aspnetcore", {"not-aspnetcore"}, CLEAN),
        ("sub-app", CLEAN, CLEAN),
        ("custom-web-config", CLEAN, {"stdout-log"}),
        ("explicit-iis", CLEAN, CLEAN),
        ("with-dataprotection", CLEAN, CLEAN),
        ("with-dataprotection-files", CLEAN, CLEAN),
        ("hosting-startup-failure", CLEAN, CLEAN),
        ("legacy-netcoreapp2.0", CLEAN, {"module-v1", "no-kestrel", "no-iis-integration"}),
        ("legacy-ancm-v1", {"dependency-missing"}, {"module-v1", "no-kestrel"}),
    ],
)
def test_findings(samples: Path, name: str, errors: set[str], warnings: set[str]) -> None:
    assert codes(samples / name, "error") == errors
    assert codes(samples / name, "warning") == warnings


@pytest.mark.parametrize(
    ("name", "bitness", "hosting_model", "release"),
    [
        ("fdd-inprocess", 64, "inprocess", "1.0.0-"),
        ("fdd-inprocess-v2", 64, "inprocess", "2.0.0-"),
        ("fdd-inprocess-portable", None, "inprocess", "1.0.0-"),
        ("fdd-outofprocess", 64, "outofprocess", "2.0.0-"),
        ("fdd-single-file", 64, "inprocess", "0-"),
        ("win-x86", 32, "inprocess", "1.0.0-"),
        ("legacy-netcoreapp2.0", None, "outofprocess", "1.0.0-"),
    ],
)
def test_app(samples: Path, name: str, bitness: int | None, hosting_model: str, release: str) -> None:
    package = load_package(samples / name)

    assert (package.app.bitness, package.app.hosting_model) == (bitness, hosting_model)
    assert package.release_id.startswith(release)


def test_a_self_contained_output_brings_its_frameworks(samples: Path) -> None:
    app = load_package(samples / "self-contained-win-x64").app

    assert app.self_contained
    assert (app.framework, app.framework_version, app.rid) == ("Microsoft.AspNetCore.App", "10.0.12", "win-x64")


@pytest.mark.parametrize(
    ("name", "named"), [("with-dataprotection", True), ("with-dataprotection-files", True), ("sub-app", False)]
)
def test_set_application_name_is_seen_in_the_dll(samples: Path, name: str, named: bool) -> None:
    app = load_package(samples / name).app

    assert (app.set_application_name, app.uses_data_protection) == (named, named)


def test_the_delta_of_a_release(samples: Path) -> None:
    old, new = (load_package(samples / name).manifest for name in ("fdd-inprocess", "fdd-inprocess-v2"))

    difference = new.difference(old)

    assert [entry.path for entry in difference.to_send] == [
        "HelloIis.deps.json",
        "HelloIis.dll",
        "HelloIis.exe",
        "HelloIis.staticwebassets.endpoints.json",
        "wwwroot/site.css",
        "wwwroot/site.css.br",
        "wwwroot/site.css.gz",
    ]
    assert (difference.added, difference.removed) == ((), ())
