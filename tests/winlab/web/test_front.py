"""What a probe meets: http.sys, IIS, the ASP.NET Core Module, the app; through real sockets."""

import hashlib
import http.client
import json
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from winlab.web.apps import find_dotnet
from winlab.web.front import Front
from winlab.windows.bundle import Bundle
from winlab.windows.errors import NotEmulated, SharingViolation
from winlab.windows.machine import Machine
from winlab.windows.profiles import CONFIG

WEB_CONFIG = """<?xml version="1.0" encoding="utf-8"?>
<configuration><location path="." inheritInChildApplications="{inherit}"><system.webServer>
<handlers><add name="aspNetCore" path="*" verb="*" modules="{module}" resourceType="Unspecified" /></handlers>
<aspNetCore processPath="dotnet" arguments=".\\App.dll" hostingModel="{model}">
<environmentVariables>
<environmentVariable name="HELLOIIS_GREETING" value="from web.config" />
</environmentVariables>
</aspNetCore></system.webServer></location></configuration>"""
CACHED = Bundle("10.0.12").cache
FRAMEWORKS = [{"name": "Microsoft.AspNetCore.App", "version": "10.0.0"}]


def app(
    folder: str,
    *,
    version: str = "1.0.0",
    model: str = "inprocess",
    module: str = "AspNetCoreModuleV2",
    **more: str | None,
) -> dict[str, str | None]:
    """A publish output as small as it can be; `more` replaces files, None leaves one out."""
    files: dict[str, str | None] = {
        "web.config": WEB_CONFIG.format(model=model, module=module, inherit="false"),
        "App.dll": "",
        "App.deps.json": json.dumps({"libraries": {f"App/{version}": {"type": "project"}}}),
        "App.runtimeconfig.json": json.dumps({"runtimeOptions": {"frameworks": FRAMEWORKS}}),
        "appsettings.json": json.dumps({"Hello": {"Title": "Shop & Co"}}),
        "wwwroot\\site.css": "body {}",
    }
    files |= {name.replace("__", "."): text for name, text in more.items()}
    return {rf"{folder}\{name}": text for name, text in files.items() if text is not None}


def site(path: str, pool: str = "Shop", host: str = "shop", **more: Any) -> dict[str, Any]:
    return {"physicalPath": path, "pool": pool, "bindings": [f"http *:80:{host}"], **more}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine.create(tmp_path / "web01", "web01")
    made.front = Front(made)
    made.given({
        "files": app(r"C:\shop"),
        "iis": {"pools": {"Shop": {}}, "sites": {"Shop": site(r"C:\shop")}},
    })  # fmt: skip
    yield made
    made.close()


Got = tuple[int, dict[str, str], str]


def get(machine: Machine, path: str = "/", *, host: str = "shop", port: int = 80, method: str = "GET") -> Got:
    address, local = machine.front.endpoint("127.0.0.1", port)
    with closing(http.client.HTTPConnection(address, local, timeout=20)) as connection:
        connection.request(method, path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()


def test_the_emulated_app_answers_as_its_release_says(machine: Machine) -> None:
    status, headers, body = get(machine, "/healthz?x=1")

    assert status == 200
    assert headers["X-Lab-App"] == "emulated"
    assert json.loads(body) == {
        "status": "ok",
        "version": "1.0.0",
        "environment": "Production",
        "pathBase": "",
        "greeting": "from web.config",
    }
    assert "Shop &amp; Co" in get(machine)[2]
    assert get(machine, "/site.css")[2] == "body {}"
    assert get(machine, "/../App.deps.json")[0] == 404
    assert get(machine, "/App.deps.json")[0] == 404


def test_a_new_release_and_environment_answer_after_the_commit(machine: Machine) -> None:
    without_greeting = machine.fs.read(r"C:\shop\web.config").decode().replace("HELLOIIS_GREETING", "OTHER")
    get(machine)

    machine.given({
        "files": app(r"C:\shop2", version="2.0.0", web__config=without_greeting),
        "iis": {"sites": {"Shop": {"physicalPath": r"C:\shop2"}}},
        "environment": {"Shop": {"HELLOIIS_GREETING": "hi", "ASPNETCORE_ENVIRONMENT": "Staging"}},
    })  # fmt: skip

    body = json.loads(get(machine, "/healthz")[2])
    assert (body["version"], body["greeting"], body["environment"]) == ("2.0.0", "hi", "Staging")


def test_http_sys_refuses_a_host_that_no_site_has(machine: Machine) -> None:
    status, headers, body = get(machine, host="other")

    assert status == 400
    assert headers["Server"] == "Microsoft-HTTPAPI/2.0"
    assert "Invalid Hostname" in body


def test_host_names_choose_the_site_and_the_rest_goes_to_the_catch_all(machine: Machine) -> None:
    machine.given({
        "files": {r"C:\all\index.html": "catch-all"},
        "iis": {"sites": {"All": site(r"C:\all", "DefaultAppPool", "")}},
    })  # fmt: skip

    assert get(machine, host="anything")[2] == "catch-all"
    assert get(machine, "/healthz", host="SHOP:80")[0] == 200


def test_a_stopped_pool_gives_503_and_a_stopped_site_refuses(machine: Machine) -> None:
    machine.iis.stop("pool", "Shop")
    stopped = get(machine)
    machine.iis.start("pool", "Shop")
    address, port = machine.front.endpoint("127.0.0.1", 80)
    machine.iis.stop("site", "Shop")

    assert (stopped[0], stopped[1]["Server"]) == (503, "Microsoft-HTTPAPI/2.0")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address, port), timeout=5)
    with pytest.raises(ConnectionRefusedError):
        get(machine)


