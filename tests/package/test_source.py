import io
import os
import stat
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iisfleet.errors import ExitCode, PackageError
from iisfleet.package import load_package
from tests.package.conftest import HELLO, codes, found


def zip_folder(folder: Path, target: Path, prefix: str = "", separator: str = "/") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = prefix + path.relative_to(folder).as_posix()
            if path.is_file():
                info = zipfile.ZipInfo("x")
                info.filename = info.orig_filename = name.replace("/", separator)
                archive.writestr(info, path.read_bytes())
    return target


def zip_with(target: Path, change: Callable[[zipfile.ZipInfo], None]) -> Path:
    """A zip with a sound web.config and one entry that was tampered with."""
    info = zipfile.ZipInfo("extra.txt")
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(HELLO / "web.config", "web.config")
        change(info)
        archive.writestr(info, b"text")
    return target


def refused(path: Path) -> PackageError:
    with pytest.raises(PackageError) as caught:
        load_package(path)
    assert caught.value.exit_code == ExitCode.BAD_INPUT
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("separator", ["/", "\\"])
def test_a_zip_is_the_same_package_as_its_folder(tmp_path: Path, separator: str) -> None:
    package = load_package(zip_folder(HELLO, tmp_path / "p.zip", separator=separator))
    folder = load_package(HELLO)

    assert (package.kind, folder.kind) == ("zip", "folder")
    assert package.manifest == folder.manifest
    assert package.app == folder.app
    assert package.findings == folder.findings


def test_a_zip_of_the_folder_itself_is_read_and_said(tmp_path: Path) -> None:
    wrapped = zip_folder(HELLO, tmp_path / "p.zip", prefix="publish/")

    assert load_package(wrapped).manifest == load_package(HELLO).manifest
    assert found(wrapped, "zip-wrapped").severity == "note"


@pytest.mark.parametrize(
    "name", ["../evil.txt", "..\\evil.txt", "/evil.txt", "C:\\evil.txt", "a/../../evil", "a\nb", "../x/"]
)
def test_an_entry_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    def change(info: zipfile.ZipInfo) -> None:
        info.filename = info.orig_filename = name

    assert "refused" in refused(zip_with(tmp_path / "p.zip", change)).message


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    def change(info: zipfile.ZipInfo) -> None:
        info.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "link" in refused(zip_with(tmp_path / "p.zip", change)).message


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "p.zip", lambda info: None)
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # bit 0 of the flags in the central directory
    path.write_bytes(data)

    assert "encrypted" in refused(path).message


def test_a_zip_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(HELLO / "web.config", "web.config")
        with archive.open("zeros.bin", "w") as out:
            for _ in range(128):
                out.write(bytes(1024 * 1024))

    assert "grow" in refused(tmp_path / "p.zip").message


def test_a_size_that_is_a_lie_is_refused(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "p.zip", lambda info: None)
    data = bytearray(path.read_bytes())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(data)

    refused(path)


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.write(HELLO / "web.config", "web.config")
        archive.writestr("a/b.txt", b"1")
        archive.writestr("a\\b.txt", b"2")

    assert "a/b.txt" in refused(tmp_path / "p.zip").message


@pytest.mark.parametrize("cut", [10, 400, 3000])
def test_a_truncated_zip_is_refused(tmp_path: Path, cut: int) -> None:
    whole = zip_folder(HELLO, tmp_path / "whole.zip").read_bytes()
    (tmp_path / "p.zip").write_bytes(whole[:-cut])

    assert "zip" in refused(tmp_path / "p.zip").message


def test_a_zip_with_damaged_content_is_refused(tmp_path: Path) -> None:
    data = bytearray(zip_folder(HELLO, tmp_path / "p.zip").read_bytes())
    start = data.index(b"HelloIis.dllMZ") + 40
    data[start : start + 200] = bytes(200)
    (tmp_path / "p.zip").write_bytes(data)

    assert "HelloIis.dll" in refused(tmp_path / "p.zip").message


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a zip")

    assert "notes.txt cannot be read as a zip" in refused(tmp_path / "notes.txt").message


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "missing").message


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "is empty" in refused(tmp_path).message


def test_a_folder_of_something_else_names_the_folder_that_was_meant(hello: Path) -> None:
    error = refused(hello.parent)

    assert "not a publish output" in error.message
    assert error.hint == f"Did you mean {hello}?"


def test_the_sources_of_a_project(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "App.dll").write_bytes(b"x")
    (tmp_path / "App.csproj").write_text("<Project/>")
    (tmp_path / "web.config").write_text("<configuration/>")

    assert "dotnet publish" in (refused(tmp_path).hint or "")


@pytest.mark.skipif(os.name == "nt", reason="links and rights of POSIX")
def test_a_link_in_a_folder_is_refused(hello: Path) -> None:
    (hello / "keys").symlink_to(hello.parent)

    assert refused(hello).message.startswith(f"{hello / 'keys'} is a link")


@pytest.mark.skipif(os.name == "nt", reason="a pipe in the file system is POSIX")
def test_a_pipe_in_a_folder_is_refused_and_not_waited_for(hello: Path) -> None:
    os.mkfifo(hello / "pipe")

    assert "neither a file nor a folder" in refused(hello).message


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_cannot_be_read_is_named(hello: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    # Rights do not stop root, so the operating system's answer is put in its place.
    def denied(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    if what == "folder":
        monkeypatch.setattr(os, "scandir", denied)
    else:
        monkeypatch.setattr(Path, "open", denied)

    error = refused(hello)

    assert "cannot be read: Permission denied" in error.message
    assert "rights" in (error.hint or "")


def test_names_that_windows_cannot_hold_are_errors(hello: Path) -> None:
    (hello / "wwwroot" / "nul.txt").write_text("x")

    assert codes(hello, "error") == {"path-name"}


def test_five_thousand_files_are_quick_and_in_order(hello: Path) -> None:
    for number in range(5000):
        (hello / "wwwroot" / f"{number}.js").write_bytes(b"%d" % number)
    start = time.process_time()

    package = load_package(hello)

    assert len(package.manifest) == 5000 + len(load_package(HELLO).manifest)
    assert time.process_time() - start < 10
    assert threading.active_count() < 50


def test_a_package_is_read_in_pieces(hello: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (hello / "big.bin").write_bytes(bytes(3 * 1024 * 1024))
    sizes = []
    original = io.BufferedReader.read

    class Counting(io.BufferedReader):
        def read(self, size: int | None = -1, /) -> bytes:
            data = original(self, size)
            sizes.append(len(data))
            return data

    monkeypatch.setattr(Path, "open", lambda self, mode: Counting(io.FileIO(self)))

    load_package(hello)

    assert sum(sizes) > 3 * 1024 * 1024
    assert max(sizes) <= 256 * 1024
