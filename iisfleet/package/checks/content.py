"""Files that do harm, or are not what the app takes them for."""

# ruff: noqa: ARG001 (checks have one signature, so that they can stand in one table)

import base64
import re
from collections.abc import Iterator
from typing import Any

from iisfleet.package.app import App
from iisfleet.package.findings import Finding, shortened
from iisfleet.package.jsonfile import mappings, parse_json
from iisfleet.package.output import Output

# As Get-PreservePattern on the host, which no publish touches.
_OURS = re.compile(r"^app_offline\.htm\.new$|(^|/)[^/]+\.iisfleet(/|$)", re.IGNORECASE)


def check_leftovers(output: Output, app: App) -> Iterator[Finding]:
    if offline := output.find("app_offline.htm"):
        sentence = f"{offline} is in the package: IIS would answer every request with it and never start the app"
        yield Finding("error", "app-offline", sentence, "Delete it and publish again.", offline)
    if ours := [path for path in output.paths if _OURS.search(path)]:
        sentence = f"{shortened(ours)}: what iisfleet itself puts beside a site's files is named so"
        yield Finding("error", "reserved-name", sentence, "Rename it, or leave it out of the project.", ours[0])
    if development := output.find("appsettings.Development.json"):
        sentence = f"{development} goes to the servers, too; it is read only if the environment is Development"
        remedy = 'Leave it out: <Content Update="appsettings.Development.json" CopyToPublishDirectory="Never" />.'
        yield Finding("note", "development-settings", sentence, remedy, development)


def check_settings_files(output: Output, app: App) -> Iterator[Finding]:
    """The app stops at start-up if one of its settings files cannot be parsed."""
    for path in output.in_root(".json"):
        if path.lower().startswith("appsettings."):
            output.parse(path, parse_json, "appsettings-malformed")
    yield from ()


def check_static_assets(output: Output, app: App) -> Iterator[Finding]:
    """MapStaticAssets (.NET 9 and later) answers with sizes, tags and copies that publish wrote down."""
    path = f"{app.name}.staticwebassets.endpoints.json"
    document = output.parse(path, parse_json, "static-assets-malformed")
    endpoints = mappings((document or {}).get("Endpoints"))
    expected = {str(one.get("AssetFile")): _integrity(one) for one in endpoints if not one.get("Selectors")}
    stale = [file for file, value in expected.items() if value and _differs(output, file, value)]
    if stale:
        yield Finding(
            "note",
            "static-assets-stale",
            f"changed after publishing, so that headers or compressed copies are wrong: {shortened(stale)}",
            "Change such files in the project and publish again.",
            output.find(path),
        )


def _integrity(endpoint: dict[str, Any]) -> str | None:
    properties = mappings(endpoint.get("EndpointProperties"))
    return next((str(one.get("Value")) for one in properties if one.get("Name") == "integrity"), None)


def _differs(output: Output, file: str, integrity: str) -> bool:
    found = output.sha256(f"wwwroot/{file}")
    return found is None or "sha256-" + base64.b64encode(bytes.fromhex(found)).decode() != integrity