def test_nothing_listens_on_another_port_or_address(machine: Machine) -> None:
    machine.given({"iis": {"sites": {"Shop": {"bindings": ["http 10.0.0.5:80:shop"]}}}})

    with pytest.raises(ConnectionRefusedError):
        get(machine, port=81)
    with pytest.raises(ConnectionRefusedError):
        get(machine)
    address, port = machine.front.endpoint("10.0.0.5", 80)
    socket.create_connection((address, port), timeout=5).close()


def test_a_machine_is_served_again_after_a_reset(machine: Machine) -> None:
    get(machine)
    before = machine.front.endpoint("127.0.0.1", 80)
    machine.reset()

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(before, timeout=5)
    machine.given({"files": app(r"C:\shop"), "iis": {"pools": {"Shop": {}}, "sites": {"Shop": site(r"C:\shop")}}})
    assert get(machine)[0] == 200


def test_a_machine_without_a_front_cannot_be_asked(tmp_path: Path) -> None:
    with pytest.raises(NotEmulated, match=r"127\.0\.0\.1:80"):
        Machine.create(tmp_path / "web02", "web02").call("probe.endpoint", {"address": "127.0.0.1", "port": 80})


@pytest.mark.parametrize(
    ("files", "status", "text"),
    [
        ({"web__config": "<configuration>"}, 500, "500.19"),
        ({"module": "AspNetCoreModule"}, 500, "500.21"),
        ({"App__dll": None}, 500, "500.31"),
        ({"App__dll": None, "App__exe": ""}, 500, "500.38"),
        (
            {"App__runtimeconfig__json": '{"runtimeOptions":{"framework":{"name":"X","version":"1.0.0"}}}'},
            500,
            "500.31",
        ),
        ({"App__deps__json": "{"}, 500, "500.31"),
        ({"appsettings__json": "{"}, 500, "500.30"),
        ({"appsettings__json": "{", "model": "OutOfProcess"}, 502, "502.5"),
        ({"app_offline__htm": "back soon"}, 503, "back soon"),
    ],
)
def test_the_module_refuses_with_its_own_status(
    machine: Machine, files: dict[str, Any], status: int, text: str
) -> None:
    machine.given({
        "files": app(r"C:\bad", **files),
        "iis": {"sites": {"Shop": {"physicalPath": r"C:\bad"}}},
    })  # fmt: skip

    found = get(machine)

    assert (found[0], text in found[2]) == (status, True)


def test_a_module_that_an_upgrade_of_windows_took_stops_the_pools_of_its_bitness(machine: Machine) -> None:
    old = {"pools": {"Old": {"enable32BitAppOnWin64": True}}, "sites": {"Old": site(r"C:\shop", "Old", "old")}}
    machine.given({"iis": old})
    assert get(machine, host="old")[0] == 200

    machine.break_down("os-upgrade")

    assert get(machine, host="old")[0] == 503
    assert machine.iis.state("pool", "Old") == "Stopped"
    assert get(machine)[0] == 200

    machine.call("installer.start", {"path": CACHED, "args": ["/repair", "/quiet"]})
    machine.call("installer.poll", {"number": 0})
    machine.iis.start("pool", "Old")

    assert get(machine, host="old")[0] == 200


