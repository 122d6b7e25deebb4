"""One word where a mapping is due: written out before layers merge, so that no layer loses what another says."""

from collections.abc import Callable, Mapping
from functools import partial

from iisfleet.inventory.tree import Node

_LAYER = {"setup": "method"}
_SWITCHED = {"guard": "enabled"}
_CONTENT = {"data_protection": "mode", "share": "path"}


def written_out(root: Node) -> Node:
    """The tree with ``setup: dsc`` as ``setup: {method: dsc}``, and so on; what has no short form is shared."""
    return _within(root, {"defaults": _layer, "groups": _each_layer, "hosts": _each_layer})


def _each_layer(node: Node) -> Node:
    return _each(node, _layer)


def _layer(node: Node) -> Node:
    written = _long(_long(node, _LAYER), _SWITCHED, bool)
    return _within(written, {"sites": lambda sites: _each(sites, _site)})


def _site(node: Node) -> Node:
    return _within(_content(node), {"applications": lambda applications: _each(applications, _content)})


def _content(node: Node) -> Node:
    return _long(node, _CONTENT)


def _long(node: Node, short: Mapping[str, str], kind: type = str) -> Node:
    def write_out(child: Node, key: str) -> Node:
        return Node({key: child}, child.line, child.key) if isinstance(child.value, kind) else child

    return _within(node, {name: partial(write_out, key=key) for name, key in short.items()})


def _each(node: Node, change: Callable[[Node], Node]) -> Node:
    return _within(node, dict.fromkeys(node.mapping(), change))


def _within(node: Node, change: Mapping[str, Callable[[Node], Node]]) -> Node:
    """A mapping with some of its children changed; the very node if none of them changes."""
    old = node.mapping()
    new = {name: change[name](child) for name, child in old.items() if name in change}
    if all(old[name] is child for name, child in new.items()):
        return node
    return Node({**old, **new}, node.line, node.key)
