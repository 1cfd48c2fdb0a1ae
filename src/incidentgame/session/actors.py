"""Who acts on the player's behalf."""

from incidentgame.world.change import Principal
from incidentgame.world.view import Account

USER_AGENT = (
    "aws-cli/2.31.0 md/awscrt#0.28.2 ua/2.1 os/linux#6.1.0-37-amd64 md/arch#x86_64 "
    "lang/python#3.13.7 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off"
)


def on_call(account: Account) -> Principal:
    """The on-call engineer: a session of the role OnCall, from the office's address."""
    return Principal(
        username="oncall",
        arn=f"arn:aws:sts::{account.id}:assumed-role/OnCall/oncall",
        kind="AssumedRole",
        role="OnCall",
        source_ip="192.0.2.77",
        user_agent=USER_AGENT,
    )
