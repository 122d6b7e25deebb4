"""Whatever is wrong with what a person gives: one clear error, the right exit code, nothing half done."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.station import HELLO, Station
from winlab.fleet import Fleet
from winlab.wsman.certificate import make_certificate

HOST = "web01"
INVENTORY = r"""environment: staging
defaults:
  connection:
    auth: ntlm
    ssl: {ssl}
    username: {username}
    password: !secret env:STAGING_PASSWORD
hosts:
  web01:
    connection: {{address: 127.0.0.1, port: {port}}}
    sites:
      Hello:
        path: C:\inetpub\hello
        package: packages/hello
        bindings: [{{port: 80}}]
        health: {{path: /healthz, timeout: 5, interval: 1}}
"""


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """A host that stays bare: no case below gets as far as changing it."""
    with Fleet(tmp_path_factory.mktemp("fleet"), [HOST], engine="emulated") as started:
        yield started


@pytest.fixture(scope="module")
def tls_fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with Fleet(tmp_path_factory.mktemp("tls"), [HOST], engine="emulated", tls=True) as started:
        yield started


class Bench:
    """A station that reaches the fleet as it reaches real servers: by an inventory of its own."""

    def __init__(self, folder: Path, fleet: Fleet) -> None:
        self.station = Station(folder, "emulated")
        self.folder = folder
        self.fleet = fleet
        self.password = fleet.host(HOST).endpoint.password
        endpoint = fleet.host(HOST).endpoint
        self.inventory.write_text(
            INVENTORY.format(ssl=str(endpoint.ssl).lower(), username=endpoint.username, port=endpoint.port),
            encoding="utf-8",
        )

    @property
    def inventory(self) -> Path:
        return self.folder / "inventories" / "staging.yml"

    def rewrite(self, old: str, new: str) -> None:
        """Another text in the inventory."""
        text = self.inventory.read_text(encoding="utf-8")
        assert old in text
        self.inventory.write_text(text.replace(old, new), encoding="utf-8")

    def package(self) -> Path:
        """A copy of the package, to be spoilt."""
        return shutil.copytree(HELLO, self.folder / "package")

    def deploy(self, words: Sequence[str], password: str | None) -> tuple[int, str, str]:
        secrets = {} if password is None else {"STAGING_PASSWORD": password}
        env = () if "--env" in words else ("--env", "staging")
        typed = self.station.type("deploy", *env, *words, **secrets)
        return typed.code, typed.out, typed.err


@pytest.fixture
def bench(tmp_path: Path, fleet: Fleet) -> Bench:
    return Bench(tmp_path / "station", fleet)


@pytest.fixture
def tls_bench(tmp_path: Path, tls_fleet: Fleet) -> Bench:
    return Bench(tmp_path / "station", tls_fleet)


@dataclass(frozen=True)
class Bad:
    """``spoil`` makes a good bench bad and returns further words; ``says`` stands in the one error, all of it."""

    name: str
    spoil: Callable[[Bench], Sequence[str] | None]
    says: tuple[str, ...]
    code: int = 4


def _without_web_config(bench: Bench) -> Sequence[str]:
    package = bench.package()
    (package / "web.config").unlink()
    return ["--package", str(package)]


def _fifo(bench: Bench) -> Sequence[str]:
    package = bench.package()
    os.mkfifo(package / "pipe")
    return ["--package", str(package)]


def _link(bench: Bench) -> Sequence[str]:
    package = bench.package()
    (package / "outside").symlink_to("/etc")
    return ["--package", str(package)]


def _closed_folder(bench: Bench) -> Sequence[str]:
    package = bench.package()
    if os.geteuid() == 0:  # no rights stop root: a folder that cannot be listed is one whose name ends in a file
        return ["--package", str(package / "web.config" / "publish")]
    (package / "wwwroot").chmod(0)
    return ["--package", str(package)]


def _empty(bench: Bench) -> Sequence[str]:
    (bench.folder / "empty").mkdir()
    return ["--package", str(bench.folder / "empty")]


def _something_else(bench: Bench) -> Sequence[str]:
    (bench.folder / "docs").mkdir()
    (bench.folder / "docs" / "index.md").write_text("# not an app\n", encoding="utf-8")
    return ["--package", str(bench.folder / "docs")]


def _zip_slip(bench: Bench) -> Sequence[str]:
    file = bench.folder / "package.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for path in HELLO.rglob("*"):
            archive.write(path, path.relative_to(HELLO))
        archive.writestr("../../evil.dll", b"MZ")
    return ["--package", str(file)]


def _broken_zip(bench: Bench) -> Sequence[str]:
    (bench.folder / "package.zip").write_bytes(b"PK\x03\x04 and then nothing")
    return ["--package", str(bench.folder / "package.zip")]


def _rewritten(old: str, new: str) -> Callable[[Bench], None]:
    return lambda bench: bench.rewrite(old, new)


def _words(*words: str) -> Callable[[Bench], Sequence[str]]:
    return lambda _bench: words


BAD = [
    Bad("malformed YAML", _rewritten("defaults:", "defaults: ["), ("staging.yml:",)),
    Bad(
        "a wrong type",
        _rewritten("bindings: [{port: 80}]", "bindings: [{port: eighty}]"),
        ("staging.yml:15", "hosts.web01.sites.Hello.bindings[0].port", "eighty"),
    ),
    Bad(
        "an unknown key",
        _rewritten("health:", "helth:"),
        ("staging.yml:16", "hosts.web01.sites.Hello.helth", "did you mean 'health'?"),
    ),
    Bad(
        "a password in clear text",
        _rewritten("!secret env:STAGING_PASSWORD", "hunter2"),
        ("staging.yml:7", "defaults.connection.password", "clear text", "!secret env:"),
    ),
    Bad(
        "a secret that no variable holds",
        _rewritten("env:STAGING_PASSWORD", "env:NOBODY_SET_THIS"),
        ("staging.yml:7", "password", "NOBODY_SET_THIS is not set", "set NOBODY_SET_THIS in the shell"),
    ),
    Bad(
        "a secret whose file is missing",
        _rewritten("env:STAGING_PASSWORD", "file:password.txt"),
        ("staging.yml:7", "password", "password.txt cannot be read: No such file or directory"),
    ),
    Bad(
        "a package that is not there",
        _rewritten("packages/hello", "packages/nothing"),
        ("staging.yml: Hello: ", "packages/nothing does not exist", "dotnet publish"),
    ),
    Bad(
        "a site without a package", _rewritten("package: packages/hello", "publish: switch"), ("Hello has no package",)
    ),
    Bad("a package without web.config", _without_web_config, ("web.config", "next:")),
    Bad("a pipe in a package", _fifo, ("package/pipe is neither a file nor a folder", "Remove it")),
    Bad("a link in a package", _link, ("package/outside is a link", "copy of its target")),
    Bad("a folder that cannot be read", _closed_folder, ("cannot be read",)),
    Bad("an empty folder", _empty, ("empty is empty", "dotnet publish")),
    Bad("something else than an app", _something_else, ("docs is not a publish output",)),
    Bad("a file that is no zip", _broken_zip, ("package.zip cannot be read as a zip", "dotnet publish")),
    Bad("a zip that climbs out", _zip_slip, ("package is refused", "../../evil.dll")),
    Bad("an unknown environment", _words("--env", "stagin"), ("no inventory for", "stagin", "did you mean 'staging'?")),
    Bad("an unknown host", _words("--limit", "web02"), ("no host and no group is called 'web02'", "web01")),
    Bad("an empty limit", _words("--limit", ","), ("limit",)),
    Bad("a batch of letters", _words("--batch", "few"), ("--batch", "few"), code=1),
    Bad("a batch below nothing", _words("--batch", "-1"), ("--batch", "positive number"), code=1),
    Bad("no parallel hosts", _words("--parallel", "0"), ("--parallel", "positive number"), code=1),
    Bad("an unknown option", _words("--bach", "1"), ("--bach",), code=1),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_bad_input_costs_nothing_but_one_error(bench: Bench, bad: Bad) -> None:
    machine = bench.fleet.host(HOST).machine
    before, asked = machine.snapshot(), dict(bench.fleet.host(HOST).recorder.counts)
    words = bad.spoil(bench) or ()

    code, out, err = bench.deploy(words, bench.password)

    assert (code, out) == (bad.code, ""), err
    _is_one_error(err, bad.says)
    assert dict(bench.fleet.host(HOST).recorder.counts) == asked, "a host was asked"
    assert machine.snapshot() == before
    assert not (bench.folder / ".iisfleet").exists()


def _is_one_error(err: str, says: Sequence[str]) -> None:
    heads = [line for line in err.splitlines() if line and not line.startswith(" ")]
    assert len(heads) == 1, err
    for word in says:
        assert word in err


def _port_without_a_listener(bench: Bench) -> None:
    bench.rewrite(f"port: {bench.fleet.host(HOST).endpoint.port}", "port: 1")


def _wrong_password(bench: Bench) -> None:
    bench.password = "wrong"


def _full_disk(bench: Bench) -> None:
    bench.fleet.host(HOST).machine.break_down("full-disk", {"free": 1000})


def _no_rights(bench: Bench) -> None:
    bench.fleet.host(HOST).machine.break_down("wrong-rights")


REFUSED = [
    Bad("a closed port", _port_without_a_listener, ("127.0.0.1:1 refuses connections", "next:"), code=3),
    Bad(
        "a name that is unknown",
        _rewritten("address: 127.0.0.1", "address: no-such-host.invalid"),
        ("'no-such-host.invalid' is not known to DNS", "connection.address"),
        code=3,
    ),
    Bad("a wrong password", _wrong_password, ("refused", "(401)", "account is not locked"), code=3),
    Bad("a full disk", _full_disk, ("expected:", "found:", "next:", "C:"), code=2),
    Bad("a session without rights", _no_rights, ("expected:", "found:", "next:", "elevated"), code=2),
]


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.name)
def test_a_host_that_cannot_be_used_is_told_once_and_left_as_it_was(bench: Bench, bad: Bad) -> None:
    machine = bench.fleet.host(HOST).machine
    before = machine.snapshot()
    bad.spoil(bench)

    code, out, err = bench.deploy((), bench.password)
    machine.repair()

    assert code == bad.code, out + err
    _is_told_once(out, bad.says)
    assert machine.snapshot() == before
    assert not bench.fleet.host(HOST).service.shells
    _holds_only_records(bench.folder)


def _is_told_once(out: str, says: Sequence[str]) -> None:
    told = [
        number for number, line in enumerate(out.splitlines()) if line.startswith((f"{HOST}: UNREA", f"{HOST}: FAI"))
    ]
    assert len(told) == 1, out
    error = "\n".join(out.splitlines()[told[0] :])
    assert error.count(f"{HOST}:") == 1, "the host is named once"
    for word in (*says, "record:"):
        assert word in error


def _holds_only_records(folder: Path) -> None:
    written = {path.relative_to(folder / ".iisfleet") for path in (folder / ".iisfleet").rglob("*") if path.is_file()}
    assert {path.parts[0] for path in written} == {"runs", ".gitignore"}


def _trust(bench: Bench) -> None:
    bench.rewrite("address:", f"validate_certificate: {bench.fleet.certificate}, address:")


def _for_another_name(bench: Bench) -> None:
    _serve(bench, make_certificate(bench.folder / "other.pem", "web02.example.com", addresses=()))


def _expire(bench: Bench) -> None:
    _serve(bench, make_certificate(bench.folder / "expired.pem", days=-1))


def _serve(bench: Bench, certificate: Path) -> None:
    """A certificate that is trusted, for the connections to come."""
    listener = bench.fleet.host(HOST).listener
    assert listener.tls is not None
    listener.tls.load_cert_chain(certificate)
    bench.rewrite("address:", f"validate_certificate: {certificate}, address:")


CERTIFICATES = [
    Bad("self-signed", lambda _bench: None, ("self-signed", "connection.validate_certificate"), code=3),
    Bad("expired", _expire, ("has expired", "Renew it"), code=3),
    Bad(
        "of another name",
        _for_another_name,
        ("certificate is for another name", "connection.address"),
        code=3,
    ),
]


@pytest.mark.parametrize("bad", CERTIFICATES, ids=lambda bad: bad.name)
def test_a_certificate_that_cannot_be_trusted(tls_bench: Bench, bad: Bad) -> None:
    listener = tls_bench.fleet.host(HOST).listener
    before = tls_bench.fleet.host(HOST).machine.snapshot()
    bad.spoil(tls_bench)

    code, out, err = tls_bench.deploy((), tls_bench.password)
    assert listener.tls is not None
    assert tls_bench.fleet.certificate is not None
    listener.tls.load_cert_chain(tls_bench.fleet.certificate)

    assert code == bad.code, out + err
    _is_told_once(out, bad.says)
    assert tls_bench.fleet.host(HOST).machine.snapshot() == before


def test_a_certificate_that_is_trusted(tls_bench: Bench) -> None:
    _trust(tls_bench)
    typed = tls_bench.station.type("status", "--env", "staging", STAGING_PASSWORD=tls_bench.password)
    assert typed.code == 0, typed.text


def test_every_problem_is_said_at_once(bench: Bench) -> None:
    bench.rewrite("bindings: [{port: 80}]", "bindings: [{port: eighty}]\n        colour: red")
    bench.rewrite("auth: ntlm", "auth: ntml")

    code, out, err = bench.deploy((), bench.password)

    assert (code, out) == (4, "")
    heads = [line for line in err.splitlines() if not line.startswith(" ")]
    assert [line.partition("staging.yml:")[2].partition(":")[0] for line in heads] == ["4", "15", "16"]
