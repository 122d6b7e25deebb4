"""``provision-keys``: what loses keys, by a table; and the flow, driven by hand."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from iisfleet import flows
from iisfleet.errors import ConfigError
from iisfleet.flows.key_loss import key_losses, refuse
from iisfleet.inventory import Host, Inventory, Secret
from iisfleet.package import Package
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering.keys import key_folders
from iisfleet.rendering.release import RunInfo
from iisfleet.results import Change
from iisfleet.rollout.instructions import Run, Upload
from tests.declared import package_of
from tests.flows.host import FACTS, LOCK, bad, ok, play, said, served

RUN = RunInfo("20260101-000000-beef", "ann@pc", "pc", 1, "provision-keys")
HELLO = Path(__file__).resolve().parents[2] / "inventories" / "packages" / "hello"
LOCAL = {"mode": "shared", "folder": r"D:\keys"}
SHARE = {"mode": "shared", "folder": r"\\files\keys"}
THUMBPRINT = "8F43288AD272F3103B6FB1428485EA3014C0BCFE"
KEY = Change("autogenkey/Shop/x64", None, "present")


def host(keys: Any = "registry", name: str = "web01", **pool: Any) -> Host:
    """A host whose site Shop keeps its keys so."""
    keys = {"mode": keys} if isinstance(keys, str) else keys
    site = {"name": "Shop", "path": r"C:\shop", "bindings": [{"port": 80}], "data_protection": keys, "pool": pool}
    made = Inventory.model_validate(
        {
            "environment": "it", "source": "it.yml",
            "hosts": [{"name": name, "connection": {"address": name}, "sites": [site]}],
        }
    )  # fmt: skip
    return made.hosts[0]


def app(bitness: Literal[32, 64] | None = None, *, named: bool = True) -> Package:
    known = package_of(HELLO)
    return replace(known, app=replace(known.app, bitness=bitness, set_application_name=named))


def pool(name: str = "Shop", identity: str = "ApplicationPoolIdentity", **more: Any) -> dict[str, Any]:
    """A 64-bit pool with two keys in the registry."""
    keys = {"x64": 2, "x86": 0, "profile": 0} | more.pop("keys", {})
    facts = {"userName": None, "bitness": 64, "loadUserProfile": False, "setProfileEnvironment": False, **more}
    return {"name": name, "exists": True, "identity": identity, "sid": "S-1-5-82-1", "keys": keys, **facts}


def facts(*pools: dict[str, Any], serving: str | None = "Shop") -> dict[str, Any]:
    applications = [{"site": "shop", "application": "/", "pool": serving}] if serving else []
    return {"iis": True, "pools": list(pools), "applications": applications, "certificates": []}


NOT_THERE = {**pool(keys={"x64": 0}), "exists": False}
IN_PROFILE: dict[str, Any] = {"loadUserProfile": True, "keys": {"profile": 3, "x64": 0}}
ACCOUNT: dict[str, Any] = {"identity": "SpecificUser", "userName": r"CORP\Svc"}

LOSSES: list[tuple[str, Host, dict[str, Any], Package | None, str | None]] = [
    ("nothing changes", host(), facts(pool()), app(), None),
    ("a bare host", host(), facts(NOT_THERE, serving=None), app(named=False), None),
    ("no keys yet", host(identity="NetworkService"), facts(pool(keys={"x64": 0})), app(), None),
    (
        "identity",
        host(identity="NetworkService"),
        facts(pool()),
        app(),
        r"from IIS AppPool\Shop to NetworkService, 2 keys",
    ),
    (
        "the same account, spelt otherwise",
        host(identity=r"CORP\svc$"),
        facts(pool(identity="SpecificUser", userName=r"corp\SVC$")),
        app(),
        None,
    ),
    ("another account", host(identity=r"CORP\new$"), facts(pool(**ACCOUNT)), app(), r"from CORP\Svc to CORP\new"),
    (
        "pool renamed",
        host(),
        facts(NOT_THERE, pool("Old"), serving="Old"),
        app(),
        r"from IIS AppPool\Old to IIS AppPool\Shop",
    ),
    (
        "pool renamed, one account",
        host(identity="NetworkService"),
        facts(pool("Old", "NetworkService"), serving="Old"),
        app(),
        None,
    ),
    ("a pool in other letters", host(), facts(pool("SHOP"), serving="SHOP"), app(), None),
    (
        "bitness declared",
        host(bitness=32),
        facts(pool()),
        app(),
        "from 64-bit to 32-bit, 2 keys stay behind in the other view",
    ),
    ("bitness of the package", host(), facts(pool()), app(32), "64-bit to 32-bit"),
    ("bitness nobody knows", host(), facts(pool(bitness=32, keys={"x86": 1})), None, None),
    ("bitness with keys in the profile", host("profile", bitness=32), facts(pool(**IN_PROFILE)), app(), None),
    ("to the profile", host("profile"), facts(pool()), app(), "keys move from registry to profile, 2 keys"),
    ("to the registry", host(), facts(pool(**IN_PROFILE)), app(), "keys move from profile to registry, 3 keys"),
    ("to a share", host(SHARE), facts(pool(keys={"x64": 1})), app(), "to shared, 1 key stays behind"),
    ("bound to its folder", host(), facts(pool()), app(named=False), "does not call SetApplicationName"),
    ("no data_protection", host("none", identity="NetworkService"), facts(pool()), app(named=False), None),
]


@pytest.mark.parametrize(("why", "declared", "found", "package", "loss"), LOSSES, ids=[row[0] for row in LOSSES])
def test_what_loses_keys(why: str, declared: Host, found: Any, package: Package | None, loss: str | None) -> None:
    losses = key_losses(declared, found, {"Shop": package} if package else {}, (declared,))

    assert (len(losses), why) == (1 if loss else 0, why), losses
    assert loss is None or losses[0].startswith("Shop: ")
    assert loss is None or loss in losses[0], losses


@pytest.mark.parametrize(
    ("keys", "lost"), [("registry", True), ("profile", True), (LOCAL, True), (SHARE, False), ("none", False)]
)
def test_a_farm_needs_keys_that_are_shared(keys: Any, lost: bool) -> None:
    one, other = host(keys), host(keys, name="web02")

    losses = key_losses(one, facts(NOT_THERE, serving=None), {}, (one, other))

    assert bool(losses) is lost
    assert not lost or "web02 serves it too" in losses[0]


def test_a_release_that_stays_loses_nothing() -> None:
    assert key_losses(host(), facts(pool()), {"Shop": app(named=False)}, staying={"Shop"}) == ()


def looked(found: dict[str, Any], *, lock: Any = None, there: int = 0) -> ScriptResult:
    return said(
        ok("Get-HostFact", FACTS),
        ok("Get-HostLock", {"lock": lock, "unfinished": None}),
        ok("Get-HostJob", {"job": None, "lines": [], "offset": 0}),
        ok("Get-KeyFact", found),
        ok("Open-HostUpload", {"file": rf"C:\ProgramData\iisfleet\incoming\{'a' * 64}.pfx", "there": there}),
    )


def told(*changes: Change) -> ScriptResult:
    return said(ok("Set-AutoGenKey", phase="publishing", changes=changes))


def order(**fields: Any) -> flows.KeysOrder:
    return flows.KeysOrder(**{"run": RUN, **fields})


def test_what_is_there_is_asked_for_and_left_alone() -> None:
    played = play(flows.provision_keys(host(), order()), looked(facts(pool())), told())

    assert (played.ended.status, played.kinds) == ("ok", ["Run keys/starting", "Run keys/publishing+finishing"])
    assert [asked.what_if for asked in played.asked if isinstance(asked, Run)] == [True, True]


def test_a_plan_tells_losses_and_changes_and_needs_no_lock() -> None:
    one = host(identity="NetworkService")

    played = play(flows.provision_keys(one, order(plan=True)), looked(facts(pool()), lock=LOCK), told(KEY))

    assert (played.ended.status, played.ended.changes) == ("changed", (KEY,))
    assert "key loss: Shop: the account changes" in played.ended.warnings[0]


def test_a_loss_is_refused_and_can_be_accepted() -> None:
    one = host(identity="NetworkService")

    refused = play(flows.provision_keys(one, order()), looked(facts(pool())), told(KEY))
    accepted = play(flows.provision_keys(one, order(accept_key_loss=True)), looked(facts(pool())), told(KEY), told(KEY))

    assert refused.ended.failure is not None
    assert (refused.ended.status, refused.ended.failure.kind) == ("failed", "key-loss")
    assert (accepted.ended.status, accepted.ended.changes) == ("changed", (KEY,))
    assert any("key loss" in warning for warning in accepted.ended.warnings)


def test_each_loss_that_is_refused_has_a_line() -> None:
    assert refuse(("Shop: one", "Shop: two")).found == "Shop: one\nShop: two"


def test_a_pool_that_is_not_there_is_not_made() -> None:
    played = play(flows.provision_keys(host("profile"), order()), looked(facts(NOT_THERE, serving=None)), told())

    asked = played.asked[-1]
    assert isinstance(asked, Run)
    assert "Set-IisPool' @{" not in asked.script.text
    assert "is not there yet" in played.ended.warnings[0]


def test_a_running_app_is_told_where_its_keys_go_when_it_starts_anew() -> None:
    played = play(flows.provision_keys(host(), order()), looked(facts(pool())), told(KEY), told(KEY))

    assert "invoke recycle --pool Shop" in played.ended.warnings[0]


def test_a_session_without_rights_is_refused_first() -> None:
    weak = ok("Get-HostFact", {**FACTS, "elevated": False})

    played = play(
        flows.provision_keys(host(), order()),
        said(weak, ok("Get-HostLock", {"lock": None, "unfinished": None}), ok("Get-KeyFact", facts(NOT_THERE))),
    )

    assert played.ended.failure is not None
    assert played.ended.failure.kind == "readiness"


CERTIFICATE = {"thumbprint": THUMBPRINT, "pfx": Path("keys.pfx"), "password": Secret("env:X")}


def test_a_pfx_file_is_sent_and_imported_by_a_job() -> None:
    one = host({**SHARE, "certificate": CERTIFICATE})
    lacking = {"thumbprint": THUMBPRINT.lower(), "present": False, "hasPrivateKey": False, "isTrusted": False}
    found = {**facts(NOT_THERE, serving=None), "certificates": [lacking]}
    planned = told(Change(f"certificate/My/{THUMBPRINT.lower()}", None, "present"))
    wanted = order(files={Path("keys.pfx"): "a" * 64})

    failed = said(bad("Receive-Content", "updating"))
    played = play(flows.provision_keys(one, wanted), looked(found, there=7), planned, failed)
    started = play(
        flows.provision_keys(one, wanted), looked(found), planned, said(), said(bad("Start-HostJob", "updating"))
    )

    upload, start = played.asked[-1], started.asked[-1]
    assert isinstance(upload, Upload)
    assert (upload.path, upload.there, played.ended.status) == (Path("keys.pfx"), 7, "failed")
    assert isinstance(start, Run)
    assert start.script.name.startswith("job-start")
    assert list(start.secrets) == ["pool/Shop/certificate"]
    assert any("grant its rights on the file server" in text for text in play(
        flows.provision_keys(one, replace(wanted, plan=True)), looked(found), planned).ended.warnings)  # fmt: skip


def test_every_pfx_file_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "keys.p12").write_bytes(b"x")
    hosts = [host({**SHARE, "certificate": {**CERTIFICATE, "pfx": tmp_path / name}}) for name in ("no.pfx", "keys.p12")]

    with pytest.raises(ConfigError) as caught:
        flows.read_key_files(hosts)

    assert "no.pfx" in str(caught.value)
    assert "keys.p12" in str(caught.value)


def test_a_folder_that_pools_share_has_one_access_list() -> None:
    site = {"path": r"C:\shop", "bindings": [{"port": 80}], "data_protection": LOCAL}
    sites = [{**site, "name": "A"}, {**site, "name": "B", "pool": {"identity": r"CORP\b$"}, "path": r"C:\b"}]
    both = Host.model_validate({"name": "web01", "connection": {"address": "web01"}, "sites": sites})

    (folder,) = key_folders(both)

    assert folder["Path"] == r"D:\keys"
    assert folder["Sddl"].count("0x1301bf;;;S-1-5-82-") == 1
    assert folder["Account"] == [r"CORP\b$"]


def test_a_deploy_refuses_to_lose_keys_only_where_it_changes_something() -> None:
    one, packages = host(identity="NetworkService"), {"Shop": package_of(HELLO)}
    there = served("Shop", packages["Shop"].release_id, packages["Shop"].manifest.sha256)
    changing = ok("Set-IisPool", phase="publishing", changes=(Change("pool/Shop/x", 1, 2),))
    look = (ok("Get-HostFact", FACTS), ok("Get-HostLock", {"lock": None, "unfinished": None}), there)
    keys = ok("Get-KeyFact", facts(pool()))

    refused = play(flows.deploy(one, flows.Job(RUN, packages)), said(*look, keys, changing))
    quiet = play(flows.deploy(one, flows.Job(RUN, packages)), said(*look, keys))
    planned = play(flows.plan(one, flows.Job(RUN, packages)), said(*look, keys, changing))

    assert refused.ended.failure is not None
    assert refused.ended.failure.kind == "key-loss"
    assert (quiet.ended.status, planned.ended.status) == ("ok", "changed")
    assert "key loss" in planned.ended.warnings[0]
