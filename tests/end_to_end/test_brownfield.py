"""A host whose sites were made by hand: an inventory of them, nothing touched before they are adopted, and back."""

import base64
import shlex
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contracts.controller import HELLO, Controller
from tests.contracts.inventories import HOST, simple
from winlab.fleet import front_urls

NewController = Callable[[str], Controller]
CANARIES = ("canary-of-a-variable", "canary-of-a-url", "canary-of-a-pool")
STORE = "C:\\sites\\shop.iisfleet"

_FILES = {"physicalPath": "C:\\Windows\\Web", "pool": "Office", "bindings": ["http *:8090:"]}
UNFIT = {"iis": {"sites": {"Files": _FILES}}}


def _content() -> dict[str, Any]:
    files = (file for file in HELLO.rglob("*") if file.is_file())
    bytes_of = {str(file.relative_to(HELLO)).replace("/", "\\"): file.read_bytes() for file in files}
    return {f"C:\\sites\\shop\\{name}": {"base64": base64.b64encode(data).decode()} for name, data in bytes_of.items()}


def _hand_made() -> dict[str, Any]:
    """A shop whose app writes files, behind two addresses; an intranet as an account."""
    shop = {
        "managedRuntimeVersion": "",
        "processModel": {"pingingEnabled": False},
        "environment": {
            "GREETING": "from before",
            "ConnectionStrings__Shop": f"Server=db;Password={CANARIES[0]}",
            "BACKEND": f"https://shop:{CANARIES[1]}@backend",
        },
    }
    account = {"identityType": "SpecificUser", "userName": "LAB\\web", "password": CANARIES[2]}
    return {
        "certificates": [{"subject": "CN=shop.lab"}],
        "sslcerts": {"0.0.0.0:443": "0d6f2289f59b6fd59f3e529e2450765b6d7a14b5"},
        "accounts": {"LAB\\web": {"sid": "S-1-5-21-1-2-3-1105", "password": CANARIES[2]}},
        "files": {
            **_content(),
            "C:\\sites\\shop\\old.txt": "only before",
            "C:\\sites\\shop\\appsettings.Production.json": '{"Hello": {"Title": "Made by hand"}}',
            "C:\\sites\\shop\\App_Data\\orders.db": "orders",
            "C:\\uploads\\photo.jpg": "photo",
            "C:\\sites\\intranet\\index.html": "intranet",
        },
        "junctions": {"C:\\sites\\shop\\wwwroot\\uploads": "C:\\uploads"},
        "iis": {
            "pools": {"Shop": shop, "Office": {"managedRuntimeVersion": "v4.0", "processModel": account}},
            "sites": {
                "Shop": {
                    "physicalPath": "%SystemDrive%\\sites\\shop",
                    "pool": "Shop",
                    "bindings": ["http *:80:", "https *:443:", "net.tcp 808:*"],
                },
                "Intranet": {
                    "physicalPath": "C:\\sites\\intranet",
                    "pool": "Office",
                    "bindings": ["http *:8080:"],
                },
            },
        },
    }


@pytest.fixture
def new_controller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewController]:
    monkeypatch.setattr("winlab.fleet.find_dotnet", lambda: None)
    made: list[Controller] = []

    def make(engine: str) -> Controller:
        made.append(Controller(tmp_path / "station", engine))
        made[-1].write({})
        made[-1].machine.given(_hand_made())
        return made[-1]

    yield make
    for controller in made:
        controller.close()


def _imported(controller: Controller, name: str, *words: str) -> str:
    """The text of the inventory that an import has written."""
    told = controller.type(
        "inventory.import", "--env", "it", "--host", HOST, "--out", f"inventories/{name}.yml", *words
    )
    assert told.code == 0, told.text
    return (controller.folder / "inventories" / f"{name}.yml").read_text(encoding="utf-8")


def _tree(controller: Controller, folder: str) -> dict[str, Any]:
    files = controller.snapshot()["files"]
    return {path: seen for path, seen in files.items() if path.startswith(f"{folder}\\")}


def _page(controller: Controller) -> str:
    url = next(url for binding, url in front_urls(controller.machine).items() if binding.startswith("http *:80:"))
    with urllib.request.urlopen(url, timeout=20) as answer:
        return str(answer.read().decode())


