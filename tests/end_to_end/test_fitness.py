"""What an operator does around a deploy: from a server without IIS to a served site, and then nothing is left to do."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.fitness import Server
from tests.end_to_end.station import Station
from winlab.windows.accounts import pool_sid

AUTO_GEN = rf"HKLM\SOFTWARE\Microsoft\ASP.NET\4.0.30319.0\AutoGenKeys\{pool_sid('Hello')}"
STAGES = ("setup", "install-bundle", "provision-keys", "deploy")


def bare_to_served(server: Server) -> None:
    for stage in STAGES:
        planned = server.ask(*(("plan",) if stage == "deploy" else (stage, "--plan")), code=0)
        told = server.ask(stage, code=0)
        assert (told.host["status"], told.changes) == ("changed", planned.changes), told.text

    server.serve()
    for stage in STAGES:
        server.settled(stage)


def test_from_a_bare_server_to_a_served_site(new_server: Callable[..., Server]) -> None:
    bare_to_served(new_server(profile="bare", data_protection="registry"))


@pytest.mark.thorough
def test_the_same_on_the_real_engine(new_server: Callable[..., Server], pwsh: Any) -> None:
    bare_to_served(new_server("pwsh", profile="bare", data_protection="registry"))


def test_keys_are_not_lost_without_being_told(new_server: Callable[..., Server]) -> None:
    server = new_server(data_protection="registry").serve()
    server.machine.registry.set(rf"{AUTO_GEN}\DataProtection", "key-1", "String", "<key />")
    server.declare("10.0.13", data_protection="registry", pool={"identity": "NetworkService"})
    before = server.machine.snapshot()

    read = server.reads("provision-keys", code=2)

    assert "--accept-key-loss" in read
    assert server.machine.snapshot() == before
    server.sound()
    server.ask("deploy", "--accept-key-loss", code=0)
    for words in (("provision-keys",), ("deploy",)):
        server.settled(*words)


def test_a_cache_that_was_in_use_is_cleared_the_next_time(server: Server) -> None:
    file = r"C:\Users\build\.nuget\packages\a\a.dll"
    server.machine.given({"users": {"build": {"files": {r".nuget\packages\a\a.dll": "12345"}}}, "locked": [file]})

    kept = server.ask("clear-cache", code=0)

    assert (kept.changes, kept.host["warnings"]) == ([], [rf"C:\Users\build\.nuget\packages stays: {file} is in use."])
    server.machine.fs.unlock(file)
    assert "5 bytes freed" in server.reads("clear-cache", code=0)
    server.settled("clear-cache")


@pytest.mark.thorough
def test_as_the_docs_tell_it(emulated: Station) -> None:
    """The lab that a person has, in processes of their own."""
    installer = emulated.folder / "dotnet-hosting-10.0.12-win.exe"
    header = '{"kind": "hosting-bundle", "version": "10.0.12", "signer": "Microsoft Corporation"}'
    installer.write_text(f"winlab-installer {header}\n", encoding="utf-8")
    emulated.edit_inventory(lambda data: data.update(hosts={"lab01": {"groups": ["web"]}}))
    assert emulated.type("lab.up", "--profile", "bare", "--hosts", "lab01", "--engine", emulated.engine).code == 0

    for words in (("setup",), ("install-bundle", "--installer", str(installer)), ("deploy",)):
        typed = emulated.type(*words, "--env", "lab")
        assert typed.code == 0, typed.text
        assert "lab01: " in typed.out
        assert " -> " in typed.out

    assert "Hello from the lab" in emulated.served("lab01")
