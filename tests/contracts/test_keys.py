"""Data-protection keys: provided for before and after a deploy, kept by it, and never lost without a word."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.controller import Controller
from tests.contracts.tags import Tag
from tests.outside import apart
from winlab.windows.accounts import pool_sid
from winlab.windows.certificates import pfx, thumbprint

KEYS = thumbprint("CN=keys.lab")
AUTO_GEN = rf"HKLM\SOFTWARE\Microsoft\ASP.NET\4.0.30319.0\AutoGenKeys\{pool_sid('Hello')}"
# All that a place for keys may touch, and the product's own books.
_KEY = r"SOFTWARE\\(WOW6432Node\\)?Microsoft(\\ASP\.NET|\\DotNetPackages|:)"
_FOLDER = r"C:\\(keys|ProgramData\\iisfleet)\b"
TOUCHED = rf"/registry/{_KEY}|/acl/HKLM\\{_KEY}|/(acl|files)/{_FOLDER}|/certificates|/keys/"
POLICY = {"encryption_type": "CNG-GCM", "key_lifetime": 30}


def sites(**pool: Any) -> dict[str, Any]:
    """Keys in each of the three places."""
    certificate = {"thumbprint": KEYS, "pfx": "keys.pfx", "password": Tag("env:KEYS_PASSWORD"), "trusted_root": True}
    shared = {"mode": "shared", "folder": r"C:\keys", "certificate": certificate}
    return {
        "Hello": {
            "path": r"C:\inetpub\hello", "package": "../hello", "bindings": [{"port": 80}], "pool": pool,
            "data_protection": "registry", "health": {"path": "/healthz", "timeout": 20},
            "applications": {
                "/api": {"folder": r"C:\inetpub\api", "package": "../hello", "data_protection": "profile"},
                "/files": {"folder": r"C:\inetpub\files", "package": "../hello", "data_protection": shared},
            },
        }
    }  # fmt: skip


def again(controller: Controller) -> None:
    before = controller.snapshot()
    told = controller.ask("provision-keys")
    assert (told.code, told.host["status"], told.changes) == (0, "ok", []), told.text
    assert controller.snapshot() == before


def test_keys_have_their_place_before_the_first_deploy_and_after_it(
    new_controller: Callable[[str], Controller], monkeypatch: Any
) -> None:
    before_and_after(new_controller("emulated"), monkeypatch)


@pytest.mark.thorough
def test_the_same_on_the_real_engine(new_controller: Callable[[str], Controller], monkeypatch: Any, pwsh: Any) -> None:
    before_and_after(new_controller("pwsh"), monkeypatch)


def before_and_after(controller: Controller, monkeypatch: Any) -> None:
    monkeypatch.setenv("KEYS_PASSWORD", "S3cret!")
    (controller.folder / "inventories" / "keys.pfx").write_bytes(pfx("CN=keys.lab", "S3cret!"))
    controller.write(sites(), data_protection_policy=POLICY)

    before = controller.snapshot()
    planned = controller.ask("provision-keys", "--plan")
    assert controller.snapshot() == before
    told = controller.ask("provision-keys")

    assert (told.code, told.host["status"], told.changes) == (0, "changed", planned.changes), told.text
    assert {change["path"] for change in told.changes} >= {
        "autogenkey/Hello/x64", "autogenkey/Hello/x86", "keypolicy/x86/EncryptionType", r"folder/C:\keys",
        f"certificate/My/{KEYS.lower()}", f"certificate/Root/{KEYS.lower()}",
        f"key/{KEYS.lower()}/{pool_sid('Hello-files')}",
    }  # fmt: skip
    assert controller.machine.differs({
        "certificates": {f"My/{KEYS}": [pool_sid("Hello-files")], f"Root/{KEYS}": []},
        "registry": {AUTO_GEN: {}},
    }) == []  # fmt: skip
    assert not list(controller.machine.root.rglob("*.pfx"))
    assert [place for place in apart(before, controller.snapshot()) if not re.match(TOUCHED, place)] == []
    assert "Hello-api is not there yet" in "".join(told.host["warnings"])
    again(controller)

    deployed = controller.ask("deploy")

    assert deployed.code == 0, deployed.text
    paths = [change["path"] for change in deployed.changes]
    assert not any(path.startswith(("autogenkey/", "keypolicy/")) for path in paths)
    pool = {"loadUserProfile": False}, {"loadUserProfile": True, "setProfileEnvironment": True}
    pools = dict(zip(("Hello", "Hello-api"), ({"processModel": one} for one in pool), strict=True))
    assert controller.machine.differs({"iis": {"pools": pools}}) == []
    again(controller)


def test_keys_are_not_lost_without_a_word(new_controller: Callable[[str], Controller], monkeypatch: Any) -> None:
    controller = new_controller("emulated")
    monkeypatch.setenv("KEYS_PASSWORD", "S3cret!")
    (controller.folder / "inventories" / "keys.pfx").write_bytes(pfx("CN=keys.lab", "S3cret!"))
    controller.write(sites())
    assert controller.ask("deploy").code == 0
    controller.machine.registry.set(rf"{AUTO_GEN}\DataProtection", "key-1", "String", "<key />")
    controller.write(sites(identity="NetworkService"))
    before = controller.snapshot()

    planned = controller.ask("plan")
    refused = controller.ask("deploy")

    assert planned.code == 0
    assert "the account changes" in "".join(planned.host["warnings"])
    assert (refused.code, refused.host["failure"]["kind"]) == (2, "key-loss"), refused.text
    assert "--accept-key-loss" in refused.host["failure"]["remedy"]
    assert controller.snapshot() == before
    assert controller.ask("provision-keys").host["failure"]["kind"] == "key-loss"
    accepted = controller.ask("deploy", "--accept-key-loss")
    assert (accepted.code, accepted.host["status"]) == (0, "changed"), accepted.text
    assert controller.machine.differs({"registry": {rf"{AUTO_GEN}\DataProtection": {"key-1": "<key />"}}}) == []
