"""What a check of a package found, as lines for a person."""

from collections.abc import Iterator

from iisfleet.package import Finding, Package


def finding_lines(package: Package) -> Iterator[str]:
    """A heading that says what the package is, then two lines a finding."""
    app = package.app
    needs = "brings its own runtime" if app.self_contained else f"needs {app.framework} {app.framework_version}"
    bits = f"{app.bitness}-bit" if app.bitness else "32- or 64-bit"
    yield f"{package.source}: {app.name or 'an app without a name'} {app.version}, {app.hosting_model}, {bits}, {needs}"
    yield f"  release {package.release_id}: {len(package.manifest)} files, {package.manifest.size:,} bytes"
    for finding in package.findings:
        yield f"  {finding.severity.upper()} {finding.code}: {_place(finding)}{finding.sentence}"
        yield f"    next: {finding.remedy}"


def _place(finding: Finding) -> str:
    if finding.file is None:
        return ""
    return f"{finding.file}:{finding.line}: " if finding.line else f"{finding.file}: "
