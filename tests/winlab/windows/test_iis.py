"""What WAS keeps running for the file: states, workers, and who recycles at a commit."""

import pytest

from winlab.windows.errors import NotFound, ServiceError
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG

IN_PROCESS = """<configuration><location path="." inheritInChildApplications="false"><system.webServer><handlers>
<add name="aspNetCore" path="*" verb="*" modules="AspNetCoreModuleV2" resourceType="Unspecified" /></handlers>
<aspNetCore processPath="dotnet" arguments=".\\App.dll" hostingModel="{model}" /></system.webServer></location>
</configuration>"""


def site(pool: str = "Shop", path: str = r"C:\shop", host: str = "shop") -> dict[str, object]:
    return {"physicalPath": path, "pool": pool, "bindings": [f"http *:80:{host}"]}


@pytest.fixture
def shop(machine: Machine) -> Machine:
    machine.given(
        {
            "files": {
                rf"C:\{name}\web.config": IN_PROCESS.format(model="inprocess") for name in ("shop", "shop2", "other")
            },
            "iis": {
                "pools": {"Shop": {}, "Other": {}},
                "sites": {"Shop": site(), "Other": site("Other", r"C:\other", "o")},
            },
        }
    )
    return machine


def pid(machine: Machine, pool: str) -> int:
    worker = machine.iis.worker(pool)
    assert worker is not None
    return worker.pid


def test_new_pools_and_sites_start_by_the_commit(shop: Machine) -> None:
    assert shop.iis.states() == {
        "pools": {"DefaultAppPool": "Started", "Shop": "Started", "Other": "Started"},
        "sites": {"Shop": "Started", "Other": "Started"},
    }
    assert shop.iis.workers("Shop") == []  # OnDemand


def test_what_is_not_to_start_by_itself_stays_stopped(machine: Machine) -> None:
    machine.given({"iis": {
        "pools": {"Shop": {"autoStart": False}},
        "sites": {"Shop": {**site(), "serverAutoStart": False}},
    }})  # fmt: skip

    assert machine.differs({"states": {"pools": {"Shop": "Stopped"}, "sites": {"Shop": "Stopped"}}}) == []


def test_a_worker_starts_with_the_first_request_or_at_once(shop: Machine) -> None:
    shop.given({"iis": {"pools": {"Eager": {"startMode": "AlwaysRunning"}}}})

    assert len(shop.iis.workers("Eager")) == 1
    assert pid(shop, "Shop") == pid(shop, "shop")


def test_every_commit_recycles_in_process_apps_and_only_them(shop: Machine) -> None:
    shop.fs.write(r"C:\other\web.config", IN_PROCESS.format(model="outofprocess").encode())
    before = pid(shop, "Shop"), pid(shop, "Other")

    shop.given({"iis": {"pools": {"Unrelated": {}}}})

    assert pid(shop, "Shop") != before[0]
    assert pid(shop, "Other") == before[1]


def test_a_new_path_or_changed_pool_recycles_that_pool(shop: Machine) -> None:
    for name in ("shop", "shop2", "other"):
        shop.fs.write(rf"C:\{name}\web.config", IN_PROCESS.format(model="outofprocess").encode())
    shop_pid, other_pid = pid(shop, "Shop"), pid(shop, "Other")

    shop.given({"iis": {"sites": {"Shop": {"physicalPath": r"C:\shop2"}}}})
    moved = pid(shop, "Shop")
    shop.given({"environment": {"Shop": {"A": "x"}}})

    assert len({shop_pid, moved, pid(shop, "Shop")}) == 3
    assert pid(shop, "Other") == other_pid


def test_a_stopped_pool_has_no_workers_and_a_started_one_new_ones(shop: Machine) -> None:
    before = pid(shop, "Shop")

    assert shop.iis.stop("pool", "Shop") == "Stopped"
    assert shop.iis.worker("Shop") is None
    with pytest.raises(ServiceError, match="not been started"):
        shop.iis.recycle("Shop")
    assert shop.iis.start("pool", "Shop") == "Started"
    assert pid(shop, "Shop") != before


def test_a_site_with_a_taken_binding_or_without_its_pool_does_not_start(shop: Machine) -> None:
    shop.given({"iis": {"sites": {"Thief": site(), "Orphan": site("Nowhere", host="x")}}})

    assert shop.iis.state("site", "Thief") == "Stopped"
    with pytest.raises(ServiceError, match="Shop holds one of its bindings"):
        shop.iis.start("site", "Thief")
    with pytest.raises(ServiceError, match="application pool"):
        shop.iis.start("site", "Orphan")
    shop.iis.stop("site", "Shop")
    assert shop.iis.start("site", "Thief") == "Started"


def test_what_is_removed_from_the_file_vanishes(shop: Machine) -> None:
    shop.given({"iis": {"sites": {"Shop": None}, "pools": {"Shop": None}}})

    with pytest.raises(NotFound):
        shop.iis.state("site", "Shop")
    with pytest.raises(NotFound):
        shop.iis.workers("Shop")


def test_a_file_that_a_person_wrote_is_noticed(shop: Machine) -> None:
    text = shop.fs.read(CONFIG).replace(b'name="Other"', b'name="Renamed"')
    shop.path(CONFIG).write_bytes(text)

    assert shop.iis.state("pool", "Renamed") == "Started"


def test_a_wrong_password_stops_the_pool_at_its_first_request(shop: Machine) -> None:
    identity = {"identityType": "SpecificUser", "userName": r"CORP\svc", "password": "wrong"}
    shop.given(
        {
            "accounts": {r"CORP\svc": {"password": "right"}},
            "iis": {"pools": {"Shop": {"processModel": identity}}},
        }
    )

    assert shop.iis.state("pool", "Shop") == "Started"
    assert shop.iis.worker("Shop") is None
    assert shop.iis.state("pool", "Shop") == "Stopped"


def test_a_pool_that_cannot_start_stops_for_new_content_only(shop: Machine) -> None:
    pid(shop, "Shop")
    shop.break_down("pool-cannot-start", {"pool": "Shop"})

    shop.given({"iis": {"sites": {"Shop": {"physicalPath": r"C:\shop2"}}}})
    stopped = shop.iis.state("pool", "Shop"), shop.iis.start("pool", "Shop")
    shop.given({"iis": {"sites": {"Shop": {"physicalPath": r"C:\shop"}}}})

    assert stopped == ("Stopped", "Stopped")
    assert shop.iis.start("pool", "Shop") == "Started"


def test_states_survive_the_lab(shop: Machine) -> None:
    shop.iis.stop("site", "Other")
    running = pid(shop, "Shop")
    shop.close()

    again = Machine.load(shop.root)

    assert again.iis.state("site", "Other") == "Stopped"
    assert pid(again, "Shop") == running
