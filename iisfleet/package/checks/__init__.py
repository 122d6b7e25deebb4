"""Static checks of a publish output: each a function of the output and its app that yields findings.

A new check is a function here, a line in ``CHECKS``, a test, and a row of docs/package-checks.md.
"""

from collections.abc import Callable, Iterator

from iisfleet.package.app import App
from iisfleet.package.checks import content, launch, program, webconfig
from iisfleet.package.findings import Finding
from iisfleet.package.output import Output

Check = Callable[[Output, App], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    program.check_aspnetcore,
    program.check_runtimeconfig,
    program.check_server,
    program.check_target,
    program.check_bitness,
    program.check_data_protection,
    program.check_needs,
    webconfig.check_presence,
    webconfig.check_handler,
    webconfig.check_module,
    webconfig.check_settings,
    webconfig.check_environment,
    webconfig.check_unused,
    launch.check_process,
    launch.check_hosting,
    launch.check_dependencies,
    content.check_leftovers,
    content.check_settings_files,
    content.check_static_assets,
)


def check_output(output: Output, app: App) -> tuple[Finding, ...]:
    """All findings, with those of files that could not be parsed."""
    findings = [finding for check in CHECKS for finding in check(output, app)]
    return (*output.malformed, *findings)
