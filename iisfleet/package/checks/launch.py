"""Can the module start what web.config names, and is everything there that it loads?"""

from collections.abc import Iterator

from iisfleet.package.app import App
from iisfleet.package.checks.webconfig import FILE
from iisfleet.package.findings import Finding, shortened
from iisfleet.package.output import Output, is_muxer, launched_file

_WHOLE = "Publish again into an empty folder, and give the whole output."


def check_process(output: Output, app: App) -> Iterator[Finding]:
    launch = output.web.aspnetcore if output.web else None
    if output.web is None or launch is None:
        return
    if "%LAUNCHER_" in (launch.process_path + launch.arguments).upper():
        sentence = "%LAUNCHER_PATH% or %LAUNCHER_ARGS% was not filled in: this is the project's own web.config"
        yield Finding("error", "launcher-placeholder", sentence, "Publish with the SDK.", FILE, launch.line)
        return
    if not launch.process_path:
        yield Finding("error", "process-path-missing", "processPath is empty", _WHOLE, FILE, launch.line)
        return
    file = launched_file(output.web)
    through = is_muxer(launch.process_path)
    if file is None:
        if through:
            sentence = (
                f"web.config starts {launch.process_path} without the app's dll (arguments: {launch.arguments!r})"
            )
            yield Finding("error", "arguments-dll-missing", sentence, _WHOLE, FILE, launch.line)
        return
    if not (output.find(file) or output.find(file + ".exe")):
        code = "arguments-dll-missing" if through else "process-path-missing"
        yield Finding(
            "error", code, f"web.config starts {file}, which is not in the package", _WHOLE, FILE, launch.line
        )
    elif not through and not app.single_file and _lacks_dll(output, app):
        sentence = f"{app.name}.dll is missing beside {file}: the exe only starts it"
        yield Finding("error", "app-dll-missing", sentence, _WHOLE, f"{app.name}.dll")


def _lacks_dll(output: Output, app: App) -> bool:
    exe = output.own.get(output.find(f"{app.name}.exe") or "")
    return exe is not None and not exe.managed and output.find(f"{app.name}.dll") is None


def check_hosting(output: Output, app: App) -> Iterator[Finding]:
    if app.single_file and output.web and app.hosting_model == "inprocess":
        yield Finding(
            "error",
            "single-file-in-process",
            f"{app.name}.exe is a single file, which cannot be hosted in-process: IIS answers 500.38",
            "Publish without PublishSingleFile, or with AspNetCoreHostingModel=OutOfProcess.",
            FILE,
            output.web.aspnetcore.line if output.web.aspnetcore else None,
        )


def check_dependencies(output: Output, app: App) -> Iterator[Finding]:
    if output.deps is None:
        return
    main = f"{app.name}.dll".lower()
    names = [file for library in output.deps.libraries for file in library.files if file.lower() != main]
    wanted = {"win", "win-x86"} if app.bitness == 32 else {"win", "win-x64"}
    names += [file for library in output.deps.libraries for rid, file in library.runtime_files if rid in wanted]
    missing = [name for name in dict.fromkeys(names) if output.find(name) is None]
    if missing:
        count = "1 file" if len(missing) == 1 else f"{len(missing)} files"
        yield Finding(
            "error",
            "dependency-missing",
            f"deps.json names {count} that the package does not have: {shortened(missing)}",
            _WHOLE,
            output.find(f"{app.name}.deps.json"),
        )
