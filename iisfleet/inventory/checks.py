"""Rules about a host as a whole, and about hosts among each other: refused before anything runs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from pathlib import PureWindowsPath

from iisfleet.inventory.binding import Binding
from iisfleet.inventory.caches import Caches
from iisfleet.inventory.model import Host
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.inventory.problems import Problems, at
from iisfleet.inventory.rollout import Rollout
from iisfleet.inventory.site import Site, Target
from iisfleet.inventory.tree import Node

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Placed:
    """A site that is valid in itself, and where it stands in the file."""

    site: Site
    node: Node


@dataclass(frozen=True)
class _Listener:
    placed: Placed
    number: int
    binding: Binding

    @property
    def node(self) -> Node:
        return at(self.placed.node, ("bindings", self.number))[0]


def check_sites(sites: Sequence[Placed], problems: Problems) -> None:
    """What two sites or applications of one host may not have in common."""
    _check_names(sites, problems)
    _check_bindings([_Listener(p, n, b) for p in sites for n, b in enumerate(p.site.bindings)], problems)
    contents = [(p, t) for p in sites for t in p.site.targets]
    for (first, one), (second, two) in combinations(contents, 2):
        _check_folders(one, second, two, problems)
        _check_pools(first, one, second, two, problems)


def _check_names(sites: Sequence[Placed], problems: Problems) -> None:
    seen = dict[str, str]()
    for placed in sites:
        name = placed.site.name
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            problems.add(placed.node, f"is the same site as {twin}", "IIS does not tell upper from lower case")


def _check_bindings(listeners: Sequence[_Listener], problems: Problems) -> None:
    holders = dict[tuple[str, int, str], _Listener]()
    certificates = dict[tuple[str, int], _Listener]()
    for listener in listeners:
        binding, owner = listener.binding, listener.placed.site.name
        other = holders.setdefault((*binding.endpoint, binding.host.casefold()), listener)
        if other is not listener:
            problems.add(
                listener.node,
                f"{owner} and {other.placed.site.name} have one binding: {binding.information}",
                "give one of them another port, address or host",
            )
            continue
        if rival := next((o for o in holders.values() if _speaks_otherwise(o.binding, binding)), None):
            problems.add(
                listener.node,
                f"port {binding.port} carries {binding.protocol} here and {rival.binding.protocol} in "
                f"{rival.placed.site.name}",
                "http.sys speaks one of them on a port",
            )
        if binding.protocol == "https":
            _check_certificate(listener, certificates.setdefault(_certificate_key(binding), listener), problems)


def _speaks_otherwise(one: Binding, two: Binding) -> bool:
    meets = one.port == two.port and (one.address == two.address or "*" in (one.address, two.address))
    return meets and one.protocol != two.protocol


def _certificate_key(binding: Binding) -> tuple[str, int]:
    """http.sys keeps one certificate a hostnameport (SNI) or ipport."""
    return (binding.host.casefold() if binding.sni else binding.address), binding.port


def _check_certificate(listener: _Listener, other: _Listener, problems: Problems) -> None:
    key = _certificate_key(listener.binding)
    if listener.binding.certificate != other.binding.certificate:
        problems.add(
            listener.node,
            f"has another certificate than {other.placed.site.name} for {':'.join(map(str, key))}",
            "http.sys keeps one: write the same certificate, or sni: true and a host of its own",
        )


def _check_folders(one: Target, placed: Placed, two: Target, problems: Problems) -> None:
    for first, second in product(_places(one), _places(two)):
        same = first == second
        if not same and not _lies_wrongly(first, one, second) and not _lies_wrongly(second, two, first):
            continue
        relation = "are one folder" if same else "lie within each other"
        problems.add(
            _content_node(placed, two),
            f"{two.name} and {one.name} {relation}: {first}, {second}",
            "each content has a folder of its own",
        )
        return


def _places(target: Target) -> tuple[PureWindowsPath, ...]:
    return tuple(dict.fromkeys((PureWindowsPath(target.folder), PureWindowsPath(target.store))))


def _lies_wrongly(outer: PureWindowsPath, owner: Target, inner: PureWindowsPath) -> bool:
    """Below a content that is published in place there may be others: they are preserved."""
    return outer in inner.parents and (owner.content is None or outer != PureWindowsPath(owner.content))


def _content_node(placed: Placed, target: Target) -> Node:
    root = target.application == "/"
    return at(placed.node, ("path",) if root else ("applications", target.application, "folder"))[0]


def _check_pools(first: Placed, one: Target, second: Placed, two: Target, problems: Problems) -> None:
    if one.pool.name.casefold() != two.pool.name.casefold():
        return
    below: Loc = () if two.application == "/" else ("applications", two.application)
    node = at(second.node, (*below, "pool", "name"))[0]
    if not (_shares(first.site, one) and _shares(second.site, two)):
        problems.add(
            node,
            f"{one.name} and {two.name} have one application pool: {one.pool.name}",
            "one app a pool: name another, or write shared_pool: true in both",
        )
    elif _of_pool(one) != _of_pool(two):
        problems.add(
            node,
            f"{one.name} and {two.name} share the pool {one.pool.name} but set it differently",
            "write the same pool, env, data_protection and undeclared in both",
        )


def _of_pool(target: Target) -> tuple[object, ...]:
    return target.pool, target.env, target.data_protection, target.undeclared


def _shares(site: Site, target: Target) -> bool:
    part = next((a for a in site.applications if a.path == target.application), None)
    return (part or site).shared_pool


def check_caches(caches: Caches, sites: Sequence[Placed], node: Node, problems: Problems) -> None:
    """What is emptied holds no content of a site."""
    for number, path in enumerate(caches.paths):
        cache = PureWindowsPath(path)
        for target in (target for placed in sites for target in placed.site.targets):
            meets = (p for p in _places(target) if cache == p or cache in p.parents or p in cache.parents)
            for folder in islice(meets, 1):
                place = at(node, ("paths", number))[0]
                problems.add(place, f"meets the folder of {target.name}: {folder}", "it would be emptied")


def check_hosts(hosts: Sequence[Host], nodes: dict[str, Node], problems: Problems) -> None:
    """No two hosts of one inventory are the same machine."""
    endpoints = dict[tuple[str, int], str]()
    for host in hosts:
        link = host.connection
        twin = endpoints.setdefault((link.address.casefold().rstrip("."), link.port), host.name)
        if twin != host.name:
            problems.add(
                at(nodes[host.name], ("connection", "address"))[0],
                f"{twin} and {host.name} have one address: {link.address}:{link.port}",
                "two names for one machine: take one away",
            )


def check_rollout(rollout: Rollout, hosts: Sequence[Host], node: Node, problems: Problems) -> None:
    """Who is named in the order of hosts is there."""
    there = {name for host in hosts for name in (host.name, *host.groups)}
    canary = rollout.canary if isinstance(rollout.canary, tuple) else ()
    named: list[tuple[Loc, str]] = [(("canary", number), name) for number, name in enumerate(canary)]
    for row, names in enumerate(rollout.batches if isinstance(rollout.batches, tuple) else ()):
        if isinstance(names, tuple):
            named += [(("batches", row, column), name) for column, name in enumerate(names)]
    for loc, name in named:
        if not any(host.matches(name) for host in hosts):
            problems.add(at(node, loc)[0], f"no host and no group is called '{name}'", did_you_mean(name, there))


def names_that_clash(hosts: Sequence[str], groups: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Host names that cannot be told apart, as (name, sentence)."""
    folded = {group.casefold(): group for group in groups}
    seen = dict[str, str]()
    for name in hosts:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            yield name, f"differs from the host {twin} only in upper and lower case"
        if name.casefold() in folded:
            yield name, f"is a host, and {folded[name.casefold()]} is a group: --limit could mean either"
