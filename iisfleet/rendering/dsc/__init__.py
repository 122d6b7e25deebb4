"""DSC documents: rendered, read back, and judged before any host sees them."""

from iisfleet.rendering.dsc.baseline import CONFIGURATION, KINDS, Baseline, Windows, baseline_of
from iisfleet.rendering.dsc.checks import check_document
from iisfleet.rendering.dsc.reader import read_document
from iisfleet.rendering.dsc.rendering import render_document

__all__ = [
    "CONFIGURATION", "KINDS", "Baseline", "Windows", "baseline_of", "check_document", "read_document",
    "render_document",
]  # fmt: skip
