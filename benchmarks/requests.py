"""How many requests a deploy and a plan take, NTLM included, counted by the host."""

import math
from collections import Counter
from collections.abc import Iterator

from benchmarks.figures import Figure, Settings
from benchmarks.world import Command, SecretFile, World, noise, open_world

ABOUT = "requests of a deploy that changes settings and 1 MB of content, and of a plan of an unchanged host"
_CONTENT = 1_000_000
# requirements.md D: one Send per 287 KB, at most 12 requests besides those and the Receives.
_SEND, _OTHERS, _RECEIVES = 287_000, 12, 4


def measure(settings: Settings) -> Iterator[Figure]:
    """A first deploy that is not counted, then the one that is, a plan, and a deploy that needs a session key."""
    for engine in settings.engines:
        with open_world(["host"], engine) as world:
            world.run("deploy")
            (world.package / "wwwroot" / "content.bin").write_bytes(noise(_CONTENT, seed=1))
            world.declare(HELLOIIS_GREETING="changed")
            yield from _deploy(f"{engine}: deploy", *_counted(world, "deploy"))
            yield from _plan(f"{engine}: plan", *_counted(world, "plan"))
            (world.package / "wwwroot" / "content.bin").write_bytes(noise(_CONTENT, seed=2))
            world.declare(HELLOIIS_GREETING=SecretFile(world.fleet.password_file))
            yield from _deploy(f"{engine}: deploy with a secret", *_counted(world, "deploy"))


def _counted(world: World, task: str) -> tuple[Command, Counter[str]]:
    recorder = world.hosts[0].recorder
    recorder.clear()
    command = world.run(task)
    return command, recorder.counts


def _deploy(what: str, command: Command, counts: Counter[str]) -> Iterator[Figure]:
    host = command.document["hosts"]["host"]
    sends = math.ceil(host["content_bytes"] / _SEND)
    others = counts.total() - counts["Receive"]
    yield Figure(f"{what}, requests besides Receive", (others,), "requests", _OTHERS + sends, _kinds(counts))
    yield _receives(what, command, counts)


def _plan(what: str, command: Command, counts: Counter[str]) -> Iterator[Figure]:
    yield Figure(f"{what}, Commands", (counts["Command"],), "requests", 1, _kinds(counts))
    yield Figure(f"{what}, Sends", (counts["Send"],), "requests", 0, "of the script, which fits the Command")
    yield Figure(f"{what}, Signals", (counts["Signal"],), "requests", 1)
    yield _receives(what, command, counts)


def _receives(what: str, command: Command, counts: Counter[str]) -> Figure:
    steps = command.steps("host")
    limit = steps + _RECEIVES
    return Figure(f"{what}, Receives", (counts["Receive"],), "requests", limit, f"{steps} steps")


def _kinds(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in counts.most_common())