def test_import_says_what_is_there_and_plan_finds_nothing_to_do(
    new_controller: NewController, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = new_controller(engine)
    controller.machine.given(UNFIT)
    text = _imported(controller, "both")

    written = [file.read_bytes() for file in controller.folder.rglob("*") if file.is_file()]
    assert not any(canary.encode() in content for canary in CANARIES for content in written)
    sites = yaml.safe_load(text.replace("!secret ", ""))["hosts"][HOST]["sites"]
    assert sites["Shop"]["env"] == {
        "GREETING": "from before",
        "ConnectionStrings__Shop": "env:SHOP_CONNECTIONSTRINGS_SHOP",
        "BACKEND": "env:SHOP_BACKEND",
    }
    assert sites["Shop"]["path"] == "C:\\sites\\shop"
    assert "kept: net.tcp 808:*" in text
    assert "kept: pool Shop: processModel/pingingEnabled is False" in text
    assert "Not here: site Files: " in text
    monkeypatch.setenv("SHOP_CONNECTIONSTRINGS_SHOP", f"Server=db;Password={CANARIES[0]}")
    monkeypatch.setenv("SHOP_BACKEND", f"https://shop:{CANARIES[1]}@backend")
    monkeypatch.setenv("OFFICE_PASSWORD", CANARIES[2])
    before = controller.snapshot()

    planned = controller.type("plan", "--env", "both", "--check")
    refused = controller.type("inventory.import", "--env", "it", "--host", HOST, "--out", "inventories/both.yml")

    assert planned.code == 0, planned.text
    assert "site Shop was not made by iisfleet" in planned.out
    assert (refused.code, "is there already" in refused.text) == (1, True)
    assert controller.snapshot() == before


def test_what_an_import_says_to_type_next_is_what_works(
    new_controller: NewController, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = new_controller("emulated")
    for name in ("SHOP_CONNECTIONSTRINGS_SHOP", "SHOP_BACKEND", "OFFICE_PASSWORD"):
        monkeypatch.setenv(name, "x")
    options = {
        "inventories/w3.yml": "--env w3",
        "./inventories/w4.yaml": "--env w4",
        "made here/w3.yml": "--env w3 --inventories 'made here'",
        str(tmp_path / "other" / "y.yml"): f"--env y --inventories {tmp_path}/other",
        "w5.yml": "--env w5 --inventories .",
    }
    for out, option in options.items():
        told = controller.type("inventory.import", "--env", "it", "--host", HOST, "--out", out)
        assert told.code == 0, told.text
        commands = [line.partition("#")[0].strip() for line in told.out.splitlines() if line.startswith("  invoke ")]
        assert commands == [f"invoke {words}" for words in (
            f"inventory.check {option}", f"plan {option}", f"adopt {option} --plan",
        )]  # fmt: skip
        for command in commands:
            typed = controller.type(*shlex.split(command)[1:])
            assert typed.code == 0, typed.text


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("inventories/w3.txt", "inventories/w3.txt is not the name of an inventory"),
        ("inventories/w3", "inventories/w3 is not the name of an inventory"),
        ("inventories/.yml", "inventories/.yml is not the name of an inventory"),
        ("no/such/w3.yml", "there is no folder no/such"),
        ("inventories/it.yml/w3.yml", "there is no folder inventories/it.yml"),
        ("inventories/it.yaml", "inventories/it.yml is there already"),
    ],
)
def test_no_host_is_asked_for_a_file_that_could_not_be_used(
    new_controller: NewController, out: str, message: str
) -> None:
    controller = new_controller("emulated")

    told = controller.type("inventory.import", "--env", "it", "--host", HOST, "--out", out)

    assert (told.code, told.err.splitlines()[0]) == (1, message), told.text
    assert not (controller.folder / ".iisfleet").exists()
    assert not (controller.folder / "no").exists()


