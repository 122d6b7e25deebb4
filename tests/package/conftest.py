"""A writable copy of a real publish output, to break in one way or another."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from iisfleet.package import Finding, load_package

ROOT = Path(__file__).resolve().parents[2]
HELLO = ROOT / "inventories" / "packages" / "hello"
FIXTURES = ROOT / "tests" / "fixtures" / "packages"


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HELLO, tmp_path / "hello"))


@pytest.fixture
def edit(hello: Path) -> Callable[[str, str, str], None]:
    """Replaces a text in a file of the copy; the text must be there."""

    def replace(name: str, old: str, new: str) -> None:
        text = (hello / name).read_text(encoding="utf-8-sig")
        assert old in text
        (hello / name).write_text(text.replace(old, new), encoding="utf-8")

    return replace


def found(path: Path, code: str) -> Finding:
    """The one finding with this code."""
    findings = [finding for finding in load_package(path).findings if finding.code == code]
    assert len(findings) == 1, load_package(path).findings
    return findings[0]


def codes(path: Path, *severities: str) -> set[str]:
    return {finding.code for finding in load_package(path).findings if finding.severity in severities}
