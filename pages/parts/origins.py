"""Whose pages may speak with this server: those that it has sent itself.

Streamlit compares hosts alone, so that a page on another port, or without encryption, could open
a session. Here scheme, host and port must be those of the request. Behind a proxy that changes
them, the address that readers use is named by `browser.serverAddress` and `browser.serverPort`, or
in full by `server.corsAllowedOrigins`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit import config

PORTS = {"http": 80, "https": 443}
SCHEMES = {"ws": "http", "wss": "https", "http": "http", "https": "https"}
Origin = tuple[str, str, int]


def is_own_page(scope: Scope) -> bool:
    """Say whether a request comes from a page of ours, or from no page at all.

    Browsers name the origin of each WebSocket and of each request that changes something; other
    programs need not, and can hurt nobody but themselves.
    """
    headers = Headers(scope=scope)
    named = headers.getlist("origin")
    if not named:
        return True
    if len(named) > 1 or (origin := parsed(named[0])) is None:
        return False
    asked = parsed(f"{SCHEMES[scope['scheme']]}://{headers.get('host', '')}")
    return origin == asked or origin in configured()


def parsed(origin: str) -> Origin | None:
    """Give scheme, host and port of an origin; None where it is none, as that of a sandbox."""
    try:
        parts = urlsplit(origin)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
    is_bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    if not (parts.hostname and port and is_bare):
        return None
    return parts.scheme, parts.hostname.rstrip("."), port


def configured() -> set[Origin]:
    """Give the origins that the operator has named."""
    found = {parsed(each.strip()) for each in config.get_option("server.corsAllowedOrigins")}
    if config.is_manually_set("browser.serverAddress"):
        host = config.get_option("browser.serverAddress")
        port = int(config.get_option("browser.serverPort"))
        is_secret = bool(config.get_option("server.sslCertFile")) or port == PORTS["https"]
        found.add(parsed(f"{'https' if is_secret else 'http'}://{host}:{port}"))
    return {each for each in found if each is not None}
