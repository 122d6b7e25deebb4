"""An inventory that says what a host has told of its sites."""

from pathlib import Path
from typing import Any

import pytest

from iisfleet.errors import ConfigError
from iisfleet.inventory import Connection, Inventory, Secret, load_inventory
from iisfleet.inventory.imported import Head, Import, compose
from iisfleet.inventory.page import Page, in_one_line
from iisfleet.inventory.tree import load_tree, plain


def pool(name: str, **more: Any) -> dict[str, Any]:
    plain = {"runtime": "", "autoStart": True, "startMode": "OnDemand", "identity": "ApplicationPoolIdentity"}
    rest: dict[str, Any] = {
        "userName": None,
        "password": False,
        "settings": {},
        "schedule": [],
        "environment": [],
        "unsaid": [],
    }
    return {"name": name, **plain, **rest, **more}


def site(name: str, *applications: dict[str, Any], **more: Any) -> dict[str, Any]:
    plain = {"autoStart": True, "bindings": [binding("http", "*:80:")], "authentication": [], "unsaid": []}
    return {"name": name, **plain, "applications": list(applications), **more}


def application(path: str, pool: str, folder: str, **more: Any) -> dict[str, Any]:
    return {"path": path, "pool": pool, "preload": False, "folder": folder, "folders": [], "unsaid": [], **more}


def binding(protocol: str, information: str, flags: int = 0, thumbprint: str | None = None) -> dict[str, Any]:
    certificate = {"thumbprint": thumbprint, "store": "WebHosting", "subject": "CN=shop"} if thumbprint else None
    return {"protocol": protocol, "information": information, "sslFlags": flags, "certificate": certificate}


@pytest.fixture
def made(tmp_path: Path) -> Any:
    """Composes an inventory, and loads it."""
    file = tmp_path / "legacy.yml"

    def judge(text: str) -> str | None:
        file.write_text(text, encoding="utf-8")
        try:
            load_inventory(file)
        except ConfigError as error:
            return error.problems[0].sentence
        return None

    def make(*facts: dict[str, Any], pools: list[dict[str, Any]]) -> tuple[Import, Inventory]:
        connection = Connection(address="10.0.0.1", username="LAB\\me", password=Secret("keyring:a/b"), auth="ntlm")
        found = compose(Head("web01", connection, production=True), {"sites": facts, "pools": pools}, judge)
        file.write_text(found.text, encoding="utf-8")
        return found, load_inventory(file)

    return make


def test_pools_with_every_setting_that_can_be_said(made: Any) -> None:
    settings = {
        "enable32BitAppOnWin64": True,
        "idleTimeout": "1.02:00:00",
        "loadUserProfile": False,
        "time": "00:00:30",
    }
    shared = pool(
        "Web", identity="SpecificUser", userName="LAB\\web", password=True, startMode="AlwaysRunning", runtime="v4.0",
        settings={**settings, "requests": 9, "privateMemory": 5, "queueLength": 2000}, schedule=["03:00:00"],
        environment=[{"name": "A.B", "value": None, "secret": True}, {"name": "A_B", "value": None, "secret": True}],
    )  # fmt: skip
    shop = site(
        "Shop # 1", application("/", "Web", "C:\\shop", preload=True), application("/api", "web", "C:\\api"),
        authentication=[{"application": "/", "kind": "windows", "enabled": True}],
    )  # fmt: skip

    found, inventory = made(shop, pools=[shared])

    one, two = inventory.hosts[0].targets
    assert (one.name, one.pool, one.preload, two.preload) == ("Shop # 1", two.pool, True, False)
    assert one.pool.model_dump(exclude={"password"}) == {
        "name": "Web", "identity": "LAB\\web", "bitness": 32, "start_mode": "AlwaysRunning", "idle_timeout": 1560,
        "recycling": {"minutes": None, "schedule": ("03:00",), "requests": 9, "private_memory_kb": 5},
        "load_user_profile": False, "queue_length": 2000,
    }  # fmt: skip
    assert (found.secrets, one.env) == (("WEB_PASSWORD", "WEB_A_B", "WEB_A_B_2"), two.env)
    assert {"kept: pool Web: time is 00:00:30", "kept: pool Web: it loads the .NET Framework (v4.0)"} <= {
        line.strip(" #") for line in found.text.splitlines()
    }
    assert inventory.hosts[0].sites[0].authentication.windows is True
    assert (inventory.production, inventory.hosts[0].connection.password) == (True, Secret("keyring:a/b"))


