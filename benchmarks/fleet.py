"""What one controller process spends on many hosts."""

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.figures import Figure, Settings
from benchmarks.world import Command, World, open_world

ABOUT = "unchanged deploy of many emulated hosts by one controller: CPU a host, wall time, growth"
_SIZES = (1, 100, 300, 1000)
_PER_HOST = 0.1


def measure(settings: Settings) -> Iterator[Figure]:
    """One lab; the run is limited to its first hosts, more each time. The run with one host is what start-up costs."""
    sizes = (1, 2) if settings.quick else _SIZES
    with open_world([f"h{number:04}" for number in range(1, sizes[-1] + 1)]) as world:
        first = world.run("deploy")
        yield Figure(f"{sizes[-1]} hosts: first deploy", (first.wall,), "s", note=f"{first.cpu:.3g} s CPU")
        runs = [(size, _unchanged(world, size)) for size in sizes]
    for size, run in runs[1:]:
        yield Figure(f"{size} hosts: unchanged deploy", (run.wall,), "s", note=f"{run.cpu:.3g} s CPU of the controller")
        yield Figure(f"{size} hosts: CPU a host, start-up included", (run.cpu / size,), "s", _PER_HOST)
    for (fewer, less), (more, run) in pairwise(runs):
        grown = (run.cpu - less.cpu) / (more - fewer)
        yield Figure(f"from {fewer} to {more} hosts: CPU of one host more", (grown,), "s", _PER_HOST)


def _unchanged(world: World, size: int) -> Command:
    names = ",".join(host.name for host in world.hosts[:size])
    command = world.run("deploy", "--limit", names)
    statuses = {host["status"] for host in command.document["hosts"].values()}
    if statuses != {"ok"} or len(command.document["hosts"]) != size:
        raise AssertionError(f"not an unchanged deploy of {size} hosts: {statuses}")
    return command
