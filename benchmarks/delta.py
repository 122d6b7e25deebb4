"""What travels when one file of many has changed."""

import zlib
from collections.abc import Iterator

from benchmarks.figures import Figure, Settings
from benchmarks.world import World, noise, open_world

ABOUT = "bytes sent by a redeploy with one changed file of 5,000"
_FILES = 5_000
_CHANGE = 200_000


def measure(settings: Settings) -> Iterator[Figure]:
    """Two redeploys, each with another file changed: the controller knows what the host has, then it does not."""
    with open_world(["host"]) as world:
        world.fill(settings.sized(_FILES, smallest=20))
        first = world.run("deploy")
        yield Figure("first deploy, archive", (_sent(first.document),), "bytes", note=f"{first.wall:.3g} s")
        yield from _redeploy(world, "base known", 1)
        world.forget()
        yield from _redeploy(world, "base unknown", 2)


def _redeploy(world: World, case: str, number: int) -> Iterator[Figure]:
    change = noise(_CHANGE, seed=number).hex().encode()
    (world.package / "wwwroot" / "assets" / f"{number:04}.txt").write_bytes(change)
    recorder = world.hosts[0].recorder
    recorder.clear()
    command = world.run("deploy")
    compressed = len(zlib.compress(change))
    limit = 1.1 * compressed + 16 * 1024
    note = f"the change is {compressed:,} compressed; {command.wall:.3g} s"
    yield Figure(f"{case}: archive", (_sent(command.document),), "bytes", limit, note)
    yield Figure(f"{case}: request bodies, with scripts and encoding", (recorder.bytes_in,), "bytes")
    fetched = sum(
        event["event"] == "script_started" and event["script"].startswith("manifest") for event in command.events
    )
    yield Figure(f"{case}: manifests fetched", (fetched,), "scripts")


def _sent(document: dict) -> int:  # type: ignore[type-arg]
    return int(document["hosts"]["host"]["content_bytes"])
