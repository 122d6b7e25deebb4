"""What a host tells of its sites (Get-SiteDeclaration), as an inventory that says the same."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from iisfleet.inventory.binding import Binding
from iisfleet.inventory.connection import Connection
from iisfleet.inventory.page import Page, in_one_line
from iisfleet.inventory.secret import Secret

Facts = Mapping[str, Any]
Judge = Callable[[str], str | None]
# Folders of a publish output: preserved as a whole, no publish would reach them.
_PUBLISHED = ("bin", "refs", "runtimes", "wwwroot")
_SPAN = re.compile(r"(?:(\d+)\.)?(\d+):(\d\d):(\d\d)(?:\.\d+)?")
_INFORMATION = re.compile(r"(?P<address>.*):(?P<port>\d+):(?P<host>[^:]*)")


@dataclass(frozen=True)
class Head:
    """What the file says beside the sites: the host, how to reach it, and what kind of environment it is."""

    host: str
    connection: Connection
    lab: bool = False
    production: bool = False


@dataclass(frozen=True)
class Import:
    """The text of an inventory; ``secrets`` are the variables of this machine that it wants; ``left_out`` says why."""

    text: str
    sites: tuple[str, ...]
    secrets: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass
class _Site:
    """A site as far as it can be said: its applications, the root first."""

    facts: Facts
    applications: list[Facts]
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.facts["name"])

    @property
    def pools(self) -> list[str]:
        return [str(application["pool"]) for application in self.applications]


def compose(head: Head, facts: Facts, judge: Judge) -> Import:
    """An inventory of the sites that ``judge`` finds valid: it takes a text, and says what is wrong with it."""
    kept: list[_Site] = []
    left_out: list[str] = []
    for found in facts["sites"]:
        root = [one for one in found["applications"] if one["path"] == "/"]
        site = _Site(found, root)
        problem = judge(_write(head, [*kept, site], facts, left_out).text) if root else "has no root application"
        if problem:
            left_out.append(f"site {found['name']}: {problem}")
            continue
        for application in (one for one in found["applications"] if one["path"] != "/"):
            more = _Site(found, [*site.applications, application], site.notes)
            problem = judge(_write(head, [*kept, more], facts, left_out).text)
            if problem:
                left_out.append(f"application {found['name']}{application['path']}: {problem}")
            else:
                site = more
        kept.append(site)
    return _write(head, kept, facts, left_out)


def _write(head: Head, sites: Sequence[_Site], facts: Facts, left_out: Sequence[str]) -> Import:
    writer = _Writer({str(pool["name"]).casefold(): pool for pool in facts["pools"]}, sites)
    return writer.write(head, left_out)


class _Writer:
    """One text: which secrets it wants is known when it is written."""

    def __init__(self, pools: Mapping[str, Facts], sites: Sequence[_Site]) -> None:
        self._pools = pools
        self._sites = sites
        used = [pool.casefold() for site in sites for pool in site.pools]
        self._shared = {pool for pool in used if used.count(pool) > 1}
        self._secrets: dict[str, tuple[str, str]] = {}
        self._told: set[str] = set()

    def write(self, head: Head, left_out: Sequence[str]) -> Import:
        body, top = Page(), Page()
        with body.below("hosts"), body.below(head.host):
            _put_connection(body, head)
            self._put_sites(body)
        top.note(f"The sites of {head.host} as invoke inventory.import found them.")
        top.note("kept: what an inventory cannot say. undeclared: merge leaves it, and all else that is not declared.")
        if self._secrets:
            top.note("Secrets were not read. Each !secret wants a variable of this machine; a line taken away")
            top.note("leaves what the host has.")
        top.note("Next: invoke inventory.check, plan, adopt --plan. Nothing is touched before adopt.")
        for sentence in left_out:
            top.note(f"Not here: {sentence}")
        if head.production:
            top.put("production", True)
        if head.lab:
            top.put("lab", True)
        top.gap()
        names = tuple(site.name for site in self._sites)
        return Import(top.text + body.text, names, tuple(self._secrets), tuple(left_out))

    def _put_sites(self, page: Page) -> None:
        if not self._sites:
            page.put("sites", {})
            return
        with page.below("sites"):
            for site in self._sites:
                with page.below(site.name):
                    self._put_site(page, site)

    def _put_site(self, page: Page, site: _Site) -> None:
        root, *others = site.applications
        _put_content(page, "path", root)
        page.put("undeclared", "merge")
        _put_bindings(page, site.facts["bindings"])
        self._put_pool(page, root, site.name)
        enabled = {one["kind"]: one["enabled"] for one in site.facts["authentication"] if one["application"] == "/"}
        if enabled:
            page.put("authentication", enabled)
        page.note("health: {path: /healthz}  # what decides whether a release is good; by default / answers 200")
        if others:
            with page.below("applications"):
                for application in others:
                    with page.below(application["path"]):
                        _put_content(page, "folder", application)
                        self._put_pool(page, application, site.name + application["path"].replace("/", "-"))
                        _put_unsaid(page, application["unsaid"])
        if not site.facts["autoStart"]:
            page.note("kept: it does not start with the service (serverAutoStart)")
        for one in site.facts["authentication"]:
            if one["application"] != "/":
                page.note(f"kept: {one['kind']} authentication of {one['application']} is {one['enabled']}")
        _put_unsaid(page, [*site.facts["unsaid"], *root["unsaid"]])

    def _put_pool(self, page: Page, application: Facts, default_name: str) -> None:
        pool = self._pools.get(str(application["pool"]).casefold())
        if pool is None:
            page.note(f"Its pool {application['pool']} is not there.")
            page.put("pool", {"name": application["pool"]})
            return
        said = self._pool(pool, default_name)
        if said:
            with page.below("pool"):
                for key, value in said.items():
                    page.put(key, value)
        if str(pool["name"]).casefold() in self._shared:
            page.put("shared_pool", True)
        if pool["environment"]:
            with page.below("env"):
                for variable in pool["environment"]:
                    name = str(variable["name"])
                    value = self._secret(pool["name"], name) if variable["secret"] else variable["value"]
                    page.put(name, value)
        if application["preload"]:
            page.put("preload", True)
        sentences = () if pool["name"] in self._told else _of_pool(pool)
        self._told.add(pool["name"])
        for sentence in sentences:
            page.note(f"kept: pool {pool['name']}: {sentence}")

    def _pool(self, pool: Facts, default_name: str) -> dict[str, Any]:
        settings = pool["settings"]
        said: dict[str, Any] = {} if pool["name"] == default_name else {"name": pool["name"]}
        if pool["identity"] == "SpecificUser":
            said["identity"] = pool["userName"] or ""
            if not said["identity"].partition("@")[0].endswith("$"):
                said["password"] = self._secret(pool["name"], "PASSWORD")
        elif pool["identity"] != "ApplicationPoolIdentity":
            said["identity"] = pool["identity"]
        if "enable32BitAppOnWin64" in settings:
            said["bitness"] = 32 if settings["enable32BitAppOnWin64"] else 64
        if pool["startMode"] != "OnDemand":
            said["start_mode"] = pool["startMode"]
        idle = _minutes(settings.get("idleTimeout"))
        kept = {
            "idle_timeout": idle,
            "recycling": _recycling(pool) or None,
            "load_user_profile": settings.get("loadUserProfile"),
            "queue_length": settings.get("queueLength"),
        }
        return said | {key: value for key, value in kept.items() if value is not None}

    def _secret(self, pool: str, name: str) -> Secret:
        base = re.sub(r"[^A-Z0-9]+", "_", f"{pool}_{name}".upper()).strip("_")
        base = base if base[:1].isalpha() else f"POOL_{base}"
        variable, number = base, 2
        while self._secrets.setdefault(variable, (pool, name)) != (pool, name):
            variable, number = f"{base}_{number}", number + 1
        return Secret(f"env:{variable}")


def _put_connection(page: Page, head: Head) -> None:
    values = {name: getattr(head.connection, name) for name in sorted(head.connection.model_fields_set, key=_order)}
    said = {
        name: str(value) if hasattr(value, "__fspath__") else value
        for name, value in values.items()
        if value is not None and not (name == "address" and value == head.host)
    }
    if said:
        with page.below("connection"):
            for name, value in said.items():
                page.put(name, value)


def _order(name: str) -> int:
    return list(Connection.model_fields).index(name)


def _put_content(page: Page, key: str, application: Facts) -> None:
    page.put(key, application["folder"] or "")
    page.put("publish", "in-place")
    if application["folders"]:
        written = [name for name in application["folders"] if name.casefold() not in _PUBLISHED]
        rest = "; take out what the package brings" if written else ""
        why = f"folders that the application writes to: no publish touches them{rest}"
        page.note(f"preserve: {in_one_line(written)}  # {why}")


def _put_bindings(page: Page, bindings: Iterable[Facts]) -> None:
    said = [(binding, _binding(binding)) for binding in bindings]
    with page.below("bindings"):
        for binding, (words, problem) in said:
            if words:
                page.item(words, (binding["certificate"] or {}).get("subject") or "")
            else:
                page.note(f"kept: {binding['protocol']} {binding['information']} ({problem})")


def _binding(facts: Facts) -> tuple[dict[str, Any], str]:
    """The words of a binding, or why there are none."""
    match = _INFORMATION.fullmatch(facts["information"])
    if facts["protocol"] not in ("http", "https") or match is None:
        return {}, "only http and https can be said"
    secure, certificate = facts["protocol"] == "https", facts["certificate"]
    if secure and certificate is None:
        return {}, "http.sys has no certificate for it"
    words: dict[str, Any] = {"protocol": "https"} if secure else {}
    if match["address"] != "*":
        words["address"] = match["address"]
    words["port"] = int(match["port"])
    if match["host"]:
        words["host"] = match["host"]
    if secure and match["host"] and not facts["sslFlags"] & 1:
        words["sni"] = False
    if secure:
        store = {} if certificate["store"].casefold() == "my" else {"store": certificate["store"]}
        words["certificate"] = {"thumbprint": certificate["thumbprint"].upper(), **store}
    try:
        same = Binding.model_validate(words).information.casefold() == facts["information"].casefold()
    except ValidationError:
        same = False
    return (words, "") if same else ({}, "it cannot be said")


def _recycling(pool: Facts) -> dict[str, Any]:
    settings = pool["settings"]
    said = {
        "minutes": _minutes(settings.get("time")),
        "schedule": [text[:5] for text in pool["schedule"]] if _is_even(pool["schedule"]) else None,
        "requests": settings.get("requests"),
        "private_memory_kb": settings.get("privateMemory"),
    }
    return {key: value for key, value in said.items() if value is not None}


def _is_even(schedule: Sequence[str]) -> bool:
    return bool(schedule) and all(re.fullmatch(r"\d\d:\d\d:00", text) for text in schedule)


def _minutes(text: str | None) -> int | None:
    """Whole minutes; None for a time that is not told, or none of them."""
    match = _SPAN.fullmatch(text or "")
    if match is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return None if seconds else timedelta(days=days, hours=hours, minutes=minutes) // timedelta(minutes=1)


def _of_pool(pool: Facts) -> Iterator[str]:
    """What of a pool an inventory cannot say."""
    settings = pool["settings"]
    if pool["runtime"]:
        yield f"it loads the .NET Framework ({pool['runtime']})"
    if not pool["autoStart"]:
        yield "it does not start with the service (autoStart)"
    for name in ("idleTimeout", "time"):
        if name in settings and _minutes(settings[name]) is None:
            yield f"{name} is {settings[name]}"
    if pool["schedule"] and not _is_even(pool["schedule"]):
        yield f"it is recycled at {', '.join(pool['schedule'])}"
    yield from (f"{one['path']} is {_shown(one)}" for one in pool["unsaid"])


def _put_unsaid(page: Page, unsaid: Iterable[Facts]) -> None:
    for one in unsaid:
        page.note(f"kept: {one['path']} is {_shown(one)}")


def _shown(one: Facts) -> str:
    return "set" if one["value"] is None else str(one["value"])
