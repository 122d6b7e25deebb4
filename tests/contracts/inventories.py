"""Declarations of a host from simple to everything that the product can declare."""

from collections.abc import Mapping
from typing import Any

from tests.contracts.tags import Tag
from winlab.windows.machine import Machine

HOST = "web01"
ACCOUNT = "LAB\\shop"
PACKAGE = "../hello"


def simple(**settings: Any) -> dict[str, Any]:
    """One site on port 80."""
    site = {
        "path": "C:\\inetpub\\hello",
        "package": PACKAGE,
        "bindings": [{"port": 80}],
        "pool": {"start_mode": "AlwaysRunning"},
        "env": {"GREETING": "Hello"},
        "health": {"path": "/healthz", "timeout": 5},
        "keep_releases": 2,
    }
    return {"Hello": {**site, **settings}}


def in_place() -> dict[str, Any]:
    """The same site, whose files are replaced where they are."""
    return simple(publish="in-place", preserve=["App_Data"])


def everything() -> dict[str, Any]:
    """Two sites: an account, HTTPS with and without SNI, an application, secrets, authentication, recycling."""
    return {"Shop": _shop(), "Office": _office()}


def _shop() -> dict[str, Any]:
    return {
        "path": "C:\\inetpub\\shop",
        "package": PACKAGE,
        "bindings": [
            {"port": 80, "host": "shop.lab"},
            {"protocol": "https", "host": "shop.lab", "certificate": {"subject": "CN=shop.lab"}},
        ],
        "pool": {
            "identity": ACCOUNT,
            "password": Tag("env:SHOP_ACCOUNT"),
            "start_mode": "AlwaysRunning",
            "idle_timeout": 0,
            "load_user_profile": False,
            "queue_length": 2000,
            "recycling": {"minutes": 0, "schedule": ["03:00", "15:30"], "requests": 5000, "private_memory_kb": 900000},
        },
        "env": {"GREETING": "Hello from the shop", "CONNECTION": Tag("env:SHOP_CONNECTION")},
        "health": {"path": "/healthz", "timeout": 5},
        "preload": True,
        "authentication": {"anonymous": True, "windows": True, "basic": False},
        "applications": {
            "/api": {
                "folder": "C:\\sites\\shop-api",
                "package": PACKAGE,
                "pool": {"identity": "NetworkService", "bitness": 32},
                "env": {"KEY": Tag("env:SHOP_KEY")},
            }
        },
    }


def _office() -> dict[str, Any]:
    return {
        "path": "C:\\sites\\internal\\office",
        "package": PACKAGE,
        "bindings": [{"protocol": "https", "port": 8443, "certificate": {"subject": "CN=office.lab"}}],
        "pool": {},
        "health": {"path": "/healthz", "timeout": 5},
    }


SECRETS = {
    "SHOP_ACCOUNT": "Account-9e1b77",
    "SHOP_CONNECTION": "Server=db;Password=Connection-41ac09",
    "SHOP_KEY": "Key-'c07d3e\u2019",
}
GIVEN = {
    "certificates": [{"subject": "CN=shop.lab"}, {"subject": "CN=office.lab"}],
    "accounts": {ACCOUNT: {"password": SECRETS["SHOP_ACCOUNT"]}},
}


def folders_of(sites: Mapping[str, Any]) -> dict[str, str]:
    """Windows path of each target -> its name; of one that is published in place also the path of its releases."""
    roots = {site["path"]: name for name, site in sites.items()}
    roots |= {f"{path}.iisfleet": name for path, name in roots.items() if sites[name].get("publish") == "in-place"}
    below = [(name, *entry) for name, site in sites.items() for entry in site.get("applications", {}).items()]
    return roots | {body["folder"]: f"{name}{path}" for name, path, body in below}


def prepare(machine: Machine) -> None:
    """Gives a host what ``everything`` needs: certificates, the account, the role service Web-AppInit."""
    machine.given(GIVEN)
    with machine.iis.edit() as config:
        image = "%windir%\\System32\\inetsrv\\warmup.dll"
        modules = config.section("system.webServer/globalModules").collection
        modules.add(name="ApplicationInitializationModule", image=image)
