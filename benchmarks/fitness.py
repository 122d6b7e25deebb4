"""How many requests it takes to make a bare server fit, and to see that it is."""

from collections.abc import Iterator

from benchmarks.figures import Figure, Settings
from benchmarks.world import World, open_world

ABOUT = "requests of setup, install-bundle and provision-keys on a bare host, of each once more, and of restart-iis"
_TASKS = ("setup", "install-bundle", "provision-keys")


def measure(settings: Settings) -> Iterator[Figure]:
    """Each task on a host that lacks everything, then again, when there is nothing to do; then a restart of IIS."""
    for engine in settings.engines:
        with open_world(["host"], engine, profile="bare") as world:
            for task in _TASKS:
                yield _count(world, f"{engine}: {task}", task)
            for task in _TASKS:
                yield _count(world, f"{engine}: {task} again", task)
            yield _count(world, f"{engine}: restart-iis", "restart-iis")


def _count(world: World, what: str, task: str) -> Figure:
    recorder = world.hosts[0].recorder
    recorder.clear()
    world.run(task)
    kinds = ", ".join(f"{number} {kind}" for kind, number in recorder.counts.most_common(4))
    return Figure(what, (recorder.counts.total(),), "requests", note=kinds)
