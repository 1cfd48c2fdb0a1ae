"""A second terminal reaches the process that plays, and is told plainly when there is none."""

from pathlib import Path

import pytest

from incidentgame.adapters.join import Guest, Host, socket_path
from incidentgame.adapters.store import StoreError


def test_a_guest_is_answered(tmp_path: Path) -> None:
    session = tmp_path / "s.db"
    host = Host(session, lambda request: {"text": f"ran {request['text']}"})
    guest = Guest(session)
    assert guest.ask(ask="line", text="ls\npwd") == {"text": "ran ls\npwd"}
    assert guest.ask(ask="line", text="two") == {"text": "ran two"}
    guest.close()
    host.close()
    assert not socket_path(session).exists()


def test_only_this_user_may_join(tmp_path: Path) -> None:
    host = Host(tmp_path / "s.db", lambda request: {})
    assert socket_path(tmp_path / "s.db").stat().st_mode & 0o077 == 0
    host.close()


def test_nothing_to_join(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not being played"):
        Guest(tmp_path / "s.db")


def test_a_socket_left_by_a_crash_is_replaced(tmp_path: Path) -> None:
    session = tmp_path / "s.db"
    socket_path(session).write_text("")
    host = Host(session, lambda request: {"text": "yes"})
    guest = Guest(session)
    assert guest.ask(ask="prompt") == {"text": "yes"}
    guest.close()
    host.close()


def test_a_place_where_no_socket_can_be_does_not_matter(tmp_path: Path) -> None:
    Host(tmp_path / ("x" * 200 + ".db"), lambda request: {}).close()


def test_a_session_too_deep_for_a_socket_can_be_joined_all_the_same(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 30) / "case.db"
    assert len(str(socket_path(deep))) < 104
    assert socket_path(deep) != socket_path(deep.with_name("other.db"))
    host = Host(deep, lambda request: {"text": "here"})
    guest = Guest(deep)
    assert guest.ask(ask="prompt") == {"text": "here"}
    guest.close()
    host.close()
