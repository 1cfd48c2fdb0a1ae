"""ACM's reads agree with what TLS clients see."""

import pytest
from network_world import ORIGIN_CERTIFICATE, VIEWER_CERTIFICATE, call, view
from output_shape import misfits

from incidentgame.api.errors import ApiError
from incidentgame.world.tls.certificate import from_pem


def test_certificates_live_in_their_regions() -> None:
    for region, arn in (("us-east-1", VIEWER_CERTIFICATE), ("eu-west-1", ORIGIN_CERTIFICATE)):
        _, found = call(view(), "acm", "ListCertificates", region)
        assert misfits("acm", "ListCertificates", found) == []
        assert [c["CertificateArn"] for c in found["CertificateSummaryList"]] == [arn]


def test_describe_and_get() -> None:
    _, described = call(view(), "acm", "DescribeCertificate", CertificateArn=ORIGIN_CERTIFICATE)
    assert misfits("acm", "DescribeCertificate", described) == []
    _, got = call(view(), "acm", "GetCertificate", CertificateArn=ORIGIN_CERTIFICATE)
    one = from_pem(got["Certificate"] + "\n")
    assert one.not_after == described["Certificate"]["NotAfter"] and one.matches("origin-api.shop.example")


def test_another_regions_certificate_is_not_found() -> None:
    with pytest.raises(ApiError) as missing:
        call(view(), "acm", "DescribeCertificate", CertificateArn=VIEWER_CERTIFICATE)
    assert missing.value.code == "ResourceNotFoundException"
    assert missing.value.message == f"Could not find certificate {VIEWER_CERTIFICATE}."
