import os
from pathlib import Path

import pytest

from winlab.windows.errors import AccessDenied, DiskFull, MachineError, NotEmulated, NotFound, SharingViolation
from winlab.windows.machine import Machine


def test_names_are_found_without_regard_to_case_and_keep_theirs(machine: Machine) -> None:
    machine.fs.write(r"C:\Inetpub2\Shop\A.txt", b"x")

    found = machine.fs.path(r"c:/inetpub2/SHOP/a.TXT")

    assert machine.fs.windows(found) == r"C:\Inetpub2\Shop\A.txt"
    assert machine.fs.read(r"c:\INETPUB2\shop\A.txt") == b"x"


@pytest.mark.parametrize("path", [r"C:\..\..\etc\passwd", r"C:\a\..\..\..\b", r"\\?\C:\x"])
def test_a_path_stays_on_its_drive(machine: Machine, path: str) -> None:
    assert machine.fs.path(path).is_relative_to(machine.root / "C")


@pytest.mark.parametrize(
    ("path", "error"),
    [
        (r"D:\x", NotFound),
        (r"\\server\share", NotEmulated),
        (r"relative\x", NotEmulated),
        (r"C:\a|b", MachineError),
        ("C:\\a\tb", MachineError),
    ],
)
def test_paths_that_windows_or_the_lab_refuse(machine: Machine, path: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        machine.fs.path(path)


def test_a_link_out_of_the_machine_is_refused(machine: Machine, tmp_path: Path) -> None:
    (machine.root / "C" / "out").symlink_to(tmp_path)

    with pytest.raises(AccessDenied, match="leads out"):
        machine.fs.path(r"C:\out\web01")


def test_removing_a_tree_takes_a_junction_as_a_link(machine: Machine) -> None:
    machine.fs.write(r"C:\keep\a.txt", b"kept")
    machine.fs.make_folder(r"C:\gone\below")
    machine.fs.make_junction(r"C:\gone\below\link", r"C:\keep")
    assert machine.fs.is_reparse_point(r"C:\gone\below\link")
    assert machine.fs.read(r"C:\gone\below\link\a.txt") == b"kept"

    machine.fs.remove(r"C:\gone")

    assert not machine.fs.exists(r"C:\gone")
    assert machine.fs.read(r"C:\keep\a.txt") == b"kept"


def test_a_held_file_refuses_to_be_written_moved_and_removed(machine: Machine) -> None:
    machine.fs.write(r"C:\app\a.dll", b"1")
    machine.fs.lock(r"C:\app\a.dll")

    for attempt in (
        lambda: machine.fs.write(r"C:\app\a.dll", b"2"),
        lambda: machine.fs.remove(r"C:\app"),
        lambda: machine.fs.rename(r"C:\app", r"C:\app2"),
    ):
        with pytest.raises(SharingViolation, match="being used by another process"):
            attempt()
    machine.fs.unlock(r"C:\app\a.dll")
    machine.fs.remove(r"C:\app")

    assert not machine.fs.exists(r"C:\app")


def test_a_lock_is_seen_by_others_as_a_real_one(machine: Machine) -> None:
    fcntl = pytest.importorskip("fcntl", reason="locks are flock's")
    machine.fs.write(r"C:\a.dll", b"1")
    machine.fs.lock(r"C:\a.dll")

    with machine.path(r"C:\a.dll").open("rb") as stream, pytest.raises(BlockingIOError):
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_full_disk_counts_what_is_written(machine: Machine) -> None:
    machine.faults.set("full-disk", {"free": 10})

    machine.fs.write(r"C:\a.bin", b"1234")

    assert machine.fs.free("c") == 6
    with pytest.raises(DiskFull, match="not enough space"):
        machine.fs.write(r"C:\b.bin", b"1234567")
    assert not machine.fs.exists(r"C:\b.bin")


def test_files_are_listed_without_what_lies_behind_junctions(machine: Machine) -> None:
    machine.fs.write(r"C:\site\b\c.txt", b"")
    machine.fs.write(r"C:\site\a.txt", b"")
    machine.fs.write(r"C:\other\d.txt", b"")
    machine.fs.make_junction(r"C:\site\link", r"C:\other")

    assert [name for name, _ in machine.fs.files(r"C:\site")] == ["a.txt", "b/c.txt"]


def test_write_at_extends_a_file(machine: Machine) -> None:
    machine.fs.write_at(r"C:\in\x.zip", 3, b"def")
    machine.fs.write_at(r"C:\in\x.zip", 0, b"abc")

    assert machine.fs.read(r"C:\in\x.zip") == b"abcdef"


def test_a_moved_machine_keeps_its_junctions(machine: Machine, tmp_path: Path) -> None:
    machine.fs.write(r"C:\keep\a.txt", b"kept")
    machine.fs.make_junction(r"C:\link", r"C:\keep")
    machine.close()
    os.rename(machine.root, tmp_path / "moved")  # noqa: PTH104

    moved = Machine.load(tmp_path / "moved")

    assert moved.fs.read(r"C:\link\a.txt") == b"kept"
