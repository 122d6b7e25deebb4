"""From a file to an Inventory, or to every problem of the file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory.caches import Caches
from iisfleet.inventory.checks import Placed, check_caches, check_hosts, check_rollout, check_sites, names_that_clash
from iisfleet.inventory.connection import Connection
from iisfleet.inventory.drain import Drain
from iisfleet.inventory.guard import Guard
from iisfleet.inventory.keys import KeyPolicy
from iisfleet.inventory.merge import merge, merge_all
from iisfleet.inventory.model import Host, Inventory
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.inventory.packages import Packages
from iisfleet.inventory.problems import Problems, found, translate
from iisfleet.inventory.rollout import Hooks, Rollout
from iisfleet.inventory.setup import Setup
from iisfleet.inventory.shorthand import written_out
from iisfleet.inventory.site import Site
from iisfleet.inventory.tree import Node, from_plain, load_tree, plain
from iisfleet.inventory.windows import check_name

TOP_PARTS: Final[Mapping[str, type[BaseModel]]] = {"rollout": Rollout, "hooks": Hooks}
SUFFIXES: Final = (".yml", ".yaml")
TOP_KEYS = ("environment", "production", "lab", *TOP_PARTS, "defaults", "groups", "hosts")
HOST_PARTS: Final[Mapping[str, type[BaseModel]]] = {
    "drain": Drain, "setup": Setup, "packages": Packages, "caches": Caches, "data_protection_policy": KeyPolicy,
    "guard": Guard,
}  # fmt: skip
LAYER_KEYS = ("connection", "sites", *HOST_PARTS)
HOST_KEYS = ("groups", *LAYER_KEYS)
Part = TypeVar("Part", bound=BaseModel)


def load_inventory(path: Path, *, overlay: Mapping[str, Mapping[str, Any]] | None = None) -> Inventory:
    """Loads an inventory; ``overlay`` (host name -> values) is merged over those hosts before anything is judged.

    Raises ConfigError with every problem of the file, each with line and key path. Secrets stay references.
    """
    return _Loader(path, written_out(load_tree(path)), overlay or {}).load()


def find_inventory(environment: str, folder: Path) -> Path:
    """``<folder>/<environment>.yml`` (or .yaml). Raises ConfigError with the environments there are."""
    files = [p for p in sorted(folder.glob("*.y*ml")) if p.suffix in SUFFIXES]
    mine = [p for p in files if p.stem == environment]
    if len(mine) == 1:
        return mine[0]
    if mine:
        raise ConfigError([Problem(mine[0], f"there is {mine[1].name} too", hint="keep one of them")])
    there = [p.stem for p in files]
    hint = did_you_mean(environment, there) or f"write {folder / 'staging.yml'}, or name another folder"
    raise ConfigError([Problem(folder, f"holds no inventory for the environment '{environment}'", hint=hint)])


class _Loader:
    """The state of one load: the problems so far, and what hosts have in common."""

    def __init__(self, path: Path, root: Node, overlay: Mapping[str, Mapping[str, Any]]) -> None:
        self.problems = Problems(path)
        self.root = root
        self.overlay = overlay
        self.groups: dict[str, Node] = {}
        self.context: dict[str, Any] = {"folder": path.absolute().parent}
        # Keyed by identity: hosts share the very nodes that they do not override. The nodes are kept alive beside.
        self._layers: dict[tuple[str, ...], Node] = {}
        self._sites: dict[int, tuple[Node, Placed | None]] = {}
        self._site_sets: dict[tuple[int, ...], tuple[Placed, ...]] = {}
        self._parts: dict[int, tuple[Node, BaseModel | None]] = {}

    def load(self) -> Inventory:
        root = self._mapping(self.root, TOP_KEYS)
        self.groups = self._mapping(root.get("groups"))
        settings = self._settings(root)
        self.context["lab"] = settings["lab"]
        for name, group in (*self._mapping(root.get("groups")).items(), ("", root.get("defaults"))):
            self._check_layer(name, group)
        hosts = self._hosts(root)
        parts = {key: part for key in TOP_PARTS if (part := self._top_part(key, root.get(key)))}
        if isinstance(rollout := parts.get("rollout"), Rollout):
            check_rollout(rollout, hosts, root["rollout"], self.problems)
        if problems := self.problems.sorted():
            raise ConfigError(problems)
        return Inventory(hosts=hosts, source=self.problems.file, **settings, **parts)

    def _mapping(self, node: Node | None, keys: Sequence[str] | None = None) -> dict[str, Node]:
        """The children of a node that is a mapping or nothing; ``keys``: those that it may have."""
        if node is None or node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self.problems.add(node, f"expects a mapping (key: value), found {found(node)}")
            return {}
        for name, child in node.value.items():
            if keys is not None and name not in keys:
                self.problems.add(child, "is not a known key", did_you_mean(name, keys))
        return node.value

    def _top_part(self, key: str, node: Node | None) -> BaseModel | None:
        if node is None or not self._mapping(node):
            return None
        return self._validate(TOP_PARTS[key], plain(node), node)

    def _settings(self, root: dict[str, Node]) -> dict[str, Any]:
        settings = {"environment": self.problems.file.stem, "production": False, "lab": False}
        for key, default in settings.items():
            node = root.get(key)
            if node is None or node.value is None:
                continue
            if isinstance(node.value, type(default)):
                settings[key] = node.value
            else:
                kind = "text" if isinstance(default, str) else "true or false"
                self.problems.add(node, f"expects {kind}, found {found(node)}")
        self._check_name(settings["environment"], root.get("environment", self.root))
        return settings

    def _check_name(self, name: Any, node: Node) -> None:
        try:
            check_name(name)
        except PydanticCustomError as error:
            context = error.context or {}
            self.problems.add(node, context["sentence"], context["hint"])

    def _check_layer(self, name: str, node: Node | None) -> None:
        if name and node:
            self._check_name(name, node)
        self._mapping(node, LAYER_KEYS)

    def _hosts(self, root: dict[str, Node]) -> tuple[Host, ...]:
        written = self._mapping(root.get("hosts"))
        if not written:
            self.problems.add(root.get("hosts", self.root), "declares no hosts", "hosts: {web01: {groups: [web]}}")
        for name, sentence in names_that_clash(tuple(written), tuple(self.groups)):
            self.problems.add(written[name], sentence)
        for name in set(self.overlay) - set(written):
            self.problems.add(root.get("hosts", self.root), f"has no host {name}", did_you_mean(name, written))
        nodes = {name: self._merged(name, node, root) for name, node in written.items()}
        hosts = [host for name, node in nodes.items() if (host := self._host(name, node))]
        self._check_idle_groups(root)
        check_hosts(hosts, nodes, self.problems)
        return tuple(hosts)

    def _merged(self, name: str, node: Node, root: dict[str, Node]) -> Node:
        self._check_name(name, node)
        own = Node(self._mapping(node, HOST_KEYS), node.line, node.key)
        merged = merge(self._layer(self._group_names(own), root), own)
        if name in self.overlay:
            merged = merge(merged, from_plain(dict(self.overlay[name]), node.key))
        return Node(merged.mapping(), node.line, node.key)

    def _layer(self, groups: tuple[str, ...], root: dict[str, Node]) -> Node:
        """What defaults and these groups say together."""
        if groups not in self._layers:
            layers = [root.get("defaults"), *(self.groups.get(group) for group in groups)]
            usable = [layer for layer in layers if layer is not None and isinstance(layer.value, dict)]
            self._layers[groups] = merge_all([Node({}, None, ""), *usable])
        return self._layers[groups]

    def _group_names(self, host: Node) -> tuple[str, ...]:
        node = host.child("groups")
        if node is None or node.value is None:
            return ()
        if not isinstance(node.value, list):
            self.problems.add(node, f"expects a list, found {found(node)}", "groups: [web]")
            return ()
        return tuple(name for item in node.value if (name := self._group_name(item)))

    def _group_name(self, item: Node) -> str | None:
        if isinstance(item.value, str) and item.value in self.groups:
            return item.value
        named = item.value if isinstance(item.value, str) else ""
        hint = did_you_mean(named, self.groups) or f"declare it: groups: {{{named or 'web'}: {{}}}}"
        self.problems.add(item, f"no group is called {found(item)}", hint)
        return None

    def _host(self, name: str, node: Node) -> Host | None:
        connection = self._connection(name, node)
        sites = self._placed(node)
        parts: dict[str, Any] = {key: part for key in HOST_PARTS if (part := self._part(key, node))}
        if isinstance(caches := parts.get("caches"), Caches):
            check_caches(caches, sites, node.mapping()["caches"], self.problems)
        if connection is None:
            return None
        return Host.model_construct(
            name=name, groups=self._group_names(node), connection=connection,
            sites=tuple(p.site for p in sites), **parts,
        )  # fmt: skip

    def _part(self, key: str, host: Node) -> BaseModel | None:
        """A part of a host beside connection and sites; hosts with the very same one share it."""
        node = host.child(key)
        if node is None or node.value is None:
            return None
        if id(node) not in self._parts:
            body = plain(node) if isinstance(node.value, dict) else None
            part = self._validate(HOST_PARTS[key], body, node) if body is not None else None
            self._mapping(node)
            self._parts[id(node)] = (node, part)
        return self._parts[id(node)][1]

    def _connection(self, name: str, node: Node) -> Connection | None:
        written = node.child("connection") or Node({}, node.line, f"{node.key}.connection")
        if not isinstance(written.value, dict):
            self._mapping(written)
            written = Node({}, written.line, written.key)
        return self._validate(Connection, {"address": name, **plain(written)}, written)

    def _placed(self, node: Node) -> tuple[Placed, ...]:
        """The host's valid sites; hosts with the very same ones are judged once."""
        nodes = {k: v for k, v in self._mapping(node.child("sites")).items() if v.value is not None}
        key = tuple(id(child) for child in nodes.values())
        if key not in self._site_sets:
            placed = tuple(p for name, child in nodes.items() if (p := self._site(name, child)))
            check_sites(placed, self.problems)
            self._site_sets[key] = placed
        return self._site_sets[key]

    def _site(self, name: str, node: Node) -> Placed | None:
        if id(node) not in self._sites:
            written = self._mapping(node)
            self._check_given(written.get("name"), "the name of a site is its key")
            for application in written.get("applications", Node({}, None, "")).mapping().values():
                self._check_given(application.child("path"), "the path of an application is its key")
            body = plain(node) if written else {}
            site = self._validate(Site, {**body, "name": name}, node) if isinstance(node.value, dict) else None
            self._sites[id(node)] = (node, Placed(site, node) if site else None)
        return self._sites[id(node)][1]

    def _check_given(self, node: Node | None, sentence: str) -> None:
        if node is not None:
            self.problems.add(node, f"is not a known key: {sentence}")

    def _validate(self, model: type[Part], values: Any, node: Node) -> Part | None:
        try:
            return model.model_validate(values, context=self.context)
        except ValidationError as error:
            self.problems.extend(translate(error, model, node, self.problems.file))
            return None

    def _check_idle_groups(self, root: dict[str, Node]) -> None:
        """A group that no host is in: what it says itself is judged, what a host might still add is not."""
        used = {group for names in self._layers for group in names}
        for name in self.groups.keys() - used:
            trial = _Loader(self.problems.file, self.root, {})
            trial.groups, trial.context = self.groups, {**self.context, "lab": True}
            trial._host(name, Node(self._layer((name,), root).mapping(), None, f"groups.{name}"))
            self.problems.extend(p for p in trial.problems.sorted() if _is_own(p, f"groups.{name}."))


def _is_own(problem: Problem, layer: str) -> bool:
    return (problem.key or "").startswith(layer) and not problem.sentence.startswith("is missing")
