"""ACM, read only. Documents have DescribeCertificate's members; `sim.region` is where they live."""

from collections.abc import Mapping

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.common import page, paginate
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.state import Doc, public, sim
from incidentgame.world.tls.certificate import pem
from incidentgame.world.tls.chain import chain
from incidentgame.world.view import View

_SUMMARY = (
    "CertificateArn",
    "DomainName",
    "Status",
    "Type",
    "KeyAlgorithm",
    "KeyUsages",
    "ExtendedKeyUsages",
    "RenewalEligibility",
    "NotBefore",
    "NotAfter",
    "CreatedAt",
    "IssuedAt",
    "ImportedAt",
)
_SHOWN_NAMES = 100


def _here(view: View, call: Call) -> list[Doc]:
    return [doc for doc in view.world.all(kinds.CERTIFICATE) if _region(doc) == call.region]


def _region(doc: Doc) -> str:
    return str(sim(doc).get("region") or doc["CertificateArn"].split(":")[3])


def _certificate(view: View, call: Call) -> Doc:
    arn = str(call.request.get("CertificateArn", ""))
    for doc in _here(view, call):
        if doc["CertificateArn"] == arn:
            return doc
    message = f"Could not find certificate {arn}."
    raise ApiError("ResourceNotFoundException", message)


def list_certificates(view: View, call: Call) -> Answer:
    """ListCertificates: issued ones unless other statuses are asked for."""
    statuses = call.request.get("CertificateStatuses")
    found = [
        _summary(view, d) for d in _here(view, call) if not statuses or d.get("Status", "ISSUED") in statuses
    ]
    items, token = paginate(found, call.request, "MaxItems", "NextToken", error="InvalidArgsException")
    return Answer(page("CertificateSummaryList", items, token))


def _summary(view: View, doc: Doc) -> Doc:
    names = list(doc.get("SubjectAlternativeNames") or (doc["DomainName"],))
    shown = {name: doc[name] for name in _SUMMARY if name in doc}
    shown["KeyUsages"] = _values(doc, "KeyUsages")
    shown["ExtendedKeyUsages"] = _values(doc, "ExtendedKeyUsages")
    return {
        **shown,
        "SubjectAlternativeNameSummaries": names[:_SHOWN_NAMES],
        "HasAdditionalSubjectAlternativeNames": len(names) > _SHOWN_NAMES,
        "InUse": bool(doc.get("InUseBy")),
    }


def _values(doc: Doc, member: str) -> list[str]:
    """DescribeCertificate has {Name}, ListCertificates the bare names."""
    return [item["Name"] if isinstance(item, Mapping) else str(item) for item in doc.get(member) or ()]


def describe_certificate(view: View, call: Call) -> Answer:
    """DescribeCertificate."""
    return Answer({"Certificate": public(_certificate(view, call))})


def get_certificate(view: View, call: Call) -> Answer:
    """GetCertificate: the PEM openssl shows for the endpoints that use it, and the chain above."""
    doc = _certificate(view, call)
    if doc.get("Status", "ISSUED") != "ISSUED":
        message = f"Certificate {doc['CertificateArn']} is not in a valid state: {doc['Status']}"
        raise ApiError("RequestInProgressException", message)
    leaf, *above = chain(view.dice, view.world, doc["CertificateArn"], view.account.begins)
    rest = {"CertificateChain": "".join(pem(one) for one in above).rstrip()} if above else {}
    return Answer({"Certificate": pem(leaf).rstrip(), **rest})


def list_tags(view: View, call: Call) -> Answer:
    """ListTagsForCertificate."""
    doc = _certificate(view, call)
    return Answer({"Tags": list(sim(doc).get("tags", ()))})


HANDLERS: Mapping[str, Handler] = {
    "ListCertificates": list_certificates,
    "DescribeCertificate": describe_certificate,
    "GetCertificate": get_certificate,
    "ListTagsForCertificate": list_tags,
}
