"""JSON Schema of the file, for editors (the YAML language server and others)."""

from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from iisfleet.inventory.caches import Day
from iisfleet.inventory.connection import Connection
from iisfleet.inventory.loading import HOST_PARTS, TOP_PARTS
from iisfleet.inventory.setup import Setup
from iisfleet.inventory.site import Site

_LAYERED = (
    "Connection", "Site", "Application", "Pool", "Recycling", "Health", "Authentication", "DataProtection",
    "KeyCertificate", "Drain", "Guard", "Setup", "Service", "Packages", "HostPackage", "HostingBundle", "Caches",
    "KeyPolicy", "PackageUrl", "Share", "HttpDrain", "HttpCall", "CommandDrain", "RunOnce",
)  # fmt: skip
_ABOUT_PARTS = {
    "drain": "How the host leaves its load balancer.",
    "guard": "Whether the host takes back by itself what a publish left unfinished, and when.",
    "setup": "What the host gets before anything is deployed: features, folders, registry values, services.",
    "packages": "Installers: hosting bundle, VC++ redistributable, Web Deploy.",
    "caches": "Package caches of build accounts that are emptied.",
    "data_protection_policy": "What Windows demands of the data protection keys of every app.",
}

_ABOUT_TOP = {
    "rollout": "Which hosts go first, how many at a time, and when to stop.",
    "hooks": "Programs of the controller around a run and around each host.",
}


def inventory_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an inventory file.

    Anything that layers may complete is optional; ``!secret`` values are text to a schema (tell the YAML language
    server of the tag: ``"yaml.customTags": ["!secret scalar"]``).
    """
    models: tuple[type[BaseModel], ...] = (Connection, Site, *HOST_PARTS.values(), *TOP_PARTS.values())
    _, schema = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    parts = schema["$defs"]
    for name in _LAYERED:
        parts[name].pop("required", None)
        parts[name]["properties"] = {key: _or_null(value) for key, value in parts[name]["properties"].items()}
    del parts["Site"]["properties"]["name"], parts["Application"]["properties"]["path"]
    parts["Site"]["properties"]["applications"] = _map_of({"$ref": "#/$defs/Application"}, "Applications by URL path.")
    _allow_short_forms(parts)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An iisfleet inventory",
        "type": "object",
        "additionalProperties": False,
        "required": ["hosts"],
        "properties": _top(),
        "$defs": {**parts, "Layer": _layer({}), "Host": _layer({"groups": _groups()})},
    }


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """null takes away what a weaker layer says."""
    about: dict[str, Any] = {
        key: schema[key] for key in ("description", "examples", "default", "title") if key in schema
    }
    rest = {key: value for key, value in schema.items() if key not in about}
    if {"type": "null"} in rest.get("anyOf", []):
        return schema
    return {**about, "anyOf": [rest, {"type": "null"}]}


def _allow_short_forms(parts: dict[str, Any]) -> None:
    """``status: 200`` stands for a list of one, a null variable is taken away."""
    for name in ("Check", "Health"):
        status = parts[name]["properties"]["status"]
        kinds = status.pop("anyOf", None) or [{key: status.pop(key) for key in ("type", "items") if key in status}]
        status["anyOf"] = [*kinds, {"type": "integer", "minimum": 100, "maximum": 599}]
    for name in ("Site", "Application"):
        parts[name]["properties"]["env"] = {
            "description": "Environment variables of the pool, exactly these; text, or !secret env:NAME.",
            "examples": [{"ASPNETCORE_ENVIRONMENT": "Staging"}],
            **_map_of({"type": "string", "minLength": 1}),
        }
        parts[name]["properties"]["share"]["anyOf"].append(parts["Share"]["properties"]["path"])
        _or_word(parts[name]["properties"]["data_protection"], parts["DataProtection"]["properties"]["mode"])
    parts["Setup"]["properties"]["services"] = _map_of({"$ref": "#/$defs/Service"}, "Windows services by name.")
    for key, word in (("accounts", {"type": "string"}), ("days", {"enum": [*get_args(Day)]})):
        parts["Caches"]["properties"][key]["anyOf"].append(word)


def _or_word(schema: dict[str, Any], words: dict[str, Any]) -> None:
    """``data_protection: registry`` stands for a mapping that says no more."""
    schema["anyOf"].append({"enum": _words(words)})


def _words(schema: dict[str, Any]) -> list[str]:
    return next(kind["enum"] for kind in schema["anyOf"] if "enum" in kind)


def _map_of(value: dict[str, Any], description: str | None = None) -> dict[str, Any]:
    schema = {"type": ["object", "null"], "additionalProperties": {"anyOf": [value, {"type": "null"}]}}
    return {"description": description, **schema} if description else schema


def _layer(more: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            **more,
            "connection": {"anyOf": [{"$ref": "#/$defs/Connection"}, {"type": "null"}]},
            "sites": _map_of({"$ref": "#/$defs/Site"}, "Sites by name; merged deeply, lists replace."),
            **{key: _host_part(key) for key in HOST_PARTS},
        },
    }


def _host_part(key: str) -> dict[str, Any]:
    short: dict[str, dict[str, Any]] = {
        "setup": {"enum": [*get_args(Setup.model_fields["method"].annotation)]},
        "guard": {"type": "boolean"},
    }
    kinds = [{"$ref": f"#/$defs/{HOST_PARTS[key].__name__}"}, *([short[key]] if key in short else []), {"type": "null"}]
    return {"description": _ABOUT_PARTS[key], "anyOf": kinds}


def _top_part(key: str) -> dict[str, Any]:
    return {"description": _ABOUT_TOP[key], "anyOf": [{"$ref": f"#/$defs/{TOP_PARTS[key].__name__}"}, {"type": "null"}]}


def _groups() -> dict[str, Any]:
    return {
        "type": ["array", "null"],
        "items": {"type": "string"},
        "description": "Weakest first.",
        "examples": [["web"]],
    }


def _top() -> dict[str, Any]:
    name = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"}
    return {
        "environment": {**name, "description": "By default the name of the file.", "examples": ["staging"]},
        "production": {
            "type": "boolean",
            "default": False,
            "description": "Says what the environment is.",
        },
        "lab": {
            "type": "boolean",
            "default": False,
            "description": "Emulated hosts; the lab gives addresses and accounts.",
        },
        **{key: _top_part(key) for key in TOP_PARTS},
        "defaults": {"$ref": "#/$defs/Layer", "description": "For all hosts; the weakest layer."},
        "groups": {
            "type": ["object", "null"],
            "propertyNames": name,
            "additionalProperties": {"$ref": "#/$defs/Layer"},
            "description": "By name; for the hosts that list them.",
        },
        "hosts": {
            "type": "object",
            "propertyNames": name,
            "minProperties": 1,
            "additionalProperties": {"$ref": "#/$defs/Host"},
            "description": "By name; the strongest layer.",
        },
    }
