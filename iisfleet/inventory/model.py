"""Hosts and the environment they make up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Self

from pydantic import Field

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory.caches import Caches
from iisfleet.inventory.connection import Connection
from iisfleet.inventory.content import joined, relative_below
from iisfleet.inventory.drain import Drain
from iisfleet.inventory.guard import Guard
from iisfleet.inventory.keys import KeyPolicy
from iisfleet.inventory.nearest import did_you_mean
from iisfleet.inventory.packages import Packages
from iisfleet.inventory.parts import Part
from iisfleet.inventory.rollout import Hooks, Rollout
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.setup import Setup
from iisfleet.inventory.site import Site, Target


class Host(Part):
    """One Windows server, with everything that defaults, groups and its own entry say of it."""

    name: str = Field(description="The key of the host.")
    groups: tuple[str, ...] = Field((), description="Weakest first: later ones override.", examples=[["web"]])
    connection: Connection
    sites: tuple[Site, ...] = ()
    drain: Drain | None = Field(None, description="None: the host is not taken out of a load balancer.")
    guard: Guard = Field(default_factory=Guard)
    setup: Setup = Field(default_factory=Setup)
    packages: Packages = Field(default_factory=Packages)
    caches: Caches | None = None
    data_protection_policy: KeyPolicy | None = None

    def matches(self, pattern: str) -> bool:
        """Whether a name or a glob means this host or one of its groups."""
        return any(fnmatchcase(name.casefold(), pattern.casefold()) for name in (self.name, *self.groups))

    @property
    def features(self) -> tuple[str, ...]:
        """Windows features (names of Windows Server) that the host shall have: IIS, what its sites use, and more."""
        used = [feature for site in self.sites for feature in site.features]
        return tuple(dict.fromkeys(("Web-Server", *used, *self.setup.features)))

    @property
    def targets(self) -> tuple[Target, ...]:
        """The contents that are deployed, site by site."""
        targets = tuple(target for site in self.sites for target in site.targets)
        return tuple(self._preserving(target, targets) if target.content else target for target in targets)

    def _preserving(self, target: Target, targets: Sequence[Target]) -> Target:
        """Beside what the user says, a publish in place leaves alone what else of the inventory lies below it."""
        others = [place for other in targets if other is not target for place in (other.folder, other.store)]
        keys = [other.data_protection.folder for other in targets]
        flag = self.drain.flag if self.drain else None
        below = relative_below(target.folder, [place for place in (*others, *keys, flag) if place])
        return replace(target, preserve=joined(target.preserve, below))

    @property
    def secrets(self) -> Mapping[str, Secret]:
        """What the scripts that go live need, by name (``pool/Shop/environment/CONN``)."""
        return {secret.name: secret for target in self.targets for secret in target.secrets}

    @property
    def share_secrets(self) -> Mapping[str, Secret]:
        """Passwords of accounts that read shares, by name (``share/Shop/password``): no other script gets them."""
        shares = (target.share for site in self.sites for target in site.targets)
        return {share.password.name: share.password for share in shares if share and share.password}


class Inventory(Part):
    """One environment. ``source`` is the file that it was loaded from."""

    environment: str
    production: bool = False
    lab: bool = False
    rollout: Rollout = Field(default_factory=Rollout)
    hooks: Hooks = Field(default_factory=Hooks)
    hosts: tuple[Host, ...]
    source: Path

    def select(self, limit: str | None) -> Self:
        """The same inventory with the hosts that a comma list of hosts, groups and globs names; None: all.

        Raises ConfigError for a name that nothing matches: a typing error never means "no host" or "every host".
        """
        if limit is None:
            return self
        patterns = [part.strip() for part in limit.split(",") if part.strip()]
        problems = [self._unknown(p) for p in patterns if not any(host.matches(p) for host in self.hosts)]
        if not patterns:
            problems = [Problem(self.source, "--limit names no host", hint="leave it out to mean all hosts")]
        if problems:
            raise ConfigError(problems)
        hosts = tuple(host for host in self.hosts if any(host.matches(p) for p in patterns))
        return self.model_copy(update={"hosts": hosts})

    def _unknown(self, pattern: str) -> Problem:
        names = {name for host in self.hosts for name in (host.name, *host.groups)}
        return Problem(self.source, f"no host and no group is called '{pattern}'", hint=did_you_mean(pattern, names))