def test_without_the_section_or_the_registration_the_module_is_unknown(machine: Machine) -> None:
    machine.break_down("os-upgrade", {"what": "registration"})
    assert "500.21" in get(machine)[2]

    machine.break_down("os-upgrade", {"what": "section"})
    assert "500.19" in get(machine)[2]


def test_without_a_handler_the_files_are_served(machine: Machine) -> None:
    machine.fs.remove(r"C:\shop\web.config")

    assert get(machine, "/app.DEPS.json") == (200, *get(machine, "/App.deps.json")[1:])
    assert '"App/1.0.0"' in get(machine, "/App.deps.json")[2]
    assert get(machine, "/")[0] == 403
    assert get(machine, "/appsettings.json", method="HEAD")[2] == ""


def test_web_config_itself_is_never_served(machine: Machine) -> None:
    machine.fs.write(r"C:\shop\web.config", b"<configuration />")

    assert "404.8" in get(machine, "/web.config")[2]
    assert "404.3" in get(machine, "/a.unknown")[2] or get(machine, "/a.unknown")[0] == 404


def test_a_sub_application_has_its_path_base(machine: Machine) -> None:
    machine.given({
        "files": app(r"C:\api", version="3.0.0"),
        "iis": {
            "pools": {"Api": {}},
            "sites": {"Shop": {"applications": {"/api": {"physicalPath": r"C:\api", "pool": "Api"}}}},
        },
    })  # fmt: skip

    body = json.loads(get(machine, "/api/healthz")[2])

    assert (body["version"], body["pathBase"]) == ("3.0.0", "/api")
    assert json.loads(get(machine, "/healthz")[2])["version"] == "1.0.0"


def test_two_in_process_apps_in_one_pool_are_refused(machine: Machine) -> None:
    machine.given({
        "files": app(r"C:\api"),
        "iis": {"sites": {"Shop": {"applications": {"/api": {"physicalPath": r"C:\api", "pool": "Shop"}}}}},
    })  # fmt: skip

    assert "500.35" in get(machine, "/api/healthz")[2]


def test_a_sub_application_below_an_inherited_handler_is_a_duplicate(machine: Machine) -> None:
    parent = WEB_CONFIG.format(model="inprocess", module="AspNetCoreModuleV2", inherit="true")
    machine.given({
        "files": app(r"C:\api") | {r"C:\shop\web.config": parent},
        "iis": {
            "pools": {"Api": {}},
            "sites": {"Shop": {"applications": {"/api": {"physicalPath": r"C:\api", "pool": "Api"}}}},
        },
    })  # fmt: skip

    assert "500.19" in get(machine, "/api/healthz")[2]


def test_windows_authentication_asks_for_it(machine: Machine) -> None:
    machine.given({"iis": {"sites": {"Shop": {"authentication": {"anonymous": False, "windows": True}}}}})

    status, headers, _ = get(machine)

    assert (status, headers["WWW-Authenticate"]) == (401, "NTLM")


def test_failing_health_spares_what_was_live(machine: Machine) -> None:
    machine.break_down("failing-health", {"path": "/healthz"})
    before = get(machine, "/healthz")[0]

    machine.given({"files": app(r"C:\shop2"), "iis": {"sites": {"Shop": {"physicalPath": r"C:\shop2"}}}})
    broken = get(machine, "/healthz")[0], get(machine, "/")[0]
    machine.given({"iis": {"sites": {"Shop": {"physicalPath": r"C:\shop"}}}})

    assert (before, *broken, get(machine, "/healthz")[0]) == (200, 503, 200, 200)


def certificate_of(machine: Machine, name: str | None) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    place = machine.front.endpoint("127.0.0.1", 443)
    with (
        socket.create_connection(place, timeout=10) as raw,
        context.wrap_socket(raw, server_hostname=name) as secured,
    ):
        found = secured.getpeercert(binary_form=True)
    return machine_thumbprint(found or b"")


def machine_thumbprint(der: bytes) -> str:
    return hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()


