"""Whatever well-formed request arrives, the answer has AWS's shape or is AWS's error; controllers go on."""

import pytest
from fleet_world import (
    API,
    API_RULE,
    BALANCER,
    IDS,
    LISTENER,
    NOW,
    OLD_RULE,
    SPARE,
    TEMPLATE,
    FleetView,
    call,
    fleet,
    play,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from output_shape import misfits
from request_shape import requests

from incidentgame.api.autoscaling import HANDLERS as SCALING
from incidentgame.api.ec2 import instances, launch_templates
from incidentgame.api.elbv2 import HANDLERS as BALANCING
from incidentgame.api.errors import ApiError
from incidentgame.world.balancing.health import HealthChecker
from incidentgame.world.scaling.refresh import RefreshController
from incidentgame.world.scaling.scaler import ScalingController

OPERATIONS = [
    *(("elbv2", name) for name in sorted(BALANCING)),
    *(("autoscaling", name) for name in sorted(SCALING)),
    *(("ec2", name) for name in sorted({**instances.HANDLERS, **launch_templates.HANDLERS})),
]
WORDS = ("", "x", "3", "503", "/v1/*", "shop-api", "api", "$Latest", "instance-id", "tag:Name", "vpc-1", "80")
WORDS += (
    "subnet-public-a",
    "subnet-public-c",
    "sg-alb",
    "path-pattern",
    "AddToLoadBalancer",
    "Healthy",
    "\x00",
)
WORDS += (*IDS, API, SPARE, BALANCER, LISTENER, API_RULE, OLD_RULE, TEMPLATE)
LOOPS = [
    HealthChecker(lambda view, host, path, port, patience: 200),
    ScalingController(),
    RefreshController(),
]


@pytest.mark.parametrize(("service", "operation"), OPERATIONS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_well_formed_request_is_answered_in_shape(
    service: str, operation: str, data: st.DataObject
) -> None:
    request = data.draw(requests(service, operation, WORDS))
    view = FleetView(fleet())
    try:
        after, response = call(view, service, operation, request=request)
    except ApiError as error:
        assert error.code and error.message
        return
    assert misfits(service, operation, response) == []
    play(after, LOOPS, NOW + 900_000)
