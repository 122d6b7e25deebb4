"""netsh and robocopy: exit codes as on Windows."""

import os

import pytest

from winlab.windows.errors import NotEmulated
from winlab.windows.machine import Machine

APP = "appid={4dc3e181-e14b-4a21-b022-59fc669b0914}"


def netsh(machine: Machine, *arguments: str) -> tuple[int, str]:
    done = machine.run("netsh.exe", "http", *arguments)
    return done.code, done.output


def test_netsh_adds_updates_shows_and_deletes(machine: Machine) -> None:
    first, second = (machine.certificates.add(f"CN={name}").thumbprint for name in ("a", "b"))
    place = "ipport=0.0.0.0:443"

    assert netsh(machine, "add", "sslcert", place, f"certhash={first}", APP, "certstorename=My")[0] == 0
    assert "Error: 183" in netsh(machine, "add", "sslcert", place, f"certhash={first}", APP)[1]
    assert netsh(machine, "update", "sslcert", place, f"certhash={second}", APP)[0] == 0
    code, text = netsh(machine, "show", "sslcert", place)
    assert (code, second.lower() in text) == (0, True)
    assert netsh(machine, "delete", "sslcert", place)[0] == 0
    assert netsh(machine, "show", "sslcert", place)[0] == 1
    assert "Error: 2" in netsh(machine, "delete", "sslcert", place)[1]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["ipport=0.0.0.0:443", f"certhash={'0' * 40}", APP], "Error: 1312"),
        (["hostnameport=shop.lab:443", f"certhash={'0' * 40}", APP], "The parameter is incorrect"),
        (["ipport=0.0.0.0:443", APP], "The parameter is incorrect"),
    ],
)
def test_netsh_refuses_what_http_sys_does(machine: Machine, arguments: list[str], text: str) -> None:
    code, output = netsh(machine, "add", "sslcert", *arguments)

    assert code == 1
    assert text in output


def test_unknown_programs_and_arguments_are_not_emulated(machine: Machine) -> None:
    for call in (
        ["msiexec"],
        ["netsh", "int", "ip"],
        ["robocopy", r"C:\a", r"C:\b", "/XJ", "/ZB"],
        ["robocopy", "a", "b"],
    ):
        with pytest.raises(NotEmulated):
            machine.run(*call)


@pytest.fixture
def tree(machine: Machine) -> Machine:
    machine.fs.write(r"C:\from\a.txt", b"a")
    machine.fs.write(r"C:\from\sub\b.txt", b"b")
    machine.fs.write(r"C:\elsewhere\c.txt", b"c")
    machine.fs.make_junction(r"C:\from\link", r"C:\elsewhere")
    return machine


def robocopy(machine: Machine, *options: str) -> int:
    return machine.run("robocopy", r"C:\from", r"C:\to", *options, "/XJ", "/R:0", "/W:0").code


def test_robocopy_copies_once_and_never_through_junctions(tree: Machine) -> None:
    assert robocopy(tree, "/E") == 1
    assert robocopy(tree, "/E") == 0
    assert robocopy(tree, "/E", "/IS", "/IT") == 1
    assert [name for name, _ in tree.fs.files(r"C:\to")] == ["a.txt", "sub/b.txt"]


def test_robocopy_skips_equal_size_and_time_even_if_the_content_differs(tree: Machine) -> None:
    robocopy(tree, "/E")
    seen = tree.path(r"C:\from\a.txt").stat()
    tree.fs.write(r"C:\from\a.txt", b"X")
    os.utime(tree.path(r"C:\from\a.txt"), ns=(seen.st_atime_ns, seen.st_mtime_ns))

    assert robocopy(tree, "/E") == 0
    assert tree.fs.read(r"C:\to\a.txt") == b"a"


def test_robocopy_tells_extras_and_removes_them_only_if_told(tree: Machine) -> None:
    robocopy(tree, "/E")
    tree.fs.write(r"C:\to\old.txt", b"")

    assert robocopy(tree, "/E") == 2
    assert tree.fs.exists(r"C:\to\old.txt")
    assert robocopy(tree, "/E", "/PURGE", "/L") == 2
    assert tree.fs.exists(r"C:\to\old.txt")
    assert robocopy(tree, "/MIR") == 2
    assert not tree.fs.exists(r"C:\to\old.txt")


def test_robocopy_says_what_it_could_not_copy(tree: Machine) -> None:
    tree.fs.write(r"C:\to\a.txt", b"held, and longer")
    tree.fs.lock(r"C:\to\a.txt")

    assert robocopy(tree, "/E") == 9
    assert machine_code(tree, r"C:\nowhere") == 16


def machine_code(machine: Machine, source: str) -> int:
    return machine.run("robocopy", source, r"C:\to", "/E", "/XJ").code


def test_robocopy_leaves_out_excluded_files_and_folders(tree: Machine) -> None:
    assert robocopy(tree, "/E", "/XF", r"C:\from\a.txt", "/XD", "sub") == 0
    assert list(tree.fs.files(r"C:\to")) == []
