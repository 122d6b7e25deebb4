"""What a host that is held open costs the controller, and one that is at work."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.figures import Figure, Settings
from benchmarks.world import ENVIRONMENT, World, noise, open_world

ABOUT = "memory of the controller for a host held open, for one at work, and for a large package"
# Slow answers, so that every host is open before the first one is done.
_LATENCY = 0.3


def measure(settings: Settings) -> Iterator[Figure]:
    """Differences of what was resident with few and with many hosts: all of them open, then all of them in a plan."""
    few, many = settings.sized(10), settings.sized(60, smallest=2)
    with open_world([f"h{number:04}" for number in range(1, many + 1)]) as world:
        held = _held(world)
        grown = (held[-1] - held[few - 1]) / (many - few)
        yield Figure(f"from {few} to {many} hosts: one host more, held open", (grown / 1e6,), "MB", 1)
        yield from _package(world, settings.sized(100))
        for host in world.hosts:
            host.machine.faults.set("latency", {"seconds": 0.01 if settings.quick else _LATENCY})
        grown = (_plan(world, many) - _plan(world, few)) / (many - few)
        yield Figure(f"from {few} to {many} hosts: one host more, planned at once", (grown / 1e6,), "MB")


def _held(world: World) -> list[int]:
    inventory = world.folder / "inventories" / "bench.yml"
    line = [sys.executable, "-m", "benchmarks.holding", str(inventory)]
    ended = subprocess.run(line, env=ENVIRONMENT, cwd=world.folder, check=True, capture_output=True, text=True)
    return [int(line) for line in ended.stdout.split()]


def _package(world: World, size: int) -> Iterator[Figure]:
    """One host gets a release, then one that has a large file more."""
    small = world.run("deploy", "--limit", world.hosts[0].name).memory
    file = world.package / "wwwroot" / "content.bin"
    with file.open("wb") as content:
        for part in range(size):
            content.write(noise(1_000_000, part))
    grown = world.run("deploy", "--limit", world.hosts[0].name).memory - small
    file.unlink()
    yield Figure(f"{size} MB more content: at most resident", (grown / 1e6,), "MB more")


def _plan(world: World, size: int) -> int:
    names = ",".join(host.name for host in world.hosts[:size])
    return world.run("plan", "--limit", names, "--parallel", str(size)).memory
