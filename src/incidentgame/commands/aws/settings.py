"""The profile's settings from the virtual host's `~/.aws/config`, and where requests would go."""

import configparser
import re
from collections.abc import Mapping

from incidentgame.api import models
from incidentgame.commands.aws.backend import Backend
from incidentgame.commands.aws.errors import CliError, configuration_error

CONFIG_FILE = "~/.aws/config"
_REGION = re.compile(r"(?!-)[a-zA-Z\d-]{1,63}(?<!-)")

_ENDPOINTS: Mapping[str, str] = {
    "cloudfront": "https://cloudfront.amazonaws.com/",
    "iam": "https://iam.amazonaws.com/",
    "route53": "https://route53.amazonaws.com/",
}
_GLOBAL = {*_ENDPOINTS, "cloudfront-keyvaluestore"}


def profile(name: str, env: Mapping[str, str], backend: Backend) -> Mapping[str, str]:
    """The settings of a profile; CliError when a profile other than `default` does not exist."""
    wanted = name or env.get("AWS_PROFILE") or env.get("AWS_DEFAULT_PROFILE") or "default"
    sections = _sections(backend)
    found = sections.get("default" if wanted == "default" else f"profile {wanted}")
    if found is None and wanted != "default":
        raise CliError(f"The config profile ({wanted}) could not be found")
    return {"region": backend.default_region, **(found or {})}


def check_region(region: str, service: str, path: str = "/") -> None:
    """Refuses no region, a malformed one, and one that does not exist (nothing answers there)."""
    if not region:
        raise configuration_error(
            "NoRegion",
            'You must specify a region. You can also configure your region by running "aws configure".',
        )
    if not _REGION.fullmatch(region):
        raise CliError(f"Provided region_name '{region}' doesn't match a supported format.")
    if region not in models.regions() and service not in _GLOBAL:
        raise unreachable(f"{endpoint(service, region)}{path.lstrip('/')}")


def endpoint(service: str, region: str) -> str:
    """The URL of a service in a region, with a slash at its end."""
    if service in _ENDPOINTS:
        return _ENDPOINTS[service]
    prefix = models.service(service).endpoint_prefix
    return f"https://{prefix}.{region}.amazonaws.com/"


def unreachable(url: str) -> CliError:
    """What the CLI says when nothing answers at a URL."""
    return CliError(f'Could not connect to the endpoint URL: "{url}"')


def _sections(backend: Backend) -> Mapping[str, Mapping[str, str]]:
    try:
        text = backend.read_file(CONFIG_FILE).decode(errors="replace")
    except OSError:
        return {}
    parser = configparser.RawConfigParser(default_section="")
    try:
        parser.read_string(text)
    except configparser.Error:
        raise CliError(f"Unable to parse config file: {CONFIG_FILE}") from None
    return {name: dict(parser.items(name)) for name in parser.sections()}
