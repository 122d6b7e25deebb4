"""The pages of http.sys, IIS and the ASP.NET Core Module, in the words that a person searches for."""

import html

from winlab.web.listener import Response

IIS = ("Server", "Microsoft-IIS/10.0")
HTTP_SYS = ("Server", "Microsoft-HTTPAPI/2.0")
_HTML = ("Content-Type", "text/html")

# learn.microsoft.com/aspnet/core/host-and-deploy/azure-iis-errors-reference, and IIS's own pages
TITLES = {
    (401, 2): "Unauthorized",
    (403, 14): "Forbidden",
    (404, 0): "Not Found",
    (404, 3): "Not Found",
    (404, 8): "Not Found",
    (405, 0): "Method Not Allowed",
    (500, 0): "ANCM In-Process Handler Load Failure",
    (500, 19): "Internal Server Error",
    (500, 30): "ASP.NET Core app failed to start",
    (500, 31): "Failed to load ASP.NET Core runtime",
    (500, 32): "ASP.NET Core IIS hosting failure (in-process): failed to load dll",
    (500, 34): "ASP.NET Core does not support mixed hosting models",
    (500, 35): "ASP.NET Core does not support multiple apps in the same app pool",
    (500, 37): "ASP.NET Core app failed to start within startup time limit",
    (500, 38): "ASP.NET Core app DLL not found",
    (502, 3): "Bad Gateway",
    (502, 5): "ANCM Out-Of-Process Startup Failure",
}
_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}


def reason(status: int) -> str:
    """The phrase of a status line."""
    return _REASONS.get(status, "OK" if status < 400 else "Error")


def iis_error(status: int, substatus: int, detail: str = "", *headers: tuple[str, str]) -> Response:
    """A page of IIS or ANCM: 'HTTP Error 500.30 - ASP.NET Core app failed to start'."""
    title = f"HTTP Error {status}.{substatus} - {TITLES.get((status, substatus), reason(status))}"
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    body = f"{head}<body><h2>{title}</h2><p>{html.escape(detail)}</p></body></html>"
    return Response(status, reason(status), (_HTML, IIS, *headers), body.encode())


def http_sys_error(status: int, title: str, detail: str) -> Response:
    """A page of the kernel driver, which IIS never saw."""
    body = f"<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY><h2>{title}</h2><hr><p>{detail}</p></BODY></HTML>"
    return Response(status, reason(status), (_HTML, HTTP_SYS), body.encode())


def invalid_hostname() -> Response:
    return http_sys_error(400, "Bad Request - Invalid Hostname", "HTTP Error 400. The request hostname is invalid.")


def unavailable() -> Response:
    return http_sys_error(503, "Service Unavailable", "HTTP Error 503. The service is unavailable.")
