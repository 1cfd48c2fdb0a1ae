"""What a player changed is told in words, never as the name of an act."""

import re
from inspect import getsource

import pytest

from incidentgame.report.acts import _ACTS, in_words
from incidentgame.world.compute import acts as host_acts
from incidentgame.world.database import acts as database_acts


@pytest.mark.parametrize(
    ("write", "said"),
    [
        ("elbv2:ModifyRule", "called ModifyRule (elbv2)"),
        ("host.reboot", "rebooted a host"),
        ("host.write_file", "edited a file on a host"),
        ("host.write_file /etc/nginx/a:b", "edited /etc/nginx/a:b on a host"),
        ("app.anything_new", "changed something in the application"),
    ],
)
def test_a_change_is_said_as_one_says_it(write: str, said: str) -> None:
    assert in_words(write) == said


def test_no_act_of_a_player_is_told_by_its_name() -> None:
    source = "".join(getsource(module) for module in (host_acts, database_acts))
    verbs = re.findall(r'@verb\("([a-z_.]+)"\)', source)
    assert len(verbs) > 10
    for verb in verbs:
        assert in_words(verb) in _ACTS.values()
