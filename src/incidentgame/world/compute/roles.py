"""What a host is for, from the documents of its world: which roles run an app, and as which unit.

A role's app is the systemd unit of the role's name: the routes of role `shop` are answered by `shop.service`
on every host of that role.
"""

from incidentgame.world import kinds
from incidentgame.world.compute.hosts import role_of
from incidentgame.world.state import World


def app_roles(world: World) -> tuple[str, ...]:
    """The roles whose hosts answer requests, in the order of their first routes."""
    return world.once(
        ("app roles",), lambda: tuple(dict.fromkeys(str(doc["Role"]) for doc in world.all(kinds.APP_ROUTE)))
    )


def app_unit(world: World, host: str) -> str:
    """The name of the unit that runs a host's app, whether or not the host has one."""
    return f"{role_of(world, host)}.service"


def deployed_role(application: str, stated: str, world: World) -> str:
    """The role an application is deployed to: as stated, or the one its name ends with; may be none."""
    if stated:
        return stated
    return next((role for role in app_roles(world) if application.split("-")[-1] == role), "")
