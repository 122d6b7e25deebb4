"""Turns declarations into PowerShell: literals, the Jinja environment, scripts.

Nothing here connects or reads a host; the same input always gives the same text.
"""

from iisfleet.rendering.literals import SecretReference, to_literal
from iisfleet.rendering.playbook import render_script, render_steps
from iisfleet.rendering.script import Script

__all__ = ["Script", "SecretReference", "render_script", "render_steps", "to_literal"]
