"""What was found in a package, as lines."""

from dataclasses import replace
from pathlib import Path

from iisfleet.package import Finding, load_package
from iisfleet.reporting.findings import finding_lines

HELLO = Path(__file__).resolve().parents[2] / "inventories" / "packages" / "hello"


def test_what_it_is_and_what_is_wrong() -> None:
    package = replace(
        load_package(HELLO),
        findings=(
            Finding("error", "bad-thing", "is broken", "mend it", "web.config", 3),
            Finding("warning", "odd-thing", "is odd", "look", "app.dll"),
            Finding("note", "fine", "is fine", "nothing"),
        ),
    )

    first, second, *rest = finding_lines(package)

    assert first.startswith(f"{HELLO}: HelloIis 1.0.0, inprocess, 32- or 64-bit, needs Microsoft.AspNetCore.App 10.0")
    assert second.startswith(f"  release {package.release_id}: {len(package.manifest)} files")
    assert rest == [
        "  ERROR bad-thing: web.config:3: is broken",
        "    next: mend it",
        "  WARNING odd-thing: app.dll: is odd",
        "    next: look",
        "  NOTE fine: is fine",
        "    next: nothing",
    ]
