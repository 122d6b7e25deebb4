"""Is it an ASP.NET Core app, and what does it ask of a host?"""

# ruff: noqa: ARG001 (checks have one signature, so that they can stand in one table)

from collections.abc import Iterator

from iisfleet.package.app import ASPNETCORE, App
from iisfleet.package.findings import Finding, shortened
from iisfleet.package.output import Output

_PACKAGES_2X = ("Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", *ASPNETCORE)
_KESTREL = ("Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore", *ASPNETCORE)
_IIS = ("Microsoft.AspNetCore.Server.IISIntegration", "Microsoft.AspNetCore", *ASPNETCORE)


def is_aspnetcore(output: Output, app: App) -> bool:
    """What runtimeconfig.json says; for 1.x and 2.x apps, whose packages it does not name, what deps.json says.

    A single file has neither: it gets the benefit of the doubt, and so does an app whose files cannot be parsed.
    """
    if output.runtimeconfig is None or any(framework.name in ASPNETCORE for framework in app.frameworks):
        return True
    return _is_old(app) and _has_library(output, _PACKAGES_2X)


def check_aspnetcore(output: Output, app: App) -> Iterator[Finding]:
    if not is_aspnetcore(output, app):
        frameworks = shortened([f"{framework.name} {framework.version}" for framework in app.frameworks]) or "none"
        yield Finding(
            "error",
            "not-aspnetcore",
            f"{app.name} is no ASP.NET Core app: it uses {frameworks}, without Microsoft.AspNetCore.App",
            'Build it with <Project Sdk="Microsoft.NET.Sdk.Web">; IIS cannot host a console program or a worker.',
            f"{app.name}.runtimeconfig.json",
        )


def check_runtimeconfig(output: Output, app: App) -> Iterator[Finding]:
    path = f"{app.name}.runtimeconfig.json"
    managed = output.own.get(output.find(f"{app.name}.exe") or "")
    framework_app = managed is not None and managed.managed  # .NET Framework: the exe itself is managed
    if output.find(f"{app.name}.dll") and not output.find(path) and not framework_app:
        sentence = f"{path} is missing: the .NET host does not know which framework to load"
        yield Finding("error", "runtimeconfig-missing", sentence, "Publish again, and copy the whole output.", path)


def check_server(output: Output, app: App) -> Iterator[Finding]:
    if app.uses_http_sys:
        yield Finding(
            "warning",
            "http-sys",
            f"{app.name} can use the HTTP.sys server, which does not work behind IIS",
            "Make sure that it uses Kestrel (or the IIS server, in-process) when IIS hosts it.",
            output.find(f"{app.name}.dll"),
        )
    if output.deps is None or not _is_old(app) or not is_aspnetcore(output, app):
        return
    for code, packages, what in (
        ("no-kestrel", _KESTREL, "Kestrel"),
        ("no-iis-integration", _IIS, "IIS integration"),
    ):
        if not _has_library(output, packages):
            yield Finding(
                "warning",
                code,
                f"deps.json names no package of {what}, which an app of .NET Core 1.x or 2.x needs behind IIS",
                f"Add the package {packages[0]} and publish again.",
                output.find(f"{app.name}.deps.json"),
            )


def check_target(output: Output, app: App) -> Iterator[Finding]:
    if app.rid and not app.rid.startswith("win"):
        yield Finding(
            "error",
            "not-for-windows",
            f"it was published for {app.rid}",
            "Publish with -r win-x64, -r win-x86, or without -r.",
            output.find(f"{app.name}.deps.json"),
        )
    foreign = [path for path, binary in (output.own | output.libraries).items() if not binary.windows]
    if foreign and not (app.rid and not app.rid.startswith("win")):
        sentence = f"compiled for another system than Windows: {shortened(foreign)}"
        yield Finding("error", "not-for-windows", sentence, "Publish with -r win-x64 or -r win-x86.", foreign[0])


def check_bitness(output: Output, app: App) -> Iterator[Finding]:
    binaries = output.own | output.libraries
    by_bits = {bits: [path for path, binary in binaries.items() if binary.bitness == bits] for bits in (32, 64)}
    if by_bits[32] and by_bits[64]:
        yield Finding(
            "error",
            "bitness-mix",
            f"32-bit and 64-bit files are mixed: {shortened(by_bits[32], 3)} need a 32-bit process, "
            f"{shortened(by_bits[64], 3)} a 64-bit one",
            "Publish for one runtime identifier into an empty folder.",
            by_bits[32][0],
        )
    elif app.bitness == 32:
        sentence = f"{app.name} is 32-bit only: its pool needs Enable 32-Bit Applications, the host the x86 runtime"
        yield Finding(
            "note", "bitness-32", sentence, "Nothing to do: the pool's bitness follows the package by itself."
        )


def check_data_protection(output: Output, app: App) -> Iterator[Finding]:
    dll = output.find(f"{app.name}.dll")
    if app.uses_data_protection and not app.set_application_name:
        yield Finding(
            "warning",
            "no-application-name",
            f"{app.name} protects data with keys but never calls SetApplicationName: keys go with the content "
            "root, which changes with each release (publish: switch), so a deploy logs all users out",
            'Call builder.Services.AddDataProtection().SetApplicationName("...") in the app.',
            dll,
        )
    if app.keeps_keys_in_files:
        yield Finding(
            "note",
            "keys-in-files",
            f"{app.name} calls PersistKeysToFileSystem: keys below the content root stay in the old release",
            "Keep them in a folder outside the releases, such as the site's shared folder.",
            dll,
        )


def check_needs(output: Output, app: App) -> Iterator[Finding]:
    if app.self_contained:
        sentence = f"{app.name} is self-contained: it brings its own runtime {app.framework_version or ''}".rstrip()
        yield Finding(
            "note",
            "self-contained",
            sentence,
            "Runtime updates of the host do not reach it: publish again for them.",
        )
    elif app.frameworks:
        needed = ", ".join(f"{framework.name} {framework.version}" for framework in app.frameworks)
        yield Finding(
            "note",
            "framework-needed",
            f"the host needs {needed}, or a later patch",
            "Install the hosting bundle there.",
        )


def _is_old(app: App) -> bool:
    return app.major is not None and app.major < 3


def _has_library(output: Output, names: tuple[str, ...]) -> bool:
    return output.deps is not None and any(output.deps.library(name) for name in names)
