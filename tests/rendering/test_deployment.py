"""What a playbook is told of a host."""

from dataclasses import replace
from typing import Any

import pytest

from iisfleet.inventory import Check, Pool
from iisfleet.package import FileEntry
from iisfleet.rendering.deployment import DeployOptions, deploy_context, lock_parameters, target_parameters
from iisfleet.rendering.filters import folder_sddl, identity_trustee, pool_sid
from iisfleet.rendering.release import Release, Shipment
from tests.declared import RUN, declared, releases_for


def context(name: str, **options: Any) -> dict[str, Any]:
    host = declared(name)
    return deploy_context(host, releases_for(host), RUN, DeployOptions(**options))


def test_the_sid_of_a_pool_is_what_windows_computes() -> None:
    # DefaultAppPool's is documented by everybody who ever ran icacls.
    known = "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"

    assert pool_sid("DefaultAppPool") == pool_sid("DEFAULTAPPPOOL") == known


@pytest.mark.parametrize(
    ("identity", "trustee", "aces"),
    [
        ("ApplicationPoolIdentity", pool_sid("P"), f"(A;OICI;0x1200a9;;;{pool_sid('P')})"),
        ("NetworkService", "NS", "(A;OICI;0x1200a9;;;NS)"),
        ("LocalService", "LS", "(A;OICI;0x1200a9;;;LS)"),
        ("LocalSystem", "SY", ""),
        ("CORP\\web$", None, ""),
    ],
)
def test_who_may_read_a_sites_folder(identity: str, trustee: str | None, aces: str) -> None:
    pool = Pool(name="P", identity=identity)

    assert identity_trustee(pool) == trustee
    assert folder_sddl(pool) == "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)" + aces


def test_certificates_by_name_and_by_address() -> None:
    by_name, by_address = context("full")["certificates"]

    assert (by_name["key"], by_name["parameters"]["Sni"]) == ("shop.example.com:443", True)
    assert (by_address["key"], by_address["parameters"]["Address"]) == ("10.0.4.11:8443", "10.0.4.11")


def test_the_probe_goes_to_the_binding_that_health_names() -> None:
    (site,) = context("full")["sites"]
    first, second = site["health"]["Checks"]

    assert (first["Protocol"], first["Address"], first["HostName"]) == ("https", "127.0.0.1", "shop.example.com")
    assert (second["Status"], second["Header"], second["HeaderValue"]) == ((200, 204), "X-Shop-Version", None)


def test_files_that_no_visitor_may_get_are_asked_for_below_each_application() -> None:
    (site,) = context("full")["sites"]
    urls = [file["Url"] for file in site["hidden"]["Files"]]

    assert "/web.config" in urls
    assert "/api/web.config" in urls


def test_urls_are_what_a_request_line_can_hold() -> None:
    host = declared("full")
    odd = FileEntry("My App é #1.deps.json", 1, "0" * 64)
    releases = [replace(release, sensitive=(odd,)) for release in releases_for(host)]
    site = host.sites[0]
    health = site.health.model_copy(update={"checks": (Check(path="/größe?a=%20b&c=1"),)})
    host = host.model_copy(update={"sites": (site.model_copy(update={"health": health}),)})

    (told,) = deploy_context(host, releases, RUN)["sites"]

    assert told["hidden"]["Files"][0]["Url"] == "/My%20App%20%C3%A9%20%231.deps.json"
    assert told["health"]["Checks"][0]["Path"] == "/gr%C3%B6%C3%9Fe?a=%20b&c=1"


@pytest.mark.parametrize(("planning", "restarting"), [(True, ()), (False, ("Shop",))])
def test_planning_and_restarting(planning: bool, restarting: tuple[str, ...]) -> None:
    told = context("full", planning=planning, restarting=restarting)

    assert told["lock"] == (None if planning else lock_parameters(RUN))
    assert told["sites"][0]["health"]["ExpectNewWorker"] is bool(restarting)
    assert told["drives"] == ["D"]


def test_a_drive_is_asked_for_by_the_name_that_hosts_tell_it_by() -> None:
    host = declared("simple")
    host = host.model_copy(update={"sites": (host.sites[0].model_copy(update={"path": r"c:\inetpub\hello"}),)})

    assert deploy_context(host, releases_for(host), RUN)["drives"] == ["C"]


@pytest.mark.parametrize(
    ("declares", "needs", "enable"),
    [(None, 32, True), (None, 64, False), (64, 32, False), (32, 64, True), (None, None, None)],
)
def test_bitness_is_declared_or_the_packages_or_left_alone(declares: Any, needs: Any, enable: Any) -> None:
    host = declared("simple")
    (site,) = host.sites
    site = site.model_copy(update={"pool": site.pool.model_copy(update={"bitness": declares})})
    host = host.model_copy(update={"sites": (site,)})
    (release,) = releases_for(host)

    (pool,) = deploy_context(host, [replace(release, bitness=needs)], RUN)["pools"]

    assert pool["Enable32Bit"] is enable


def test_a_package_that_runs_in_either_runs_in_64() -> None:
    assert [release.bitness for release in releases_for(declared("full"))] == [64, 64]


def test_an_archive_is_named_by_its_hash_and_goes_inline_if_it_can() -> None:
    (release,) = releases_for(declared("simple"))
    sha256 = "ab" * 32

    waiting = replace(release, shipment=Shipment("old", ("gone.txt",), sha256, 10))
    inline = replace(release, shipment=Shipment("old", (), sha256, 10, inline=True))

    assert waiting.archive == rf"C:\inetpub\hello\incoming\{sha256}.zip"
    assert target_parameters(waiting, RUN)["shard"] is None
    assert target_parameters(inline, RUN)["shard"] == {
        "File": waiting.archive, "Offset": 0, "Length": 10, "Sha256": sha256,
    }  # fmt: skip
    assert release.archive is None


def test_a_kept_release_leaves_the_pool_as_it_is() -> None:
    assert Release(declared("simple").targets[0], "1", "0" * 64).bitness is None


def test_an_account_that_only_the_host_knows_is_resolved_there() -> None:
    by_name = {target["name"]: target["live_folder"]["Identity"] for target in context("full")["targets"]}

    assert by_name == {"Shop": "CORP\\svc-shop$", "Shop/api": "CORP\\svc-shop-api"}
