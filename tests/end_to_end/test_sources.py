"""Content from elsewhere than a folder of the controller; and a deploy that leaves nothing of the one before."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builds import Builds
from tests.contracts.controller import Controller
from tests.contracts.inventories import simple
from tests.contracts.tags import Tag
from tests.end_to_end.conftest import SPARING

SETTINGS = "appsettings.Production.json"
SHARE = r"\\files\drop"
PASSWORD = "canary-S3cret"


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", SPARING))


@pytest.fixture
def controller(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Controller]:
    monkeypatch.setattr("winlab.fleet.find_dotnet", lambda: None)
    made = Controller(tmp_path / "controller", engine)
    made.write(simple())
    yield made
    made.close()


both_engines = pytest.mark.parametrize(
    "engine", ["emulated", pytest.param("pwsh", marks=pytest.mark.thorough)], indirect=True
)


def release(controller: Controller, name: str) -> str:
    """The package, with one file changed: ``served`` tells its name."""
    controller.change_file(SETTINGS, json.dumps({"Hello": {"Title": name}}))
    return name


def served(controller: Controller) -> str:
    site = controller.snapshot()["iis"]["sites"]["Hello"]
    title = json.loads(controller.machine.fs.read(rf"{site['physicalPath']}\{SETTINGS}"))["Hello"]["Title"]
    return str(title)


def names(controller: Controller, folder: str) -> list[str]:
    return [name for name in controller.machine.fs.names(rf"C:\inetpub\hello\{folder}") if "." not in name[-9:]]


def fill_share(controller: Controller, **rules: Any) -> str:
    """Publishes what the package is now to the share."""
    source = controller.folder / "hello"
    files = {f"Hello\\{file.relative_to(source)}": file.read_bytes() for file in source.rglob("*") if file.is_file()}
    files = {name.replace("/", "\\"): content for name, content in files.items()}
    controller.machine.shares.add(SHARE, files, rules.pop("account", None), **rules)
    return rf"{SHARE}\Hello"


def test_a_package_from_a_url(controller: Controller) -> None:
    release(controller, "first")
    content = Path(shutil.make_archive(str(controller.folder / "app"), "zip", controller.folder / "hello")).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    with Builds(content) as builds:
        url = builds.url("/app.zip?sig=canary", "ci:canary@")
        wrong = controller.ask("deploy", "--package", url, "--sha256", "0" * 64)
        controller.write(simple(package={"url": url, "sha256": digest}))
        told = controller.ask("deploy")

    assert wrong.code == 4, wrong.text
    assert f"Its SHA-256 is {digest}" in wrong.text
    assert told.code == 0, told.text
    assert served(controller) == "first"
    assert "canary" not in wrong.text + told.text


def test_a_clean_deploy_leaves_nothing_of_the_one_before(controller: Controller) -> None:
    for name in ("first", "second"):
        release(controller, name)
        assert controller.ask("deploy").code == 0
    before = names(controller, "releases")
    release(controller, "third")

    planned = controller.ask("plan", "--clean")
    told = controller.ask("deploy", "--clean")

    assert told.code == 0, told.text
    assert told.changes == planned.changes
    assert len(before) == 2
    assert len(names(controller, "releases")) == 1
    assert served(controller) == "third"
    assert controller.ask("rollback").code != 0


@both_engines
def test_a_host_copies_from_a_share_by_a_job(controller: Controller) -> None:
    release(controller, "first")
    controller.write(simple(share=fill_share(controller)))

    told = controller.ask("deploy")
    release(controller, "second")
    stale = controller.ask("deploy")  # the share still holds the first
    live = served(controller)
    fill_share(controller)
    changed = controller.ask("deploy")

    assert told.code == 0, told.text
    assert stale.code == 2, stale.text
    assert stale.host["failure"]["kind"] == "share"
    assert f"{SETTINGS} is another file" in stale.host["failure"]["found"]
    assert live == "first"
    assert changed.code == 0, changed.text
    assert served(controller) == "second"
    assert changed.host["content_bytes"] < 100
    assert names(controller, "incoming") == []


@both_engines
def test_a_share_is_read_with_a_credential_that_shows_nowhere(controller: Controller) -> None:
    release(controller, "first")
    share = fill_share(controller, account={"user": r"CORP\reader", "password": PASSWORD}, computers=False)
    secret = controller.folder / "reader.secret"
    secret.write_text(PASSWORD, encoding="utf-8")
    controller.write(simple(share=share))
    refused = controller.ask("deploy")
    login = {"path": share, "username": r"CORP\reader", "password": Tag(f"file:{secret}")}
    controller.write(simple(share=login))

    told = controller.ask("deploy")

    assert refused.code == 2, refused.text
    assert "may not be read by the computer account" in refused.host["failure"]["message"]
    assert told.code == 0, told.text
    assert served(controller) == "first"
    secret.unlink()
    (controller.machine.shares.folder / "accounts.json").unlink()
    files = [file for file in controller.folder.parent.rglob("*") if file.is_file() and not file.is_symlink()]
    shapes = [PASSWORD.encode(encoding) for encoding in ("utf-8", "utf-16-le")]
    assert [file for file in files if any(shape in file.read_bytes() for shape in shapes)] == []
    assert PASSWORD not in refused.text + told.text