@pytest.mark.parametrize(
    ("folders", "line", "preserved"),
    [
        (["App_Data", "wwwroot"], "# preserve: [App_Data]  # folders that", ("App_Data",)),
        (["a, b", "# x", "[y]", "ü\u0085"], "# preserve: ['a, b', '# x', '[y]', ", ("a, b", "# x", "[y]")),
        (["WWWroot", "runtimes"], "# preserve: []  # folders that", ()),
    ],
)
def test_the_line_of_what_is_preserved_is_right_without_its_mark(
    made: Any, tmp_path: Path, folders: list[str], line: str, preserved: tuple[str, ...]
) -> None:
    printable = [name for name in folders if name.isprintable()]
    found, _ = made(site("Shop", application("/", "Shop", "C:\\shop", folders=folders)), pools=[pool("Shop")])
    assert sum(each.strip().startswith(line) for each in found.text.splitlines()) == 1

    found, _ = made(site("Shop", application("/", "Shop", "C:\\shop", folders=printable)), pools=[pool("Shop")])
    file = tmp_path / "taken.yml"
    file.write_text(found.text.replace("# preserve:", "preserve:"), encoding="utf-8")
    assert load_inventory(file).hosts[0].sites[0].preserve == preserved


def test_bindings_that_cannot_be_said_are_kept(made: Any) -> None:
    thumbprint = "0d6f2289f59b6fd59f3e529e2450765b6d7a14b5"
    bindings = [
        binding("https", "[::1]:443:shop", thumbprint=thumbprint),
        binding("https", "*:444:", thumbprint=thumbprint),
        binding("https", "*:445:"),
        binding("http", ":80:x"),
        binding("net.tcp", "808:*"),
    ]
    found, inventory = made(site("Shop", application("/", "Shop", "C:\\shop"), bindings=bindings), pools=[pool("Shop")])

    one, two = inventory.hosts[0].sites[0].bindings
    assert (one.information, one.sni, two.information) == ("[::1]:443:shop", False, "*:444:")
    assert (one.certificate.thumbprint, one.certificate.store) == (thumbprint.upper(), "WebHosting")
    assert found.text.count("          # kept: ") == 3


def test_what_cannot_be_declared_is_left_out_and_why_is_said(made: Any) -> None:
    shop = site("Shop", application("/", "Shop", "C:\\shop"), application("/files", "Shop", "\\\\nas\\files"))
    system = site("System", application("/", "System", "C:\\Windows\\Web"), bindings=[binding("http", "*:81:")])
    ftp = site("Drop", application("/", "Drop", "C:\\drop"), bindings=[binding("ftp", "*:21:")])

    found, inventory = made(shop, system, ftp, pools=[pool("Shop"), pool("System"), pool("Drop")])

    assert found.sites == tuple(site.name for site in inventory.hosts[0].sites) == ("Shop",)
    assert [sentence.partition(": ")[0] for sentence in found.left_out] == [
        "application Shop/files", "site System", "site Drop",
    ]  # fmt: skip
    assert all(f"# Not here: {sentence}" in found.text for sentence in found.left_out)


@pytest.mark.parametrize(
    "text", ["yes", "1.5", "a: b", "#", "", "é\u2028", "two\nlines", "0o17", "- a", "'", "~", "{a}"]
)
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    page = Page()
    with page.below("x"):
        page.put(text or "k", text, note="a\nnote: x")
    file = tmp_path / "a.yml"
    file.write_text(page.text, encoding="utf-8")

    assert in_one_line({"k": text})

    assert plain(load_tree(file)) == {"x": {text or "k": text}}
