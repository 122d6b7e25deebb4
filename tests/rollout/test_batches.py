"""Who goes first, and with whom."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iisfleet.inventory import Host, Rollout
from iisfleet.rollout.batches import batches_of, share
from tests.rollout.fake import hosts


def names(fleet: list[Host], size: Any = None, resumed: bool = False, **rollout: Any) -> list[list[str]]:
    return [list(batch.names) for batch in batches_of(fleet, Rollout(**rollout), size=size, canary=not resumed)]


FLEET = [
    host.model_copy(update={"groups": ("even",)}) if n % 2 else host for n, host in enumerate(hosts(*"abcdefghij"))
]


@pytest.mark.parametrize(
    ("rollout", "expected"),
    [
        ({}, ["abcdefghij"]),
        ({"batches": 4}, ["abcd", "efgh", "ij"]),
        ({"batches": "25%"}, ["abc", "def", "ghi", "j"]),
        ({"batches": [1, "50%"]}, ["a", "bcdef", "ghij"]),
        ({"batches": 100}, ["abcdefghij"]),
        ({"canary": 1}, ["a", "bcdefghij"]),
        ({"canary": "10%", "batches": 5}, ["a", "bcdef", "ghij"]),
        ({"canary": ["c", "even"], "batches": 3}, ["bcdfhj", "aeg", "i"]),
        ({"batches": [["even"], ["a", "b"], ["i"]]}, ["bdfhj", "a", "i", "ceg"]),
        ({"batches": [["x*"], ["a"]]}, ["a", "bcdefghij"]),
        ({"canary": 20}, ["abcdefghij"]),
    ],
)
def test_batches(rollout: dict[str, Any], expected: list[str]) -> None:
    assert ["".join(batch) for batch in names(FLEET, **rollout)] == expected


def test_what_is_typed_counts_instead_of_what_the_inventory_says() -> None:
    assert names(FLEET[:4], size=2, batches=1) == [["a", "b"], ["c", "d"]]
    assert names(FLEET[:4], size="50%", resumed=True, batches=1) == [["a", "b"], ["c", "d"]]


def test_nobody_is_the_canary_of_a_run_that_is_resumed() -> None:
    assert names(FLEET[:3], resumed=True, batches=2) == [["a", "b"], ["c"]]
    (first, *_) = batches_of(FLEET, Rollout(canary=1))
    assert first.canary


@pytest.mark.parametrize(("amount", "of", "hosts"), [(0, 5, 0), (3, 5, 3), ("10%", 25, 2), ("10%", 5, 0)])
def test_shares(amount: Any, of: int, hosts: int) -> None:
    assert share(amount, of) == hosts


AMOUNTS = st.integers(1, 12) | st.integers(1, 100).map(lambda n: f"{n}%")
LISTS = st.lists(st.sampled_from([*"abcdefghij", "even", "*", "zz"]), min_size=1, max_size=4)


@given(
    canary=st.none() | AMOUNTS | LISTS,
    batches=st.none() | AMOUNTS | st.lists(AMOUNTS, min_size=1, max_size=4) | st.lists(LISTS, min_size=1, max_size=4),
    count=st.integers(0, 10),
    resumed=st.booleans(),
)
def test_every_host_is_in_one_batch(canary: Any, batches: Any, count: int, resumed: bool) -> None:
    fleet = FLEET[:count]

    made = batches_of(fleet, Rollout(canary=canary, batches=batches), canary=not resumed)

    everyone = [host.name for batch in made for host in batch.hosts]
    assert sorted(everyone) == [host.name for host in fleet]
    assert all(batch.hosts for batch in made)
    assert [batch.canary for batch in made[1:]] == [False] * (len(made) - 1 if made else 0)
    assert all([*batch.names] == sorted(batch.names) for batch in made)  # as the inventory has them


@given(percent=st.integers(1, 100), count=st.integers(1, 10))
def test_a_percentage_is_of_all_hosts_rounded_up_and_never_none(percent: int, count: int) -> None:
    sizes = [len(batch.hosts) for batch in batches_of(FLEET[:count], Rollout(batches=f"{percent}%"))]

    most = max(1, math.ceil(count * percent / 100))
    assert sizes == [most] * (count // most) + ([count % most] if count % most else [])
