"""Does web.config hand the requests to the app, and what in it is of no use?"""

# ruff: noqa: ARG001 (checks have one signature, so that they can stand in one table)

from collections.abc import Iterator

from iisfleet.package.app import App
from iisfleet.package.checks.program import is_aspnetcore
from iisfleet.package.findings import Finding
from iisfleet.package.output import Output
from iisfleet.package.webconfig import MODULE_V1

FILE = "web.config"
_PUBLISH = "Publish again with the SDK (Microsoft.NET.Sdk.Web), which writes it."


def check_presence(output: Output, app: App) -> Iterator[Finding]:
    # Of a worker only the first cause is told: with the web SDK it gets a web.config, too.
    if output.find(FILE) is None and is_aspnetcore(output, app):
        yield Finding(
            "error",
            "web-config-missing",
            "there is no web.config: IIS would not start the app, and would serve its files, settings included",
            _PUBLISH + " IsTransformWebConfigDisabled must not be set.",
            FILE,
        )


def check_handler(output: Output, app: App) -> Iterator[Finding]:
    if output.web is None:
        return
    if output.web.handler is None:
        named = ", ".join(handler.modules for handler in output.web.handlers) or "none"
        sentence = f"no handler in web.config uses AspNetCoreModuleV2 (found: {named}): IIS would answer 403.14 or 404"
        yield Finding("error", "handler-missing", sentence, _PUBLISH, FILE)
    elif output.web.handler.inherited:
        yield Finding(
            "note",
            "handler-inherited",
            "sub-applications inherit the handler: one of ASP.NET Core must not add it, any other must remove it",
            'Wrap it in <location path="." inheritInChildApplications="false">, as the SDK does today.',
            FILE,
            output.web.handler.line,
        )
    if output.web.aspnetcore is None:
        sentence = "web.config has no <aspNetCore> element: the module does not know what to start"
        yield Finding("error", "aspnetcore-element-missing", sentence, _PUBLISH, FILE)


def check_module(output: Output, app: App) -> Iterator[Finding]:
    handler = output.web.handler if output.web else None
    if handler is None or handler.modules.lower() != MODULE_V1.lower():
        return
    old = app.major is not None and app.major < 3 and app.hosting_model == "outofprocess"
    yield Finding(
        "warning" if old else "error",
        "module-v1",
        "web.config names AspNetCoreModule (V1), which bundles since 3.0 do not install: IIS answers 500.21",
        'Write modules="AspNetCoreModuleV2"; in the project: no AspNetCoreModuleName, or AspNetCoreModuleV2.',
        FILE,
        handler.line,
    )


def check_settings(output: Output, app: App) -> Iterator[Finding]:
    launch = output.web.aspnetcore if output.web else None
    if launch and launch.hosting_model.lower() not in ("", "inprocess", "outofprocess"):
        sentence = f"hostingModel is {launch.hosting_model!r}: only inprocess and outofprocess exist"
        remedy = "Set AspNetCoreHostingModel in the project."
        yield Finding("error", "hosting-model", sentence, remedy, FILE, launch.line)
    if launch and launch.stdout_log:
        sentence = "stdoutLogEnabled is true: the log has no limit of size and slows the app down"
        remedy = "Set it to false; switch it on for an investigation only."
        yield Finding("warning", "stdout-log", sentence, remedy, FILE, launch.line)


def check_environment(output: Output, app: App) -> Iterator[Finding]:
    launch = output.web.aspnetcore if output.web else None
    for variable in launch.variables if launch else ():
        if variable.name.upper() in ("ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"):
            development = variable.value.lower() == "development"
            yield Finding(
                "warning" if development else "note",
                "environment-in-web-config",
                f"web.config sets {variable.name} to {variable.value}, for every host that this package goes to",
                "Set it with env: in the inventory, per environment.",
                FILE,
                variable.line,
            )


def check_unused(output: Output, app: App) -> Iterator[Finding]:
    for unused in output.web.unused if output.web else ():
        sentence = f"{unused.element} configures .NET Framework; ASP.NET Core does not read it"
        yield Finding(
            "warning",
            "unused-section",
            sentence,
            "Move it to appsettings.json or the inventory.",
            FILE,
            unused.line,
        )
