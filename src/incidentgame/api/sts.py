"""STS: who am I."""

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.errors import ApiError
from incidentgame.world.change import Call
from incidentgame.world.view import View
from incidentgame.world.watching.trail import role_unique_id


def get_caller_identity(view: View, call: Call) -> Answer:
    """The session's ids."""
    who = call.principal
    role_id = role_unique_id(view, who.role)
    return Answer({"UserId": f"{role_id}:{who.username}", "Account": view.account.id, "Arn": who.arn})


def decode_authorization_message(view: View, call: Call) -> Answer:
    """No service of this world hands out encoded messages, so none can be decoded."""
    raise ApiError("InvalidAuthorizationMessageException", "Message is not valid")


def get_access_key_info(view: View, call: Call) -> Answer:
    """The account a key belongs to."""
    return Answer({"Account": view.account.id})


HANDLERS: dict[str, Handler] = {
    "GetCallerIdentity": get_caller_identity,
    "DecodeAuthorizationMessage": decode_authorization_message,
    "GetAccessKeyInfo": get_access_key_info,
}
