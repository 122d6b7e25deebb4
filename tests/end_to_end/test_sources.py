"""Content from elsewhere than a folder of the controller; and a deploy that leaves nothing of the one before."""

import hashlib
import shutil
from pathlib import Path

from tests.builds import Builds
from tests.end_to_end.station import Station


def zip_of(folder: Path) -> bytes:
    return Path(shutil.make_archive(str(folder), "zip", folder)).read_bytes()


def releases(station: Station) -> set[str]:
    """The releases on lab01, as the file system has them."""
    folder = station.lab_root / "hosts" / "lab01" / "C" / "inetpub" / "hello" / "releases"
    return {entry.name for entry in folder.iterdir() if entry.is_dir()}


def test_a_package_from_a_url(emulated: Station) -> None:
    content = zip_of(emulated.release("second"))
    digest = hashlib.sha256(content).hexdigest()
    with Builds(content) as builds:
        url = builds.url("/app.zip?sig=canary", "ci:canary@")
        wrong = emulated.deploy("--limit", "lab01", "--package", url, "--sha256", "0" * 64)
        assert wrong.code == 4, wrong.text
        assert f"Its SHA-256 is {digest}" in wrong.text

        emulated.edit_inventory(lambda data: shop(data).update(package={"url": url, "sha256": digest}))
        typed = emulated.deploy("--limit", "lab01")

    assert typed.code == 0, typed.text
    assert "This is second" in emulated.served("lab01")
    assert "canary" not in wrong.text + typed.text


def shop(data: dict) -> dict:  # type: ignore[type-arg]
    site: dict = data["groups"]["web"]["sites"]["Hello"]  # type: ignore[type-arg]
    return site


def test_a_clean_deploy_leaves_nothing_of_the_one_before(emulated: Station) -> None:
    for name in ("first", "second"):
        assert emulated.deploy("--limit", "lab01", "--package", str(emulated.release(name))).code == 0
    third = str(emulated.release("third"))
    before = releases(emulated)

    planned = emulated.type("plan", "--env", "lab", "--json", "--limit", "lab01", "--package", third, "--clean")
    typed = emulated.deploy("--limit", "lab01", "--package", third, "--clean")

    assert typed.code == 0, typed.text
    assert typed.hosts["lab01"]["changes"] == planned.hosts["lab01"]["changes"]
    assert len(before) == 2
    assert len(releases(emulated)) == 1
    assert not before & releases(emulated)
    assert "This is third" in emulated.served("lab01")
