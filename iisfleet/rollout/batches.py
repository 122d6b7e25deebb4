"""Which hosts go together, and which before which."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from iisfleet.inventory import Host, Rollout
from iisfleet.inventory.rollout import Amount, Names


@dataclass(frozen=True)
class Batch:
    """Hosts that are worked on together; if one of a canary fails, no other host is touched."""

    hosts: tuple[Host, ...]
    canary: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(host.name for host in self.hosts)

    def led_by(self, names: Collection[str]) -> "Batch":
        """With these hosts in front: who others wait for must not wait for a thread."""
        return replace(self, hosts=tuple(sorted(self.hosts, key=lambda host: host.name not in names)))


def batches_of(
    hosts: Sequence[Host], rollout: Rollout, *, size: Amount | None = None, canary: bool = True
) -> tuple[Batch, ...]:
    """Every host once, none of the batches empty.

    Percentages are of all ``hosts``, rounded up. ``size`` is used instead of the rollout's batches. Without ``canary``
    nobody goes first: a canary has shown before that it can be done.
    """
    first = _chosen(hosts, rollout.canary, len(hosts)) if canary and rollout.canary is not None else ()
    rest = _without(hosts, first)
    wanted: Sequence[Amount | Names] = (size,) if size is not None else _as_list(rollout.batches)
    batches = (Batch(first, canary=True), *map(Batch, _divided(rest, wanted, len(hosts))))
    return tuple(batch for batch in batches if batch.hosts)


def share(amount: Amount, of: int) -> int:
    """So many hosts, or so many of a hundred, rounded down."""
    return amount if isinstance(amount, int) else of * int(amount.rstrip("%")) // 100


def _as_list(batches: Sequence[Amount | Names] | Amount | None) -> Sequence[Amount | Names]:
    if batches is None:
        return ()
    return (batches,) if isinstance(batches, int | str) else batches


def _divided(hosts: Sequence[Host], wanted: Sequence[Amount | Names], every: int) -> Iterator[tuple[Host, ...]]:
    """The last amount repeats; hosts that no list names come last, together."""
    left = list(hosts)
    last = wanted[-1] if wanted and not isinstance(wanted[-1], tuple) else every
    for amount in wanted:
        chosen = _chosen(left, amount, every)
        yield chosen
        left = _without(left, chosen)
    while left:
        chosen = _chosen(left, last, every)
        yield chosen
        left = left[len(chosen) :]


def _without(hosts: Sequence[Host], chosen: Sequence[Host]) -> list[Host]:
    names = {host.name for host in chosen}
    return [host for host in hosts if host.name not in names]


def _chosen(hosts: Sequence[Host], wanted: Amount | Names, every: int) -> tuple[Host, ...]:
    if isinstance(wanted, tuple):
        return tuple(host for host in hosts if any(host.matches(name) for name in wanted))
    return tuple(hosts[: max(1, _rounded_up(wanted, every))])


def _rounded_up(amount: Amount, of: int) -> int:
    return amount if isinstance(amount, int) else -(-of * int(amount.rstrip("%")) // 100)
