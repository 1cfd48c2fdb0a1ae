"""CloudFront: distributions, invalidations, functions, the control plane of key-value stores, policies."""

from incidentgame.api.answer import Handler
from incidentgame.api.cloudfront import distributions, functions, policies

HANDLERS: dict[str, Handler] = {
    **distributions.HANDLERS,
    **functions.HANDLERS,
    **policies.HANDLERS,
}