def test_a_hand_made_site_is_adopted_deployed_to_and_put_back(new_controller: NewController, engine: str) -> None:
    controller = new_controller(engine)
    text = _imported(controller, "shop", "--site", "Shop")
    # The secrets' lines go: the host keeps its values.
    lines = [line.replace("# preserve:", "preserve:") for line in text.splitlines() if "!secret env:" not in line]
    more = [
        "        package: ../hello",
        "        health: {path: /healthz, timeout: 20}",
    ]
    lines[lines.index("      Shop:") + 1 : 0] = more
    (controller.folder / "inventories" / "shop.yml").write_text("\n".join(lines), encoding="utf-8")
    env = ("--env", "shop")
    before = controller.snapshot()

    refused = controller.type("deploy", *env, "--json")
    assert (refused.code, refused.host["failure"]["kind"]) == (2, "foreign"), refused.text
    remedy = refused.host["failure"]["remedy"]
    named = shlex.split(remedy.partition("invoke ")[2].partition(" shows")[0])
    assert (remedy.split(",")[0], named) == ("With the same --env", ["adopt", "--plan", "--limit", HOST])
    planned = controller.type(*named, *env, "--json")
    assert {change["path"] for change in planned.host["data"]["deploy"]} == {
        f"release/Shop/{planned.host['data']['deploy'][0]['path'].rsplit('/', 1)[1]}",
        "content/Shop",
    }
    assert controller.snapshot() == before

    adopted = controller.type("adopt", *env, "--json")
    assert adopted.changes == planned.changes
    release = {change["path"]: change["after"] for change in adopted.changes}["adopted/Shop"]
    kept = _tree(controller, f"{STORE}\\releases\\{release}")
    assert f"{STORE}\\releases\\{release}\\old.txt" in kept
    assert not any("App_Data" in path or "photo" in path for path in kept)
    assert _tree(controller, "C:\\sites\\shop") == {
        p: s for p, s in before["files"].items() if p.startswith("C:\\sites\\shop\\")
    }
    assert controller.snapshot()["iis"] == before["iis"]

    deployed = controller.type("deploy", *env, "--json")
    assert deployed.code == 0, deployed.text
    assert "Made by hand" not in _page(controller)
    live = _tree(controller, "C:\\sites\\shop")
    assert live["C:\\sites\\shop\\old.txt"] == before["files"]["C:\\sites\\shop\\old.txt"]
    assert live["C:\\sites\\shop\\App_Data\\orders.db"] == before["files"]["C:\\sites\\shop\\App_Data\\orders.db"]
    assert controller.snapshot()["iis"] == before["iis"]

    back = controller.type("rollback", *env, "--json")
    assert back.code == 0, back.text
    assert back.host["data"]["releases"] == {"Shop": release}
    assert "Made by hand" in _page(controller)
    assert _tree(controller, "C:\\sites\\shop") == {
        p: s for p, s in before["files"].items() if p.startswith("C:\\sites\\shop\\")
    }
    assert _tree(controller, "C:\\uploads") == {
        p: s for p, s in before["files"].items() if p.startswith("C:\\uploads\\")
    }
    assert controller.type("adopt", *env, "--json").changes == []


def test_another_site_below_an_adopted_content_keeps_its_files_in_every_outcome(new_controller: NewController) -> None:
    controller = new_controller("emulated")
    folder, place = r"C:\sites\shop", r"C:\sites\shop\api"
    hello = {"physicalPath": folder, "pool": "Hello", "bindings": ["http *:80:"]}
    api = {"physicalPath": place, "pool": "Hello", "bindings": ["http *:8095:"]}
    iis = {"pools": {"Hello": {}}, "sites": {"Shop": None, "Hello": hello, "ApiSite": api}}
    controller.machine.given({"files": {rf"{place}\api.dll": "first"}, "iis": iis})
    controller.write(simple(path=folder, publish="in-place", undeclared="merge"))

    def done(*words: str, code: int = 0) -> dict[str, Any]:
        told = controller.ask(*words)
        assert told.code == code, told.text
        return told.host

    warnings = done("adopt")["warnings"]
    assert any(f"{place} is no part of the release: IIS serves it as ApiSite" in text for text in warnings)
    assert not any("api.dll" in path for path in _tree(controller, f"{folder}.iisfleet"))
    controller.machine.fs.write(rf"{place}\api.dll", b"second")
    for words in (["deploy"], ["rollback"], ["deploy", "--clean"]):
        done(*words)
        assert controller.machine.fs.read(rf"{place}\api.dll") == b"second"

    mine = controller.folder / "hello" / "api" / "mine.dll"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    before = _tree(controller, folder)
    for task in ("plan", "deploy"):
        assert "which IIS serves as ApiSite" in done(task, code=2)["failure"]["message"]
    assert _tree(controller, folder) == before
