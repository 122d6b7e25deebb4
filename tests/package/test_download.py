"""Packages that are named by URL and hash."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from iisfleet.errors import PackageError
from iisfleet.package import download
from tests.builds import Builds

CONTENT = b"a build " * 100_000
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Builds]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Builds(CONTENT) as server:
        yield server


def test_what_was_downloaded_is_kept_and_not_fetched_again(builds: Builds, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"

    file = download(builds.url("/app.zip"), "x", HASH, folder)
    again = download(builds.url("/app.zip"), "x", HASH, folder)

    assert (file, again) == (folder / f"{HASH}.zip", file)
    assert file.read_bytes() == CONTENT
    assert [one.name for one in folder.iterdir()] == [file.name]
    assert builds.asked == ["/app.zip"]


def test_what_was_damaged_in_the_cache_is_fetched_again(builds: Builds, tmp_path: Path) -> None:
    (tmp_path / f"{HASH}.zip").write_bytes(b"half")

    assert download(builds.url("/app.zip"), "x", HASH, tmp_path).read_bytes() == CONTENT


def test_user_and_password_do_not_follow_a_redirection(builds: Builds, tmp_path: Path) -> None:
    download(builds.url("/moved", "ci:p%40ss@"), "x", HASH, tmp_path)

    assert builds.asked == ["/moved", "/app.zip"]
    assert builds.logins == [f"Basic {base64.b64encode(b'ci:p@ss').decode()}", None]


@pytest.mark.parametrize(
    ("path", "limits", "sentence"),
    [
        ("/nothing", {}, "builds/x.zip cannot be downloaded: 404 Not Found"),
        ("/cut", {}, "builds/x.zip is another file than was named"),
        ("/slow", {"seconds": 0.05}, "builds/x.zip came too slowly: "),
        ("/drips", {"seconds": 0.05}, "builds/x.zip came too slowly: "),
        ("/app.zip", {"max_bytes": 1000}, "builds/x.zip has more than 1,000 bytes"),
    ],
)
def test_what_cannot_be_used_leaves_nothing_behind(
    builds: Builds, tmp_path: Path, path: str, limits: dict[str, float], sentence: str
) -> None:
    with pytest.raises(PackageError) as caught:
        download(builds.url(path + "?sig=canary", "u:canary@"), "builds/x.zip", HASH, tmp_path, **limits)  # type: ignore[arg-type]

    assert caught.value.message.startswith(sentence)
    assert "canary" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_another_file_than_was_named_says_which(builds: Builds, tmp_path: Path) -> None:
    with pytest.raises(PackageError) as caught:
        download(builds.url("/app.zip"), "builds/x.zip", "0" * 64, tmp_path)

    assert f"Its SHA-256 is {HASH}, expected {'0' * 64}" in str(caught.value)


def test_nobody_listens(builds: Builds, tmp_path: Path) -> None:
    url = builds.url("/app.zip")
    builds.close()

    with pytest.raises(PackageError, match=r"builds/x\.zip cannot be downloaded: Connection refused"):
        download(url, "builds/x.zip", HASH, tmp_path)
