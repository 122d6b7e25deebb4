"""What an in-place publish stops, for how long, and what it copies, when one file of many has changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.figures import Figure, Settings
from benchmarks.world import Command, open_world

ABOUT = "an in-place redeploy with one changed file of 5,000: what robocopy copies, and how long the site is offline"
_FILES = 5_000
_CHANGE = 100_000


def measure(settings: Settings) -> Iterator[Figure]:
    """Behind app_offline.htm, then with stopped pools; each time another file is changed."""
    for engine in settings.engines:
        with open_world(["host"], engine) as world:
            world.fill(settings.sized(_FILES, smallest=20))
            for number, offline in enumerate(("page", "pools"), 1):
                world.declare({"publish": "in-place", "offline": offline})
                first = world.run("deploy")
                yield Figure(f"{engine}, {offline}: deploy before", (first.wall,), "s")
                (world.package / "wwwroot" / "assets" / f"{number:04}.txt").write_bytes(b"x" * _CHANGE)
                yield from _told(f"{engine}, {offline}", world.run("deploy"), world.hosts[0].machine)


def _told(case: str, command: Command, machine: Any) -> Iterator[Figure]:
    published, resumed = _data(command, "Publish-Content"), _data(command, "Resume-Site")
    suspended = _data(command, "Suspend-Site")
    yield Figure(f"{case}: files copied", (published["copied"],), "files", 1)
    yield Figure(f"{case}: bytes copied", (published["bytes"],), "bytes", _CHANGE)
    stopped = ", ".join(suspended["pools"] or []) or "none"
    yield Figure(f"{case}: offline", (resumed["offlineSeconds"]["Hello"],), "s", note=f"pools stopped: {stopped}")
    yield Figure(f"{case}: the whole deploy", (command.wall,), "s")
    yield Figure(f"{case}: robocopy's log, kept", (machine.path(published["log"]).stat().st_size,), "bytes")


def _data(command: Command, step: str) -> Mapping[str, Any]:
    """What the run, not the plan, has told of a step."""
    told = [event["result"] for event in command.events if event["event"] == "step_finished"]
    return next(result["data"] for result in reversed(told) if result["step"] == step)
