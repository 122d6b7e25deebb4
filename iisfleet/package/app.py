"""The application within a publish output, in the facts that a host must be ready for."""

from dataclasses import dataclass
from typing import Literal

from iisfleet.package.output import Output
from iisfleet.package.runtimeconfig import Framework

HostingModel = Literal["inprocess", "outofprocess"]

ASPNETCORE = ("Microsoft.AspNetCore.App", "Microsoft.AspNetCore.All")

# Whoever names these protects data with keys: cookies, antiforgery tokens, session, identity.
_DATA_PROTECTION = (
    "AddDataProtection", "IDataProtector", "IDataProtectionProvider", "Microsoft.AspNetCore.DataProtection",
    "AddCookie", "AddBearerToken", "AddOpenIdConnect", "AddOAuth", "AddGoogle", "AddMicrosoftAccount",
    "AddIdentity", "AddDefaultIdentity", "AddIdentityCore", "AddIdentityApiEndpoints", "AddSession",
    "AddAntiforgery", "AddControllersWithViews", "AddRazorPages", "AddMvc", "AddRazorComponents",
    "AddServerSideBlazor",
)  # fmt: skip
_HTTP_SYS = ("UseHttpSys", "UseWebListener", "Microsoft.AspNetCore.Server.HttpSys")


@dataclass(frozen=True)
class App:
    """``frameworks``: all that it needs or includes; ``framework`` and ``framework_version``: ASP.NET Core's.

    ``bitness``: 32, 64, or None for any. ``hosting_model``: absent in web.config means out of process. ``rid``:
    what it was published for, None if portable.
    """

    name: str | None
    version: str
    framework: str | None
    framework_version: str | None
    frameworks: tuple[Framework, ...]
    hosting_model: HostingModel
    self_contained: bool
    single_file: bool
    bitness: Literal[32, 64] | None
    rid: str | None
    process_path: str
    arguments: str
    module: str | None
    uses_http_sys: bool
    uses_data_protection: bool
    keeps_keys_in_files: bool
    set_application_name: bool

    @property
    def major(self) -> int | None:
        """The major version of the framework, such as 10; None if it is not known."""
        first = (self.framework_version or "").partition(".")[0]
        return int(first) if first.isdigit() else None


def read_app(output: Output) -> App:
    """Puts together what web.config, runtimeconfig.json, deps.json and the app's dll say."""
    launch = output.web.aspnetcore if output.web else None
    handler = output.web.handler if output.web else None
    config = output.runtimeconfig
    framework = _main_framework(output)
    library = output.deps.library(output.name) if output.deps and output.name else None
    return App(
        name=output.name,
        version=library.version if library else "0",
        framework=framework.name if framework else None,
        framework_version=framework.version if framework else None,
        frameworks=config.frameworks if config else (),
        hosting_model="inprocess" if launch and launch.hosting_model.lower() == "inprocess" else "outofprocess",
        self_contained=config is not None and config.self_contained,
        single_file=_is_single_file(output),
        bitness=_bitness(output),
        rid=output.deps.rid if output.deps else None,
        process_path=launch.process_path if launch else "",
        arguments=launch.arguments if launch else "",
        module=handler.modules if handler else None,
        uses_http_sys=output.mentions(*_HTTP_SYS) or _depends_on(output, "Microsoft.AspNetCore.Server.HttpSys"),
        uses_data_protection=output.mentions(*_DATA_PROTECTION),
        keeps_keys_in_files=output.mentions("PersistKeysToFileSystem"),
        set_application_name=output.mentions("SetApplicationName"),
    )


def _main_framework(output: Output) -> Framework | None:
    frameworks = output.runtimeconfig.frameworks if output.runtimeconfig else ()
    return next((found for found in frameworks if found.name in ASPNETCORE), frameworks[0] if frameworks else None)


def _is_single_file(output: Output) -> bool:
    """An exe of native code alone: with no dll, deps.json or runtimeconfig.json of its name beside it."""
    exe = output.own.get(output.find(f"{output.name}.exe") or "")
    beside = (output.find(f"{output.name}{end}") for end in (".dll", ".deps.json", ".runtimeconfig.json"))
    return exe is not None and not exe.managed and not any(beside)


def _bitness(output: Output) -> Literal[32, 64] | None:
    """What the app's own code needs, else what it was published for; a mix is a finding of its own."""
    needs = {binary.bitness for binary in output.own.values()} - {None}
    if not needs and output.deps and output.deps.rid:
        needs = {32 if output.deps.rid.endswith("-x86") else 64}
    return 64 if 64 in needs else 32 if 32 in needs else None


def _depends_on(output: Output, name: str) -> bool:
    """Whether deps.json has it as a package; as part of a runtime pack it says nothing."""
    return output.deps is not None and output.deps.library(name) is not None