def test_tls_takes_the_certificate_of_http_sys_by_name_or_address(machine: Machine) -> None:
    shop, other = (machine.certificates.add(f"CN={name}").thumbprint for name in ("shop", "other"))
    machine.given({
        "iis": {"sites": {"Shop": {"bindings": ["https *:443:shop 1", "https *:443:"]}}},
        "sslcerts": {"shop:443": shop},
    })  # fmt: skip

    assert certificate_of(machine, "shop") == shop
    with pytest.raises((ssl.SSLError, ConnectionError)):
        certificate_of(machine, None)
    machine.given({"sslcerts": {"0.0.0.0:443": other}})
    assert certificate_of(machine, None) == other
    assert certificate_of(machine, "unknown") == other


def test_slow_and_broken_clients_do_not_stop_others(machine: Machine) -> None:
    place = machine.front.endpoint("127.0.0.1", 80)
    with (
        socket.create_connection(place) as silent,
        socket.create_connection(place) as nonsense,
        socket.create_connection(place),
    ):
        silent.sendall(b"GET / HT")
        nonsense.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")

        assert get(machine)[0] == 200


def test_a_broken_configuration_takes_the_sites_down(machine: Machine) -> None:
    place = machine.front.endpoint("127.0.0.1", 80)
    machine.path(CONFIG).write_bytes(b"<configuration>")

    with closing(http.client.HTTPConnection(*place, timeout=20)) as connection:
        connection.request("GET", "/", headers={"Host": "shop"})
        assert connection.getresponse().status == 503


def test_many_requests_start_one_app(machine: Machine) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(get(machine, "/healthz")[0])) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [200] * 12
    assert len(machine.iis.workers("Shop")) == 1


FAKE_DOTNET = """#!{python}
import http.server, json, os, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        mine = self.headers.get("MS-ASPNETCORE-TOKEN") == os.environ["ASPNETCORE_TOKEN"]
        body = json.dumps({{"pid": os.getpid(), "dll": sys.argv[1], "path": self.path,
            "host": self.headers["Host"], "base": os.environ["ASPNETCORE_APPL_PATH"],
            "A": os.environ.get("A")}}).encode()
        self.send_response(200 if mine else 400)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass

if os.path.exists("fails"):
    print("Unhandled exception. boom", flush=True)
    sys.exit(134)
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(f"      Now listening on: http://127.0.0.1:{{server.server_port}}", flush=True)
server.serve_forever()
"""


