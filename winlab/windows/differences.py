"""What stands on a machine against what a case file expects; the keys are those of winlab/windows/state.py.

It reads applicationHost.config by lxml, the drives by the file system and the other state as JSON: not the way
that the handlers write, so that one mistake cannot hide in both.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from winlab.windows.config import POOLS, SITES, Node
from winlab.windows.errors import NotEmulated
from winlab.windows.key_acl import is_key, meaning
from winlab.windows.profiles import CONFIG
from winlab.windows.schema import Shape, section_shape
from winlab.windows.sddl import parse_sddl
from winlab.windows.state import JOURNAL, LOCK, binding_text
from winlab.windows.task_words import words_of

if TYPE_CHECKING:
    from winlab.windows.machine import Machine

Found = Iterator[str]


def differences(machine: "Machine", expected: Mapping[str, Any]) -> list[str]:
    """A sentence for each difference. Raises NotEmulated for a key that is not known."""
    for key in expected:
        if key not in _CHECKS:
            raise NotEmulated(f"the key {key} in after; there are {', '.join(_CHECKS)}")
    return [sentence for key in expected for sentence in _CHECKS[key](machine, expected[key])]


def _differ(what: str, expected: Any, found: Any) -> Found:
    if expected != found:
        yield f"{what}: expected {expected!r}, found {found!r}"


# Files


def _on_disk(machine: "Machine", windows: str) -> Path:
    return machine.fs.path(windows)


def _files(machine: "Machine", files: Mapping[str, Any]) -> Found:
    for name, content in files.items():
        path = _on_disk(machine, name)
        if content is None:
            yield from _differ(f"the folder {name}", True, path.is_dir())
        elif not path.is_file():
            yield f"the file {name} is missing"
        elif isinstance(content, Mapping):
            yield from _differ(f"the file {name}", base64.b64decode(content["base64"]), path.read_bytes())
        else:
            yield from _differ(f"the file {name}", str(content), path.read_text("utf-8-sig"))


def _users(machine: "Machine", users: Mapping[str, Mapping[str, Any] | None]) -> Found:
    there = machine.users.all()
    for name, settings in users.items():
        folder = there.get(machine.accounts.sid(name))
        if settings is None or folder is None:
            yield from _differ(f"the profile of {name}", settings, folder)
            continue
        yield from _differ(f"the folder of {name}", settings.get("folder", folder), folder)
        yield from _files(machine, {rf"{folder}\{path}": text for path, text in settings.get("files", {}).items()})


def _absent(machine: "Machine", paths: Sequence[str]) -> Found:
    for name in paths:
        path = _on_disk(machine, name)
        if path.is_symlink() or path.exists():
            yield f"{name} is there"


def _junctions(machine: "Machine", junctions: Mapping[str, str]) -> Found:
    for link, target in junctions.items():
        path = _on_disk(machine, link)
        found = path.resolve() if path.is_symlink() else None
        yield from _differ(f"the junction {link}", _on_disk(machine, target), found)


def _journal(machine: "Machine", entries: Sequence[Mapping[str, Any]]) -> Found:
    path = _on_disk(machine, JOURNAL)
    lines = path.read_text("utf-8-sig").splitlines() if path.exists() else []
    yield from _differ("the number of journal entries", len(entries), len(lines))
    for number, (entry, line) in enumerate(zip(entries, lines, strict=False), 1):
        yield from _subset(f"journal entry {number}", entry, json.loads(line))


def _lock(machine: "Machine", lock: Mapping[str, Any] | None) -> Found:
    path = _on_disk(machine, LOCK)
    found = json.loads(path.read_text("utf-8-sig")) if path.exists() else None
    if lock is None or found is None:
        yield from _differ("the lock", lock, found)
    else:
        yield from _subset("the lock", lock, found)


def _subset(what: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> Found:
    for name, value in expected.items():
        yield from _differ(f"{what}: {name}", value, found.get(name))


# State kept as JSON


def _json(machine: "Machine", name: str) -> dict[str, Any]:
    path = machine.root / name
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return loaded


def _find(mapping: Mapping[str, Any], name: str) -> Any:
    return next((value for key, value in mapping.items() if key.lower() == name.lower()), None)


def _acl(machine: "Machine", acls: Mapping[str, str | None]) -> Found:
    stored = _json(machine, "acl.json")
    for path, sddl in acls.items():
        found = _find(stored, path)
        if sddl is None or found is None:
            yield from _differ(f"the explicit ACL of {path}", sddl, found)
        else:
            yield from _differ(f"the ACL of {path}", _explicit(path, sddl), _explicit(path, found))


def _explicit(path: str, sddl: str) -> tuple[bool, Sequence[object]]:
    if is_key(path):
        protected, entries = meaning(sddl)
        return protected, sorted(entries)
    dacl = parse_sddl(sddl)
    return dacl.protected, sorted(str(ace) for ace in dacl.aces if not ace.inherited)


def _registry(machine: "Machine", keys: Mapping[str, Any]) -> Found:
    stored = _json(machine, "registry.json")
    for path, values in keys.items():
        found = _find(stored, path.split("\\", 1)[1])
        if values is None or found is None:
            yield from _differ(f"the registry key {path}", values, found)
            continue
        for name, data in values.items():
            entry = _find(found, name)
            yield from _differ(f"{path}, value {name}", data, None if entry is None else entry["data"])


def _features(machine: "Machine", names: Sequence[str]) -> Found:
    installed = _json(machine, "features.json").get("installed", [])
    for name in names:
        yield from _differ(f"the feature {name} is installed", True, name in installed)


def _certificates(machine: "Machine", rows: Mapping[str, Sequence[str] | None]) -> Found:
    stored = {f"{c['store']}/{c['thumbprint']}": c for c in _json(machine, "certificates.json")["certificates"]}
    for name, readers in rows.items():
        row = _find(stored, name)
        yield from _differ(f"the readers of {name}'s key", readers, None if row is None else row["key_readers"])


def _lcm(machine: "Machine", wanted: Mapping[str, Any]) -> Found:
    yield from _subset("the LCM", wanted, _json(machine, "lcm.json"))


def _sslcerts(machine: "Machine", rows: Mapping[str, str | None]) -> Found:
    stored = _json(machine, "httpsys.json")
    for endpoint, thumbprint in rows.items():
        row = _find(stored, endpoint)
        wanted = thumbprint and thumbprint.lower()
        yield from _differ(f"the certificate of {endpoint}", wanted, row and row["thumbprint"])


def _states(machine: "Machine", states: Mapping[str, Mapping[str, str]]) -> Found:
    machine.iis.committed()  # as on Windows, what a file asks for comes about by itself
    stored = _json(machine, "runtime.json")
    for kinds, entries in states.items():
        for name, wanted in entries.items():
            entry = _find(stored[kinds], name)
            yield from _differ(f"the state of the {kinds[:-1]} {name}", wanted, entry and entry["state"])


def _services(machine: "Machine", services: Mapping[str, Any]) -> Found:
    found = {one.name.lower(): one for one in machine.services.all()}
    for name, wanted in services.items():
        one = found.get(name.lower())
        settings = wanted if isinstance(wanted, Mapping) else {"status": wanted}
        if wanted is None or one is None:
            yield from _differ(f"the service {name}", wanted, one and one.status)
            continue
        now = {"status": one.status, "startType": one.start_type}
        yield from _subset(f"the service {name}", settings, now)


# applicationHost.config


def _root(machine: "Machine") -> Node:
    return etree.fromstring(
        _on_disk(machine, CONFIG).read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True)
    )


def _iis(machine: "Machine", iis: Mapping[str, Any]) -> Found:
    root = _root(machine)
    for name, settings in iis.get("pools", {}).items():
        yield from _pool(machine, root, name, settings)
    for name, settings in iis.get("sites", {}).items():
        yield from _site(root, name, settings)


def _environment(machine: "Machine", pools: Mapping[str, Mapping[str, str]]) -> Found:
    root = _root(machine)
    for name, variables in pools.items():
        yield from _pool(machine, root, name, {"environment": variables})


def _named(root: Node, path: str, name: str) -> Node | None:
    return next((n for n in root.iterfind(path) if (n.get("name") or "").lower() == name.lower()), None)


def _pool(machine: "Machine", root: Node, name: str, settings: Mapping[str, Any] | None) -> Found:
    node = _named(root, f"{POOLS}/add", name)
    if settings is None or node is None:
        yield from _differ(f"the pool {name} is there", settings is not None, node is not None)
        return
    rest = dict(settings)
    if "environment" in rest:
        found = {str(v.get("name")): str(v.get("value")) for v in node.iterfind("environmentVariables/add")}
        yield from _differ(f"the environment of pool {name}", rest.pop("environment"), found)
    collection = section_shape(POOLS).collection
    assert collection is not None  # noqa: S101 - the schema's pools are a collection
    nodes = [node, *root.iterfind(f"{POOLS}/applicationPoolDefaults")]
    yield from _settings(machine, f"pool {name}", nodes, collection.item, rest)


def _settings(machine: "Machine", what: str, nodes: list[Node], shape: Shape, wanted: Mapping[str, Any]) -> Found:
    for name, value in wanted.items():
        below = [child for node in nodes for child in node.iterfind(name)]
        if isinstance(value, Mapping):
            yield from _settings(machine, f"{what}/{name}", below, shape.elements[name], value)
        elif isinstance(value, list):
            yield from _differ(f"{what}/{name}", value, _keys(below[:1], shape.elements[name]))
        else:
            yield from _differ(f"{what}/{name}", value, _attribute(machine, nodes, shape, name))


def _keys(nodes: list[Node], shape: Shape) -> list[Any]:
    collection = shape.collection
    assert collection is not None  # noqa: S101 - a list in a case stands for a collection
    return [item.get(collection.keys[0]) for node in nodes for item in node.iterfind(collection.add)]


def _attribute(machine: "Machine", nodes: list[Node], shape: Shape, name: str) -> Any:
    attribute = shape.attributes[name]
    text = next((str(node.get(name)) for node in nodes if node.get(name) is not None), None)
    if text is None:
        return attribute.default
    return attribute.parse(machine.dpapi.decrypt_attribute(text) if attribute.encrypted else text)


def _site(root: Node, name: str, settings: Mapping[str, Any] | None) -> Found:
    node = _named(root, f"{SITES}/site", name)
    if settings is None or node is None:
        yield from _differ(f"the site {name} is there", settings is not None, node is not None)
        return
    for key, value in settings.items():
        check = _SITE.get(key)
        if check:
            yield from check(root, node, f"site {name}", value)
        elif key in _APPLICATION:
            yield from _differ(f"site {name}/{key}", value, _application_value(root, node, "/", key))
        else:
            yield from _differ(f"site {name}/{key}", value, _site_value(node, key))


def _site_value(node: Node, name: str) -> Any:
    collection = section_shape(SITES).collection
    assert collection is not None  # noqa: S101 - the schema's sites are a collection
    attribute = collection.item.attributes[name]
    text = node.get(name)
    return attribute.default if text is None else attribute.parse(text)


def _bindings(_root: Node, node: Node, what: str, wanted: Sequence[str]) -> Found:
    found = [
        f"{b.get('protocol')} {b.get('bindingInformation')} {b.get('sslFlags', '0')}"
        for b in node.iterfind("bindings/binding")
    ]
    yield from _differ(f"{what}/bindings", sorted(map(binding_text, wanted)), sorted(found))


def _applications(root: Node, node: Node, what: str, wanted: Mapping[str, Mapping[str, Any]]) -> Found:
    found = [a.get("path") for a in node.iterfind("application") if a.get("path") != "/"]
    yield from _differ(f"{what}/applications", sorted(wanted), sorted(map(str, found)))
    for path, settings in wanted.items():
        for name, value in settings.items():
            yield from _differ(f"{what}{path}/{name}", value, _application_value(root, node, path, name))


_APPLICATION = {
    "physicalPath": "",
    "pool": "applicationPool",
    "applicationPool": "applicationPool",
    "preloadEnabled": "preloadEnabled",
}


def _application_value(root: Node, node: Node, path: str, name: str) -> Any:
    application = next((a for a in node.iterfind("application") if (a.get("path") or "").lower() == path.lower()), None)
    if application is None:
        return None
    if name == "physicalPath":
        folder = next((v for v in application.iterfind("virtualDirectory") if v.get("path") == "/"), None)
        return None if folder is None else folder.get("physicalPath")
    attribute = _APPLICATION[name]
    defaults = [*node.iterfind("applicationDefaults"), *root.iterfind(f"{SITES}/applicationDefaults")]
    text = next((n.get(attribute) for n in [application, *defaults] if n.get(attribute) is not None), None)
    return (text or "false") == "true" if attribute == "preloadEnabled" else text


def _authentication(root: Node, node: Node, what: str, wanted: Mapping[str, bool]) -> Found:
    own = [n for n in root.iterfind("location") if (n.get("path") or "").lower() == (node.get("name") or "").lower()]
    for kind, enabled in wanted.items():
        path = f"system.webServer/security/authentication/{kind}Authentication"
        texts = [s.get("enabled") for holder in [*own, root] for s in holder.iterfind(path)]
        found = next((text == "true" for text in texts if text is not None), kind == "anonymous")
        yield from _differ(f"{what}/authentication/{kind}", enabled, found)


_SITE: dict[str, Callable[[Node, Node, str, Any], Found]] = {
    "bindings": _bindings,
    "applications": _applications,
    "authentication": _authentication,
}


def _tasks(machine: "Machine", tasks: Mapping[str, Mapping[str, Any] | None]) -> Found:
    stored = _json(machine, "tasks.json")
    for path, words in tasks.items():
        found = _find(stored, path)
        if words is None or found is None:
            yield from _differ(f"the task {path}", words, found)
        else:
            yield from _subset(f"the task {path}", words, {**words_of(found["xml"]), **found})


def _power(machine: "Machine", state: str) -> Found:
    yield from _differ("the power", state, machine.power.state)


_CHECKS: dict[str, Callable[["Machine", Any], Found]] = {
    "iis": _iis,
    "environment": _environment,
    "files": _files,
    "users": _users,
    "absent": _absent,
    "junctions": _junctions,
    "acl": _acl,
    "registry": _registry,
    "certificates": _certificates,
    "sslcerts": _sslcerts,
    "features": _features,
    "lcm": _lcm,
    "states": _states,
    "services": _services,
    "tasks": _tasks,
    "power": _power,
    "journal": _journal,
    "lock": _lock,
}
