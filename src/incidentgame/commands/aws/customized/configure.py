"""`aws configure list` and `get`, over the virtual host's config file and environment."""

from collections.abc import Mapping

from incidentgame.commands.aws import settings
from incidentgame.commands.aws.backend import AwsResult, Backend
from incidentgame.commands.aws.errors import param_error, unknown_words
from incidentgame.commands.aws.global_options import Globals
from incidentgame.commands.aws.parser import CommandParser

_SUBCOMMANDS = (
    "list",
    "get",
    "set",
    "add-model",
    "import",
    "list-profiles",
    "sso",
    "sso-session",
    "export-credentials",
    "mfa-login",
    "help",
)
_UNSET = "<not set>"


def run(options: Globals, env: Mapping[str, str], backend: Backend) -> AwsResult:
    """Run the subcommand; those that would write credentials are refused by the managed laptop."""
    parser = CommandParser()
    parser.add_argument("subcommand", nargs="?", choices=_SUBCOMMANDS)
    space, rest = parser.parse_known_args(list(options.rest))
    if space.subcommand == "list":
        if rest:
            raise unknown_words(rest)
        return AwsResult(_list(options, env, backend))
    if space.subcommand == "get":
        return _get(rest, options, env, backend)
    if space.subcommand == "help":
        return AwsResult(
            "CONFIGURE()\n\n       list: the settings in use\n\n       get VARNAME: one of them\n"
        )
    backend.unanswered("configure", space.subcommand or "")
    raise param_error(
        f"Unable to write {settings.CONFIG_FILE}: this profile is managed; "
        "`aws configure list` and `aws configure get` can read it"
    )


def _get(words: list[str], options: Globals, env: Mapping[str, str], backend: Backend) -> AwsResult:
    parser = CommandParser()
    parser.add_argument("varname")
    space, rest = parser.parse_known_args(words)
    if rest:
        raise unknown_words(rest)
    config = {"output": "json", **settings.profile(options.profile, env, backend)}
    value = config.get(space.varname.removeprefix(f"{options.profile or 'default'}."))
    return AwsResult(f"{value}\n") if value else AwsResult(exit=1)


def _list(options: Globals, env: Mapping[str, str], backend: Backend) -> str:
    key = ("*" * 16 + "MPLE", "sso", "")
    rows = [
        ("NAME", "VALUE", "TYPE", "LOCATION"),
        ("profile", *_profile(options, env)),
        ("access_key", *key),
        ("secret_key", *key),
        ("region", *_region(options, env, backend)),
    ]
    return "".join(f"{name:<10} : {value:<24} : {kind:<16} : {at}\n" for name, value, kind, at in rows)


def _profile(options: Globals, env: Mapping[str, str]) -> tuple[str, str, str]:
    if options.profile:
        return options.profile, "manual", "--profile"
    if env.get("AWS_PROFILE"):
        return env["AWS_PROFILE"], "env", "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']"
    return _UNSET, "None", "None"


def _region(options: Globals, env: Mapping[str, str], backend: Backend) -> tuple[str, str, str]:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if env.get(name):
            return env[name], "env", "['AWS_REGION', 'AWS_DEFAULT_REGION']"
    region = settings.profile(options.profile, env, backend)["region"]
    return region, "config-file", settings.CONFIG_FILE
