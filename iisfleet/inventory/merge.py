"""Layers: defaults < groups < host."""

from collections.abc import Iterable
from functools import reduce

from iisfleet.inventory.tree import Node


def merge(base: Node, over: Node) -> Node:
    """Mappings merge key by key, anything else is replaced; each value keeps the place where it was written.

    A subtree that only one side has is shared, not copied, so that what many hosts have in common is one object.
    """
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return over
    if not over.value or not base.value:
        return over if over.value else base
    merged = dict(base.value)
    for key, node in over.value.items():
        merged[key] = merge(merged[key], node) if key in merged else node
    return Node(merged, over.line, over.key)


def merge_all(layers: Iterable[Node]) -> Node:
    """Merges from the weakest to the strongest; at least one layer."""
    return reduce(merge, layers)
