"""defaults < groups < host, with provenance."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iisfleet.inventory.merge import merge, merge_all
from iisfleet.inventory.tree import Node, from_plain, plain

# Keys say their kind, so that no layer replaces a mapping by a value: there merging is associative.
_LEAF = st.one_of(st.integers(), st.text(max_size=3), st.booleans(), st.lists(st.integers(), max_size=2))
MAPS = st.recursive(
    st.dictionaries(st.sampled_from(["a", "b", "c"]), _LEAF, max_size=3),
    lambda inner: st.dictionaries(st.sampled_from(["m", "n"]), inner, max_size=2),
    max_leaves=8,
).map(lambda m: {"top": m})


def node(value: dict[str, Any]) -> Node:
    return from_plain(value, "")


def consistent(*maps: Any) -> bool:
    """No key is a mapping in one and a value in another."""
    merged: dict[str, list[Any]] = {}
    for one in maps:
        for key, value in one.items():
            merged.setdefault(key, []).append(value)
    for values in merged.values():
        mappings = [v for v in values if isinstance(v, dict)]
        if mappings and (len(mappings) != len(values) or not consistent(*mappings)):
            return False
    return True


@settings(deadline=None)
@given(MAPS, MAPS, MAPS)
def test_merging_maps_is_associative(a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]) -> None:
    if not consistent(a, b, c):
        return
    x, y, z = node(a), node(b), node(c)

    assert plain(merge(merge(x, y), z)) == plain(merge(x, merge(y, z))) == plain(merge_all([x, y, z]))


@settings(deadline=None)
@given(MAPS)
def test_merging_with_itself_or_nothing_changes_nothing(a: dict[str, Any]) -> None:
    assert plain(merge(node(a), node(a))) == plain(merge(node(a), node({}))) == plain(merge(node({}), node(a))) == a


def test_mappings_merge_lists_and_values_replace() -> None:
    base = node({"a": {"x": 1, "y": [1, 2]}, "b": 1})
    over = node({"a": {"y": [3]}, "b": {"c": 2}})

    assert plain(merge(base, over)) == {"a": {"x": 1, "y": [3]}, "b": {"c": 2}}


def test_each_value_keeps_its_place_and_untouched_subtrees_are_shared() -> None:
    base = from_plain({"sites": {"A": {"p": 1}}, "c": {"q": 1}}, "defaults")
    over = from_plain({"c": {"r": 2}}, "hosts.h")

    merged = merge(base, over).mapping()

    assert merged["sites"] is base.mapping()["sites"]
    assert (merged["c"].mapping()["q"].key, merged["c"].mapping()["r"].key) == ("defaults.c.q", "hosts.h.c.r")


def test_null_takes_away() -> None:
    assert plain(merge(node({"a": {"x": 1, "y": 2}}), node({"a": {"x": None}}))) == {"a": {"y": 2}}
