"""Whatever is wrong with what a person gives for a fitness task: a clear sentence, the exit code, nothing touched."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.contracts.controller import Controller
from tests.contracts.inventories import simple
from tests.end_to_end.fitness import Server

Change = Callable[[Server], None]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that no case below gets as far as changing."""
    controller = Controller(tmp_path_factory.mktemp("input") / "server", "emulated")
    yield Server(controller)
    controller.close()


def plain(server: Server) -> None:
    server.controller.write(simple())


def bundle(**settings: Any) -> Change:
    """An inventory that declares this of the hosting bundle."""

    def write(server: Server) -> None:
        declared = {"installer": str(server.installer("10.0.13")), **settings}
        server.controller.write(simple(), packages={"hosting_bundle": declared})

    return write


def host(**settings: Any) -> Change:
    return lambda server: server.controller.write(simple(), **settings)


# What is typed, after which change of the inventory; the exit code; what the one error says.
BAD: list[tuple[str, Change, int, str]] = [
    ("start --site Nobody", plain, 2, "Nobody"),
    ("stop --pool Nobody", plain, 2, "Nobody"),
    ("recycle", plain, 1, "name a pool"),
    ("start --site Hello --pool Hello", plain, 1, "name either a site or a pool"),
    ("install-bundle", plain, 4, "web01 declares no installer"),
    ("install-bundle", bundle(installer="missing-10.0.13.exe", version="10.0.13"), 4, "is not there"),
    ("install-bundle", bundle(sha256="0" * 64), 4, "is another file than the inventory says"),
    ("install-bundle", bundle(installer=r"\\files\sw\dotnet-hosting-10.0.13-win.exe"), 4, "sha256"),
    ("install-bundle --installer nowhere.exe", plain, 1, "nowhere.exe is not there"),
    ("repair-module --installer nowhere.exe", plain, 1, "nowhere.exe is not there"),
    ("install-bundle --timeout soon", bundle(), 1, "--timeout expects a positive number"),
    ("restart-iis --timeout 0", plain, 1, "--timeout expects a positive number"),
    ("setup", host(setup={"method": "magic"}), 4, "magic"),
    ("setup", host(setup={"features": ["Web-Sever"]}), 4, "Web-Sever"),
    ("provision-keys", host(data_protection_policy={"key_lifetime": 3}), 4, "key_lifetime"),
    ("provision-keys --package nowhere", plain, 4, "nowhere"),
    ("clear-cache --method by-hand", plain, 1, "no method is called by-hand"),
    ("clear-cache --accounts nobody", plain, 2, "nobody"),
    ("schedule-cache-clear --at 25:00", plain, 1, "25:00 is no time of day"),
    ("schedule-cache-clear --at 03:00 --days someday", plain, 1, "no day is called someday"),
]
IDS = [f"{words} {said}" for words, _, _, said in BAD]


@pytest.mark.parametrize(("words", "change", "code", "said"), BAD, ids=IDS)
def test_one_clear_sentence_and_nothing_touched(
    shared: Server, words: str, change: Change, code: int, said: str
) -> None:
    change(shared)
    before = shared.machine.snapshot()

    typed = shared.controller.type(*words.split(), "--env", "it")

    assert typed.code == code, typed.text
    assert said in typed.text
    if code != 2:
        assert len(typed.err.strip().splitlines()) <= 4, typed.err
    assert shared.machine.snapshot() == before
    assert shared.left() == []


@pytest.mark.parametrize("task", ["setup", "install-bundle", "repair-module", "restart-iis", "start", "stop", "recycle",
                                  "provision-keys", "clear-cache", "schedule-cache-clear"])  # fmt: skip
def test_an_environment_must_be_named_and_be_there(shared: Server, task: str) -> None:
    words = {"start": ["--site", "Hello"], "stop": ["--site", "Hello"], "recycle": ["--pool", "Hello"]}.get(task, [])

    unnamed = shared.controller.type(task, *words)
    unknown = shared.controller.type(task, *words, "--env", "nowhere")

    assert (unnamed.code, unnamed.err.splitlines()[0]) == (1, "name an environment")
    assert unknown.code == 4
    assert "nowhere" in unknown.err.splitlines()[0]


def test_an_installer_that_is_not_what_it_says_is_not_run(new_server: Callable[..., Server]) -> None:
    """Signed by another one: found out on the host, which says so and is as before."""
    server = new_server().serve()
    server.installer("10.0.13", signer="Contoso")
    before = server.machine.snapshot()["iis"]

    read = server.reads("install-bundle", code=2)

    assert "a valid signature of Microsoft Corporation" in read
    assert server.machine.snapshot()["iis"] == before
    server.sound()
    server.installer("10.0.13")
    assert server.ask("install-bundle", code=0).host["status"] == "changed"
    server.settled("install-bundle")
