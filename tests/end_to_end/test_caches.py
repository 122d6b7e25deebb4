"""Package caches: cleared by a command, then by the host itself, which tells what came of it."""

from typing import Any

import pytest

from tests.end_to_end.station import Station

PACKAGES = r"C:\Users\build\.nuget\packages"
GIVEN: dict[str, Any] = {
    "users": {
        "build": {"files": {r".nuget\packages\a\a.dll": "12345", r"AppData\Local\NuGet\v3-cache\list.dat": "123"}},
    },
    "files": {r"C:\data\canary.txt": "alive"},
    "junctions": {rf"{PACKAGES}\link": r"C:\data"},
    "locked": [r"C:\Users\build\AppData\Local\NuGet\v3-cache\list.dat"],
}


def run(station: Station, *words: str) -> Any:
    typed = station.type(*words, "--env", "lab", "--limit", "lab01", "--json")
    assert typed.code == 0, typed.text
    return typed.hosts["lab01"]


def call(station: Station, method: str, **params: Any) -> Any:
    return station.ask_lab("call", host="lab01", method=method, params=params)


@pytest.mark.thorough
def test_cleared_by_hand_and_by_the_host(emulated: Station) -> None:
    emulated.type("status", "--env", "lab")  # starts the lab
    call(emulated, "machine.given", wanted=GIVEN)

    planned, done, again = (run(emulated, "clear-cache", *words) for words in (["--plan"], [], []))

    assert planned["changes"] == done["changes"] == [{"path": f"cache/{PACKAGES}", "before": 5, "after": 0}]
    assert "list.dat is in use" in done["warnings"][0]
    assert (again["status"], again["changes"]) == ("ok", [])
    assert r"C:\data\canary.txt" in emulated.snapshot("lab01")["files"]

    assert run(emulated, "schedule-cache-clear", "--at", "03:00", "--days", "sunday")["status"] == "changed"
    assert run(emulated, "schedule-cache-clear", "--at", "03:00", "--days", "sunday")["status"] == "ok"
    call(emulated, "machine.given", wanted={"users": {"build": {"files": {r".nuget\packages\a\a.dll": "12345"}}}})
    call(emulated, "tasks.start", path=r"\iisfleet\clear-cache")
    while (told := run(emulated, "status")["data"]["cacheSchedule"])["lastStatus"] == "running":
        pass
    assert (told["lastStatus"], told["freed"], told["days"]) == ("ok", 5, "sunday")
    assert run(emulated, "schedule-cache-clear", "--remove")["status"] == "changed"
    assert run(emulated, "status")["data"]["cacheSchedule"] is None
