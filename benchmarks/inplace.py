"""What an in-place publish stops, for how long, and what it copies, when one file of many has changed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.figures import Figure, Settings
from benchmarks.world import Command, World, open_world

ABOUT = "an in-place redeploy with one changed file of 5,000: what robocopy copies, and how long the site is offline"
_FILES = 5_000
_CHANGE = 100_000
_RUNS = 3


def measure(settings: Settings) -> Iterator[Figure]:
    """Behind app_offline.htm, then with stopped pools; another file is changed before each redeploy."""
    for engine in settings.engines:
        with open_world(["host"], engine) as world:
            world.fill(settings.sized(_FILES, smallest=20))
            for offline in ("page", "pools"):
                world.declare({"publish": "in-place", "offline": offline})
                first = world.run("deploy")
                yield Figure(f"{engine}, {offline}: deploy before", (first.wall,), "s")
                runs = [_redeploy(world, f"{offline}{number}") for number in range(settings.sized(_RUNS))]
                yield from _figures(f"{engine}, {offline}", runs, world)


def _redeploy(world: World, change: str) -> Command:
    content = change.encode().ljust(_CHANGE, b"x")
    (world.package / "wwwroot" / "assets" / "0001.txt").write_bytes(content)
    return world.run("deploy")


def _figures(case: str, runs: Sequence[Command], world: World) -> Iterator[Figure]:
    published = [_data(run, "Publish-Content") for run in runs]
    stopped = ", ".join(_data(runs[0], "Suspend-Site")["pools"] or []) or "none"
    offline = tuple(_data(run, "Resume-Site")["offlineSeconds"]["Hello"] for run in runs)
    log = world.hosts[0].machine.path(published[-1]["log"])
    yield Figure(f"{case}: files copied", tuple(data["copied"] for data in published), "files", 1)
    yield Figure(f"{case}: bytes copied", tuple(data["bytes"] for data in published), "bytes", _CHANGE)
    yield Figure(f"{case}: offline", offline, "s", note=f"pools stopped: {stopped}")
    yield Figure(f"{case}: the whole deploy", tuple(run.wall for run in runs), "s")
    yield Figure(f"{case}: robocopy's log, kept on the host", (log.stat().st_size,), "bytes")


def _data(command: Command, step: str) -> Mapping[str, Any]:
    """What the run, not the plan, has told of a step."""
    told = [event["result"] for event in command.events if event["event"] == "step_finished"]
    data: Mapping[str, Any] = next(result["data"] for result in reversed(told) if result["step"] == step)
    return data