@pytest.fixture
def real(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """The machine with engine 'dotnet', and a program in its place that behaves like the real one."""
    if sys.platform == "win32":
        pytest.skip("the stand-in for dotnet is a script with a #! line")
    program = tmp_path / "dotnet"
    program.write_text(FAKE_DOTNET.format(python=sys.executable))
    program.chmod(0o700)
    monkeypatch.setenv("IISFLEET_DOTNET", str(program))
    machine.engine = "dotnet"
    machine.front = Front(machine)
    return machine


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_real_app_runs_in_its_folder_and_ends_with_its_worker(real: Machine) -> None:
    real.given({"environment": {"Shop": {"A": "x"}}})

    first = json.loads(get(real, "/healthz?q=1")[2])
    again = json.loads(get(real, "/")[2])
    real.iis.stop("pool", "Shop")

    assert (first["dll"], first["path"], first["base"], first["A"]) == ("App.dll", "/healthz?q=1", "/", "x")
    assert first["host"] == "shop"
    assert again["pid"] == first["pid"]
    assert not is_alive(first["pid"])


def test_a_recycled_worker_is_a_new_process(real: Machine) -> None:
    first = json.loads(get(real)[2])["pid"]
    real.iis.recycle("Shop")
    second = json.loads(get(real)[2])["pid"]
    real.close()

    assert first != second
    assert not is_alive(first)
    assert not is_alive(second)


def test_a_real_app_that_ends_at_start_gives_500_30(real: Machine) -> None:
    real.fs.write(r"C:\shop\fails", b"")

    assert "500.30" in get(real)[2]


def test_the_real_app_answers_through_dotnet(machine: Machine, samples: Path) -> None:
    if find_dotnet() is None:
        pytest.skip("no dotnet: set IISFLEET_DOTNET or put dotnet on PATH")
    machine.engine = "dotnet"
    machine.front = Front(machine)
    shutil.copytree(samples / "fdd-inprocess-portable", machine.root / "C" / "real")
    machine.given({
        "iis": {
            "pools": {"Api": {}},
            "sites": {
                "Shop": {
                    "physicalPath": r"C:\real",
                    "applications": {"/api": {"physicalPath": r"C:\real", "pool": "Api"}},
                }
            },
        },
        "environment": {"Shop": {"HELLOIIS_GREETING": "real"}},
    })  # fmt: skip

    status, headers, body = get(machine, "/healthz")

    assert (status, "X-Lab-App" in headers) == (200, False)
    assert json.loads(body)["greeting"] == "real"
    assert json.loads(get(machine, "/api/healthz")[2])["pathBase"] == "/api"


LAB = """
import sys
from pathlib import Path
from winlab.web.front import Front
from winlab.windows.machine import Machine

machine = Machine.load(Path(sys.argv[1]), engine="dotnet")
print(Front(machine).endpoint("127.0.0.1", 80)[1], flush=True)
sys.stdin.read()
"""


def test_a_real_app_ends_with_the_lab_even_if_that_is_killed(real: Machine) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LAB, str(real.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as lab:
        assert lab.stdout is not None
        port = int(lab.stdout.readline())
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request("GET", "/", headers={"Host": "shop"})
            app_process = psutil.Process(json.loads(connection.getresponse().read())["pid"])
        lab.kill()

    assert psutil.wait_procs([app_process], timeout=10)[1] == []


def test_an_app_that_was_killed_is_started_again(real: Machine) -> None:
    first = json.loads(get(real)[2])["pid"]
    psutil.Process(first).kill()
    psutil.wait_procs([psutil.Process(first)] if psutil.pid_exists(first) else [], timeout=5)

    found = [get(real) for _ in range(2)]

    assert found[-1][0] == 200
    assert json.loads(found[-1][2])["pid"] != first


def _pids(machine: Machine) -> list[int]:
    return [worker.pid for worker in machine.iis.workers("Shop")]


def test_a_worker_holds_its_dlls_until_app_offline_ends_it(machine: Machine) -> None:
    assert machine.fs.holders(r"C:\shop\App.dll") == []
    get(machine)
    (worker,) = _pids(machine)
    assert machine.call("fs.holders", {"path": r"C:\shop\App.dll"}) == [{"processId": worker, "name": "w3wp.exe"}]
    assert machine.fs.is_locked(r"C:\shop\App.dll")
    assert not machine.fs.is_locked(r"C:\shop\web.config")
    with pytest.raises(SharingViolation):
        machine.fs.write(r"C:\shop\App.dll", b"new")

    machine.fs.write(r"C:\shop\app_offline.htm", b"soon")

    assert _pids(machine) not in ([], [worker])
    machine.fs.write(r"C:\shop\App.dll", b"new")
    assert get(machine)[0::2] == (503, "soon")
    machine.fs.remove(r"C:\shop\app_offline.htm")
    assert get(machine)[0] == 200
    assert machine.fs.is_locked(r"C:\shop\App.dll")


def test_a_stuck_worker_stays_until_its_pool_is_recycled(machine: Machine) -> None:
    get(machine)
    before = _pids(machine)
    machine.break_down("stuck-worker")
    machine.fs.write(r"C:\shop\app_offline.htm", b"soon")

    assert get(machine)[0::2] == (503, "soon")
    assert _pids(machine) == before
    assert machine.fs.is_locked(r"C:\shop\App.dll")

    machine.iis.recycle("Shop")

    assert not machine.fs.is_locked(r"C:\shop\App.dll")
    machine.fs.remove(r"C:\shop\app_offline.htm")
    get(machine)
    machine.fs.write(r"C:\shop\app_offline.htm", b"again")
    assert _pids(machine) != before
    assert not machine.fs.is_locked(r"C:\shop\App.dll")


def test_an_app_out_of_process_holds_its_dlls_as_dotnet(machine: Machine) -> None:
    machine.given({"files": app(r"C:\shop", model="outofprocess")})
    get(machine)
    worker = _pids(machine)
    (holder,) = machine.fs.holders(r"C:\shop\App.dll")
    assert holder.name == "dotnet.exe"
    assert machine.processes.alive(holder.pid)

    machine.fs.write(r"C:\shop\app_offline.htm", b"soon")

    assert _pids(machine) == worker
    assert machine.fs.holders(r"C:\shop\App.dll") == []
    assert not machine.processes.alive(holder.pid)
