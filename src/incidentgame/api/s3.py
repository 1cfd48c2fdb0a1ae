"""S3: buckets and objects, read only for the on-call role."""

from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import paginate
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, sim
from incidentgame.world.view import View
from incidentgame.world.watching.objects.store import Object, find, objects

_OWNER = "shop-production"


def _bucket(view: View, call: Call) -> Doc:
    doc = view.world.find(kinds.BUCKET, str(call.request.get("Bucket", "")))
    if doc is None:
        raise ApiError("NoSuchBucket", "The specified bucket does not exist", 404)
    return doc


def _owner(view: View) -> dict[str, str]:
    return {"DisplayName": _OWNER, "ID": view.dice.hexadecimal(64, "canonical-user")}


def list_buckets(view: View, call: Call) -> Answer:
    """All buckets, by name."""
    docs = sorted(view.world.all(kinds.BUCKET), key=lambda doc: str(doc["Name"]))
    items = [{"Name": d["Name"], "CreationDate": d.get("CreationDate", view.account.begins)} for d in docs]
    return Answer({"Buckets": items, "Owner": _owner(view)})


def list_objects_v2(view: View, call: Call) -> Answer:
    """Objects by key; a delimiter folds what lies deeper into common prefixes. A data event."""
    request = call.request
    prefix, delimiter = str(request.get("Prefix") or ""), str(request.get("Delimiter") or "")
    after = str(request.get("StartAfter") or "")
    found = [item for item in objects(view, _bucket(view, call), prefix) if item.key > after]
    entries = _folded(found, prefix, delimiter)
    asked = {"MaxKeys": request.get("MaxKeys") or 1000, "ContinuationToken": request.get("ContinuationToken")}
    page, token = paginate(
        entries, asked, "MaxKeys", "ContinuationToken", default=1000, error="InvalidArgument"
    )
    response: dict[str, Any] = {
        "IsTruncated": token is not None,
        "Contents": [_shown(view, item) for item in page if isinstance(item, Object)],
        "Name": request.get("Bucket"),
        "Prefix": prefix,
        **({"Delimiter": delimiter} if delimiter else {}),
        "MaxKeys": int(asked["MaxKeys"] or 1000),
        "CommonPrefixes": [{"Prefix": item} for item in page if isinstance(item, str)],
        "KeyCount": len(page),
        **({"NextContinuationToken": token} if token else {}),
    }
    empty = [name for name in ("Contents", "CommonPrefixes") if not response[name]]
    return Answer({k: v for k, v in response.items() if k not in empty}, recorded="data")


def _folded(found: list[Object], prefix: str, delimiter: str) -> list[Object | str]:
    if not delimiter:
        return list(found)
    entries: dict[str, Object | str] = {}
    for item in found:
        head, mark, _ = item.key[len(prefix) :].partition(delimiter)
        folded = prefix + head + mark
        entries.setdefault(folded if mark else item.key, folded if mark else item)
    return list(entries.values())


def list_objects(view: View, call: Call) -> Answer:
    """The older listing."""
    given = list_objects_v2(view, call).response
    kept = {k: v for k, v in given.items() if k not in ("KeyCount", "NextContinuationToken")}
    return Answer(kept, recorded="data")


def _etag(view: View, item: Object) -> str:
    return f'"{view.dice.hexadecimal(32, "object", item.key, item.size)}"'


def _shown(view: View, item: Object) -> dict[str, Any]:
    return {
        "Key": item.key,
        "LastModified": item.modified - item.modified % 1000,
        "ETag": _etag(view, item),
        "Size": item.size,
        "StorageClass": "STANDARD",
    }


def _object(view: View, call: Call, missing: ApiError) -> Object:
    item = find(view, _bucket(view, call), str(call.request.get("Key", "")))
    if item is None:
        raise missing
    return item


def get_object(view: View, call: Call) -> Answer:
    """The content. A data event, which no trail here records."""
    item = _object(view, call, ApiError("NoSuchKey", "The specified key does not exist.", 404))
    return Answer({**_head(view, item), "Body": item.read()}, recorded="data")


def head_object(view: View, call: Call) -> Answer:
    """What is known without reading."""
    return Answer(_head(view, _object(view, call, ApiError("404", "Not Found", 404))), recorded="data")


def _head(view: View, item: Object) -> dict[str, Any]:
    return {
        "AcceptRanges": "bytes",
        "LastModified": item.modified - item.modified % 1000,
        "ContentLength": item.size,
        "ETag": _etag(view, item),
        "ContentType": item.content_type,
        "ServerSideEncryption": "AES256",
        "Metadata": {},
    }


def head_bucket(view: View, call: Call) -> Answer:
    """Does it exist, and where?"""
    doc = view.world.find(kinds.BUCKET, str(call.request.get("Bucket", "")))
    if doc is None:
        raise ApiError("404", "Not Found", 404)
    return Answer({"BucketRegion": sim(doc).get("region", view.account.region), "AccessPointAlias": False})


def get_bucket_location(view: View, call: Call) -> Answer:
    """The Region; us-east-1 has no name here."""
    region = sim(_bucket(view, call)).get("region", view.account.region)
    return Answer({"LocationConstraint": None if region == "us-east-1" else region})


def get_bucket_versioning(view: View, call: Call) -> Answer:
    """Never enabled."""
    _bucket(view, call)
    return Answer({})


def get_bucket_encryption(view: View, call: Call) -> Answer:
    """SSE-S3, the default."""
    _bucket(view, call)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
    return Answer({"ServerSideEncryptionConfiguration": {"Rules": [rule]}})


def get_bucket_policy(view: View, call: Call) -> Answer:
    """The policy text, where the bucket has one."""
    policy = sim(_bucket(view, call)).get("policy")
    if not policy:
        raise ApiError("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
    return Answer({"Policy": str(policy)})


def get_bucket_lifecycle_configuration(view: View, call: Call) -> Answer:
    """Nothing expires by rule."""
    _bucket(view, call)
    raise ApiError("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404)


HANDLERS: dict[str, Handler] = {
    "ListBuckets": list_buckets,
    "ListObjectsV2": list_objects_v2,
    "ListObjects": list_objects,
    "GetObject": get_object,
    "HeadObject": head_object,
    "HeadBucket": head_bucket,
    "GetBucketLocation": get_bucket_location,
    "GetBucketVersioning": get_bucket_versioning,
    "GetBucketEncryption": get_bucket_encryption,
    "GetBucketPolicy": get_bucket_policy,
    "GetBucketLifecycleConfiguration": get_bucket_lifecycle_configuration,
}
