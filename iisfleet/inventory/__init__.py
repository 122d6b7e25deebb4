"""What the user declares: hosts, groups, sites, secrets by reference."""

from iisfleet.inventory.binding import Binding, Certificate
from iisfleet.inventory.connection import Connection
from iisfleet.inventory.health import Check, Health
from iisfleet.inventory.loading import find_inventory, load_inventory
from iisfleet.inventory.model import Host, Inventory
from iisfleet.inventory.pool import Pool, Recycling
from iisfleet.inventory.resolving import resolve_secrets
from iisfleet.inventory.schema import inventory_schema
from iisfleet.inventory.secret import Secret
from iisfleet.inventory.site import Application, Authentication, Site, Target

__all__ = [
    "Application", "Authentication", "Binding", "Certificate", "Check", "Connection", "Health", "Host",
    "Inventory", "Pool", "Recycling", "Secret", "Site", "Target", "find_inventory", "inventory_schema",
    "load_inventory", "resolve_secrets",
]  # fmt: skip
