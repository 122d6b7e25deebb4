"""What a host that is held open costs the controller."""

from collections.abc import Iterator

from benchmarks.figures import Figure, Settings
from benchmarks.world import World, open_world

ABOUT = "memory of the controller for a host held open"
# Slow answers, so that every host is open before the first one is done.
_LATENCY = 0.3


def measure(settings: Settings) -> Iterator[Figure]:
    """Plans of few and of many hosts, all of them at once: the difference of what was resident at most."""
    few, many = settings.sized(10), settings.sized(60, smallest=2)
    with open_world([f"h{number:04}" for number in range(1, many + 1)]) as world:
        world.run("deploy")
        for host in world.hosts:
            host.machine.faults.set("latency", {"seconds": 0.01 if settings.quick else _LATENCY})
        grown = (_plan(world, many) - _plan(world, few)) / (many - few)
    yield Figure(f"from {few} to {many} hosts: memory of one host more", (grown / 1e6,), "MB", 1)


def _plan(world: World, size: int) -> int:
    names = ",".join(host.name for host in world.hosts[:size])
    return world.run("plan", "--limit", names, "--parallel", str(size)).memory
