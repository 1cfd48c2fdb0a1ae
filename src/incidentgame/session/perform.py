"""The api layer as the simulation needs it: a call in, the ledger's entry out."""

from incidentgame.api.answer import Answer, answer, change_of
from incidentgame.api.errors import ApiError
from incidentgame.world.change import Call, Change, Origin
from incidentgame.world.view import View


def perform(view: View, call: Call, origin: Origin) -> Change:
    """Answer a call; a refusal becomes a change without edits and with the error."""
    return change_of(view, call, outcome(view, call), origin)


def outcome(view: View, call: Call) -> Answer | ApiError:
    """The answer, or the refusal as a value."""
    try:
        return answer(view, call)
    except ApiError as refusal:
        return refusal
    except KeyError as missing:
        return ApiError("ValidationException", f"Unknown operation or member: {missing.args[0]}", 400)
