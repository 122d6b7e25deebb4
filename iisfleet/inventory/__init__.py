"""What the user declares: hosts, groups, sites, secrets by reference."""

from iisfleet.inventory.binding import Binding, Certificate
from iisfleet.inventory.caches import Caches
from iisfleet.inventory.connection import Connection
from iisfleet.inventory.content import PackageUrl, Share, read_package_path
from iisfleet.inventory.drain import CommandDrain, Drain, HttpCall, HttpDrain
from iisfleet.inventory.guard import Guard
from iisfleet.inventory.health import Check, Health
from iisfleet.inventory.keys import DataProtection, KeyCertificate, KeyPolicy
from iisfleet.inventory.loading import find_inventory, load_inventory
from iisfleet.inventory.model import Host, Inventory
from iisfleet.inventory.once import RunOnce
from iisfleet.inventory.packages import HostingBundle, HostPackage, Packages
from iisfleet.inventory.pool import Pool, Recycling
from iisfleet.inventory.resolving import resolve_secrets, secrets_of
from iisfleet.inventory.rollout import Hook, Hooks, Rollout
from iisfleet.inventory.schema import inventory_schema
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.setup import RegistryValue, Service, Setup
from iisfleet.inventory.site import Application, Authentication, Site, Target

__all__ = [
    "Application", "Authentication", "Binding", "Caches", "Certificate", "Check", "CommandDrain", "Connection",
    "DataProtection", "Drain", "Guard", "Health", "Hook", "Hooks", "Host", "HostPackage", "HostingBundle", "HttpCall",
    "HttpDrain", "Inventory", "KeyCertificate", "KeyPolicy", "PackageUrl", "Packages", "Pool", "Recycling",
    "RegistryValue", "Rollout", "RunOnce", "Secret", "Service", "Setup", "Share", "Site", "Target", "find_inventory",
    "inventory_schema", "load_inventory", "read_package_path", "resolve_secrets", "secrets_of",
]  # fmt: skip
