"""What this world does not answer, in the words AWS has for a role without the permission.

Which code a service uses follows its protocol: query and REST-XML services say AccessDenied, JSON
ones AccessDeniedException, EC2 UnauthorizedOperation. Texts follow the form common since 2024
(house rule).
"""

from typing import TYPE_CHECKING

from incidentgame.api import models
from incidentgame.api.errors import ApiError

if TYPE_CHECKING:
    from botocore.model import ServiceModel

_PREFIXES = {
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "cloudwatch": "cloudwatch",
    "cloudfront-keyvaluestore": "cloudfront-keyvaluestore",
    "stepfunctions": "states",
    "efs": "elasticfilesystem",
    "opensearch": "es",
}
"""IAM's name of a service where it is not the name requests are signed with."""

_S3_ACTIONS = {
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
}


def refusal(service: str, operation: str, caller: str) -> ApiError:
    """The error for an operation (PascalCase) the caller's role does not allow."""
    model = models.service(service)
    action = f"{_prefix(service, model)}:{_action(service, operation)}"
    text = (
        f"User: {caller} is not authorized to perform: {action} "
        f"because no identity-based policy allows the {action} action"
    )
    if service == "ec2":
        return ApiError(
            "UnauthorizedOperation",
            f"You are not authorized to perform this operation. {text}",
            403,
        )
    if model.metadata["protocol"] in ("json", "rest-json", "smithy-rpc-v2-cbor"):
        return ApiError("AccessDeniedException", text, 400)
    return ApiError("AccessDenied", text, 403)


def _prefix(service: str, model: "ServiceModel") -> str:
    return str(_PREFIXES.get(service, model.signing_name))


def _action(service: str, operation: str) -> str:
    if service == "s3":
        return _S3_ACTIONS.get(operation, operation)
    return operation
