"""Paging and filters every service shares."""

import pytest
from fleet_world import ELB
from hypothesis import given
from hypothesis import strategies as st

from incidentgame.api.common import arn_resource, chosen, match_filters, member, merge_tags, paginate
from incidentgame.api.errors import ApiError


@given(st.lists(st.integers(), max_size=30), st.integers(1, 12))
def test_pages_put_together_are_the_whole(items: list[int], size: int) -> None:
    seen: list[int] = []
    token: str | None = None
    for _ in range(40):
        part, token = paginate(items, {"PageSize": size, "Marker": token}, "PageSize", "Marker")
        assert len(part) <= size
        seen += part
        if token is None:
            break
    assert seen == items


@given(st.text(max_size=20).filter(bool))
def test_a_token_nobody_gave_is_refused(token: str) -> None:
    with pytest.raises(ApiError) as caught:
        paginate([1], {"NextToken": token}, "MaxResults", "NextToken", error="InvalidToken")
    assert caught.value.code == "InvalidToken"


DOCS = [
    {"Id": "a-1", "Zone": {"Name": "x"}, "Groups": [{"Id": "g1"}, {"Id": "g2"}], "On": True},
    {"Id": "a[2]", "Zone": {"Name": "y"}, "Groups": [], "Tags": [{"Key": "env", "Value": "prod"}]},
]
GETTERS = {
    "id": member("Id"),
    "zone": member("Zone", "Name"),
    "group": member("Groups", "Id"),
    "on": member("On"),
}


@pytest.mark.parametrize(
    ("name", "values", "hits"),
    [
        ("id", ["a-?"], [0]),
        ("id", ["a[2]"], [1]),
        ("id", ["A-1"], []),
        ("zone", ["x", "y"], [0, 1]),
        ("group", ["g2"], [0]),
        ("on", ["true"], [0]),
        ("tag:env", ["pro*"], [1]),
        ("tag-key", ["env"], [1]),
        ("zone", [], []),
    ],
)
def test_filters(name: str, values: list[str], hits: list[int]) -> None:
    found = match_filters(DOCS, [{"Name": name, "Values": values}], GETTERS)
    assert found == [DOCS[n] for n in hits]


def test_filters_are_all_to_hold_and_unknown_ones_are_refused() -> None:
    both = [{"Name": "zone", "Values": ["x"]}, {"Name": "group", "Values": ["g3"]}]
    assert match_filters(DOCS, both, GETTERS) == [] and match_filters(DOCS, None, GETTERS) == DOCS
    with pytest.raises(ApiError, match="InvalidParameterValue: The filter 'size' is invalid"):
        match_filters(DOCS, [{"Name": "size", "Values": ["1"]}], GETTERS)


def test_the_rest() -> None:
    assert merge_tags([{"Key": "a", "Value": "1"}], [{"Key": "a", "Value": "2"}]) == [
        {"Key": "a", "Value": "2"}
    ]
    assert arn_resource(f"{ELB}:targetgroup/api/1") == "targetgroup/api/1" and arn_resource("api") == ""
    with pytest.raises(ApiError, match="NotFound"):
        chosen({"a": {}}, ["a", "b"], lambda id: ApiError("NotFound", id))
