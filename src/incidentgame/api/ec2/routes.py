"""Route tables: what they show (a dead target makes a blackhole, §4.2) and the changes of routes."""

from collections.abc import Mapping
from typing import Any

from incidentgame.api.answer import Answer, Handler
from incidentgame.api.ec2.describing import Sort, by_member, describe, dry_run, replaced, required
from incidentgame.api.errors import ApiError
from incidentgame.world import kinds
from incidentgame.world.change import Call
from incidentgame.world.network.routes import state_of
from incidentgame.world.state import Doc, Put
from incidentgame.world.view import View

_TABLES = Sort(
    "RouteTables",
    "RouteTableIds",
    ("InvalidRouteTableID.NotFound", "The routeTable ID '{}' does not exist"),
    by_member(
        route_table_id="RouteTableId",
        vpc_id="VpcId",
        association__subnet_id="Associations.SubnetId",
        association__main="Associations.Main",
        association__route_table_id="Associations.RouteTableId",
        association__route_table_association_id="Associations.RouteTableAssociationId",
        route__destination_cidr_block="Routes.DestinationCidrBlock",
        route__gateway_id="Routes.GatewayId",
        route__nat_gateway_id="Routes.NatGatewayId",
        route__state="Routes.State",
        route__origin="Routes.Origin",
        owner_id="OwnerId",
    ),
)
_DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
_TARGETS = (
    "GatewayId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "InstanceId",
    "TransitGatewayId",
    "VpcPeeringConnectionId",
    "EgressOnlyInternetGatewayId",
)
_KNOWN = {
    "igw": (kinds.INTERNET_GATEWAY, "InvalidGatewayID.NotFound", "The gateway ID '{}' does not exist"),
    "nat": (
        kinds.NAT_GATEWAY,
        "InvalidNatGatewayID.NotFound",
        "The natGateway ID '{}' does not exist",
    ),
}


def describe_route_tables(view: View, call: Call) -> Answer:
    """DescribeRouteTables. A route's State is worked out from what it points at."""
    shown = {id: _with_states(view, doc) for id, doc in view.world.table(kinds.ROUTE_TABLE).items()}
    return describe(view, call, _TABLES, shown)


def _with_states(view: View, table: Doc) -> Doc:
    routes = [{**route, "State": state_of(view.world, route)} for route in table.get("Routes", ())]
    return {**table, "Routes": routes}


def _table(view: View, call: Call) -> Doc:
    dry_run(call)
    return required(
        view, call, _TABLES, view.world.table(kinds.ROUTE_TABLE), call.request.get("RouteTableId")
    )


def _destination(request: Mapping[str, Any]) -> dict[str, str]:
    found = {name: str(request[name]) for name in _DESTINATIONS if request.get(name)}
    if not found:
        raise ApiError("MissingParameter", "The request must contain the parameter destinationCidrBlock")
    return found


def _target(view: View, request: Mapping[str, Any]) -> dict[str, str]:
    found = {name: str(request[name]) for name in _TARGETS if request.get(name)}
    if len(found) != 1:
        message = (
            "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, instanceId"
        )
        raise ApiError("InvalidParameterCombination" if found else "MissingParameter", message)
    id = next(iter(found.values()))
    kind, code, text = _KNOWN.get(id.partition("-")[0], ("", "", ""))
    if kind and view.world.find(kind, id) is None:
        raise ApiError(code, text.format(id))
    return found


def _index(table: Doc, destination: Mapping[str, str]) -> int | None:
    for index, route in enumerate(table.get("Routes", ())):
        if all(route.get(name) == value for name, value in destination.items()):
            return index
    return None


def _missing(table: Doc, destination: Mapping[str, str]) -> ApiError:
    where, id = next(iter(destination.values())), table["RouteTableId"]
    message = f"no route with destination-cidr-block {where} in route table {id}"
    return ApiError("InvalidRoute.NotFound", message)


def _put(table: Doc, routes: list[Any]) -> tuple[Put, ...]:
    return (Put(kinds.ROUTE_TABLE, table["RouteTableId"], {**table, "Routes": routes}),)


def create_route(view: View, call: Call) -> Answer:
    """CreateRoute; RouteAlreadyExists when the destination has one."""
    table, destination = _table(view, call), _destination(call.request)
    target = _target(view, call.request)
    if _index(table, destination) is not None:
        where = next(iter(destination.values()))
        raise ApiError("RouteAlreadyExists", f"The route identified by {where} already exists.")
    route = {**destination, **target, "Origin": "CreateRoute", "State": "active"}
    return Answer({"Return": True}, _put(table, [*table.get("Routes", ()), route]))


def replace_route(view: View, call: Call) -> Answer:
    """ReplaceRoute: another target for a destination."""
    table, destination = _table(view, call), _destination(call.request)
    index = _index(table, destination)
    if index is None:
        raise ApiError("InvalidParameterValue", _missing(table, destination).message)
    route = {**destination, **_target(view, call.request), "Origin": "CreateRoute", "State": "active"}
    return Answer({}, _put(table, replaced(table["Routes"], index, route)))


def delete_route(view: View, call: Call) -> Answer:
    """DeleteRoute; the local route stays."""
    table, destination = _table(view, call), _destination(call.request)
    index = _index(table, destination)
    if index is None:
        raise _missing(table, destination)
    if table["Routes"][index].get("GatewayId") == "local":
        where, id = next(iter(destination.values())), table["RouteTableId"]
        raise ApiError("InvalidParameterValue", f"cannot remove local route {where} in route table {id}")
    return Answer({}, _put(table, replaced(table["Routes"], index)))


HANDLERS: Mapping[str, Handler] = {
    "DescribeRouteTables": describe_route_tables,
    "CreateRoute": create_route,
    "ReplaceRoute": replace_route,
    "DeleteRoute": delete_route,
}
