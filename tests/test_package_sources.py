"""Where the package of a task may lie."""

import hashlib
import shutil
from pathlib import Path

import pytest

from iisfleet.commands import Scope, check_package
from iisfleet.commands.preparing import given_package, load_packages, select_hosts
from iisfleet.errors import PackageError, UsageError
from iisfleet.inventory import PackageUrl
from tests.builds import Builds

HELLO = Path(__file__).resolve().parents[1] / "inventories" / "packages" / "hello"
HASH = "a" * 64
SHOP = r"""
hosts:
  web01:
    sites:
      Shop: {path: 'C:\a', package: {url: '%s', sha256: %s}, bindings: [{port: 80}]}
      Blog: {path: 'C:\b', package: {url: '%s', sha256: %s}, bindings: [{port: 81}]}
"""


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inventories").mkdir()
    return tmp_path / "inventories" / "staging.yml"


def zip_of_hello(folder: Path) -> bytes:
    return Path(shutil.make_archive(str(folder / "hello"), "zip", HELLO)).read_bytes()


def test_a_package_of_two_sites_is_downloaded_once(
    inventory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = zip_of_hello(tmp_path)
    digest = hashlib.sha256(content).hexdigest()
    with Builds(content) as builds:
        url = builds.url("/app.zip")
        inventory.write_text(SHOP % (url, digest, url, digest.upper()), encoding="utf-8")

        packages = load_packages(select_hosts(Scope("staging")), None)

        assert check_package(PackageUrl(url=url, sha256=digest), False) == 0
        assert builds.asked == ["/app.zip"]
    assert packages["Shop"] is packages["Blog"]
    assert packages["Shop"].source == Path(".iisfleet/cache/downloads") / f"{digest}.zip"
    assert Path(".iisfleet/.gitignore").read_text() == "*\n"
    assert "Hello" in capsys.readouterr().out


def test_all_that_cannot_be_downloaded_is_said_at_once(inventory: Path) -> None:
    with Builds(b"") as builds:
        secret, gone = builds.url("/none.zip?sig=canary", "ci:canary@"), builds.url("/gone.zip")
        inventory.write_text(SHOP % (secret, HASH, gone, HASH), encoding="utf-8")

        with pytest.raises(PackageError) as caught:
            load_packages(select_hosts(Scope("staging")), None)

    assert "/none.zip cannot be downloaded: 404" in str(caught.value)
    assert "/gone.zip cannot be downloaded: 404" in str(caught.value)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sha256", "sentence"),
    [
        ("./publish", HASH, "--sha256 is for a package that is downloaded"),
        ("", HASH, "--sha256 is for a package that is downloaded"),
        ("https://b/x.zip", "", "--package is a URL without its hash"),
        ("https://:x@/canary", HASH, "--package is not a URL that can be downloaded"),
        (r"\\files\drop", "", "--package is on a share, which this machine cannot read by that name"),
    ],
)
def test_packages_that_cannot_be_given(text: str, sha256: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        given_package(text, sha256)

    assert str(caught.value).startswith(sentence)
    assert "canary" not in str(caught.value)


def test_a_package_that_is_given() -> None:
    assert given_package("", "") is None
    assert given_package("./publish", "") == Path("publish")
    assert given_package("HTTPS://b/x.zip", HASH) == PackageUrl(url="HTTPS://b/x.zip", sha256=HASH)
