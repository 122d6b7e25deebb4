import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iisfleet.errors import PackageError
from iisfleet.package import load_package, write_archive
from tests.package.conftest import HELLO

_FILES = st.dictionaries(
    st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.txt", fullmatch=True), st.binary(max_size=300), max_size=6
)


@settings(max_examples=25, deadline=None)
@given(_FILES)
def test_what_went_in_comes_out(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "app")
        for path, data in {**files, "web.config": b"<configuration/>"}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        package = load_package(folder)
        archive = write_archive(package, package.manifest, Path(name, "a.zip"))

        assert load_package(archive.path).manifest == package.manifest
        assert archive.size == archive.path.stat().st_size


def test_the_same_entries_give_the_same_bytes(tmp_path: Path, hello: Path) -> None:
    (hello / "web.config").touch()
    one, other = load_package(HELLO), load_package(hello)

    first = write_archive(one, one.manifest, tmp_path / "1.zip")
    second = write_archive(other, reversed(other.manifest.files), tmp_path / "2.zip")

    assert first.sha256 == second.sha256
    assert first.path.read_bytes() == second.path.read_bytes()


def test_only_the_entries_given_are_written(tmp_path: Path, hello: Path) -> None:
    base = load_package(hello)
    (hello / "wwwroot" / "site.css").write_text("body { color: red }")
    (hello / "wwwroot" / "robots.txt").unlink()
    package = load_package(hello)
    difference = package.manifest.difference(base.manifest)

    archive = write_archive(package, difference.to_send, tmp_path / "a.zip")

    assert zipfile.ZipFile(io.BytesIO(archive.path.read_bytes())).namelist() == ["wwwroot/site.css"]
    assert [entry.path for entry in difference.removed] == ["wwwroot/robots.txt"]


def test_a_zip_can_be_the_source(tmp_path: Path) -> None:
    folder = load_package(HELLO)
    whole = write_archive(folder, folder.manifest, tmp_path / "whole.zip")
    package = load_package(whole.path)

    assert write_archive(package, package.manifest, tmp_path / "again.zip").sha256 == whole.sha256


def test_a_file_that_changed_since_it_was_checked_does_not_travel(tmp_path: Path, hello: Path) -> None:
    package = load_package(hello)
    (hello / "appsettings.json").write_text("{}")

    with pytest.raises(PackageError, match=r"appsettings\.json changed after it was checked"):
        write_archive(package, package.manifest, tmp_path / "a.zip")

    assert not (tmp_path / "a.zip").exists()


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    package = load_package(HELLO)

    with pytest.raises(PackageError, match="cannot be written: No such file"):
        write_archive(package, package.manifest, tmp_path / "missing" / "a.zip")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux")
def test_a_full_disk_is_one_clear_error(tmp_path: Path) -> None:
    package = load_package(HELLO)
    target = tmp_path / "a.zip"
    target.symlink_to("/dev/full")

    with pytest.raises(PackageError, match="cannot be written: No space left"):
        write_archive(package, package.manifest, target)
