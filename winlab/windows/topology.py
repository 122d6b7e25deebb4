"""What applicationHost.config says, as values: pools, sites, applications, bindings; cheap to keep."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from winlab.windows.config import POOLS, SITES, Edit, Element

AUTHENTICATION = "system.webServer/security/authentication"
_VARIABLES = {
    "systemdrive": "C:",
    "systemroot": r"C:\Windows",
    "windir": r"C:\Windows",
    "programfiles": r"C:\Program Files",
}


@dataclass(frozen=True)
class Pool:
    """fingerprint changes when anything of the pool's element or its defaults does: then its workers recycle."""

    name: str
    auto_start: bool
    always_running: bool
    identity: str
    user: str
    password: str = field(repr=False)
    bits32: bool
    environment: Mapping[str, str] = field(repr=False)
    fingerprint: str = field(repr=False)


@dataclass(frozen=True)
class Binding:
    """information as IIS writes it: '*:80:shop'."""

    protocol: str
    information: str
    ssl_flags: int

    @property
    def address(self) -> str:
        return self.information.rsplit(":", 2)[0]

    @property
    def port(self) -> int:
        parts = self.information.rsplit(":", 2)
        return int(parts[1]) if len(parts) == 3 and parts[1].isdigit() else 0

    @property
    def host(self) -> str:
        return self.information.rsplit(":", 2)[-1].lower()

    @property
    def is_web(self) -> bool:
        return self.protocol in ("http", "https")

    def __str__(self) -> str:
        return f"{self.protocol} {self.information} {self.ssl_flags}"


@dataclass(frozen=True)
class Application:
    """physical_path is that of its root virtual directory, variables expanded."""

    path: str
    pool: str
    physical_path: str
    preload: bool


@dataclass(frozen=True)
class Authentication:
    anonymous: bool = True
    windows: bool = False
    basic: bool = False


@dataclass(frozen=True)
class Site:
    name: str
    id: int
    auto_start: bool
    bindings: tuple[Binding, ...]
    applications: tuple[Application, ...]
    authentication: Authentication

    @property
    def root(self) -> Application | None:
        return next((a for a in self.applications if a.path == "/"), None)

    @property
    def is_web(self) -> bool:
        """Whether it speaks HTTP, among others; one without any binding may still."""
        return not self.bindings or any(binding.is_web for binding in self.bindings)

    def application_for(self, url: str) -> Application | None:
        """The application with the longest path that holds a URL path."""
        folded = url.lower()
        fitting = [a for a in self.applications if a.path == "/" or f"{folded}/".startswith(f"{a.path.lower()}/")]
        return max(fitting, key=lambda a: len(a.path), default=None)


@dataclass(frozen=True)
class Topology:
    """token: SHA-256 of the file."""

    token: str
    pools: Mapping[str, Pool]
    sites: Mapping[str, Site]

    def pool(self, name: str) -> Pool | None:
        return next((p for p in self.pools.values() if p.name.lower() == name.lower()), None)

    def site(self, name: str) -> Site | None:
        return next((s for s in self.sites.values() if s.name.lower() == name.lower()), None)

    def applications_of(self, pool: str) -> list[tuple[Site, Application]]:
        """The applications that run in a pool."""
        return [(s, a) for s in self.sites.values() for a in s.applications if a.pool.lower() == pool.lower()]


def expand(path: str) -> str:
    """`%SystemDrive%` and the like; unknown ones stay."""
    return re.sub(r"%(\w+)%", lambda m: _VARIABLES.get(m[1].lower(), m[0]), path)


def read_topology(config: Edit, token: str) -> Topology:
    """Raises ConfigurationError for values that IIS refuses."""
    pools = [_pool(item) for item in config.section(POOLS).collection]
    sites = [_site(config, item) for item in config.section(SITES).collection]
    return Topology(token, {pool.name: pool for pool in pools}, {site.name: site for site in sites})


def _pool(item: Element) -> Pool:
    model = item.child("processModel")
    return Pool(
        str(item.get("name")),
        bool(item.get("autoStart")),
        item.get("startMode") == "AlwaysRunning",
        str(model.get("identityType")),
        str(model.get("userName")),
        str(model.get("password")),
        bool(item.get("enable32BitAppOnWin64")),
        pool_environment(item),
        _fingerprint(item),
    )


def pool_environment(item: Element) -> dict[str, str]:
    """The environment variables of a pool's element."""
    return {str(v.get("name")): str(v.get("value")) for v in item.child("environmentVariables").collection}


def _fingerprint(item: Element) -> str:
    nodes = [element.node for element in (item, *item.inherited) if element.node is not None]
    text = b"".join(re.sub(rb">\s+<", b"><", etree.tostring(node, method="c14n", with_tail=False)) for node in nodes)
    return hashlib.sha256(text).hexdigest()[:16]


def _site(config: Edit, item: Element) -> Site:
    name = str(item.get("name"))
    return Site(
        name,
        int(item.get("id")),
        bool(item.get("serverAutoStart")),
        tuple(_binding(binding) for binding in item.child("bindings").collection),
        tuple(_application(application) for application in item.collection),
        Authentication(**{kind: _enabled(config, kind, name) for kind in ("anonymous", "windows", "basic")}),
    )


def _enabled(config: Edit, kind: str, location: str) -> bool:
    return bool(config.section(f"{AUTHENTICATION}/{kind}Authentication", location).get("enabled"))


def _binding(item: Element) -> Binding:
    return Binding(str(item.get("protocol")), str(item.get("bindingInformation")), int(item.get("sslFlags")))


def _application(item: Element) -> Application:
    root = item.collection.find(path="/")
    path = "" if root is None else expand(str(root.get("physicalPath")))
    return Application(str(item.get("path")), str(item.get("applicationPool")), path, bool(item.get("preloadEnabled")))
