"""Plain words a command takes: personas, families of suspects, hosts, units, record types, topics of help."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from incidentgame.session.engine import Engine
from incidentgame.world import kinds

Words = Callable[[Engine, Sequence[str]], Iterable[str]]

_SYSTEMCTL = [
    "status",
    "start",
    "stop",
    "restart",
    "reload",
    "enable",
    "disable",
    "is-active",
    "is-enabled",
    "is-failed",
    "show",
    "cat",
    "list-units",
    "list-timers",
    "list-unit-files",
    "daemon-reload",
]
_RECORDS = ["A", "AAAA", "CNAME", "NS", "SOA", "MX", "TXT", "CAA", "PTR", "ANY"]
_EXPLAIN = [
    "root_cause:",
    "chain:",
    "evidence:",
    "impact:",
    "mitigation:",
    "prevention:",
    "unknowns:",
    "confidence:",
]


def words_for(engine: Engine, command: str, words: Sequence[str]) -> Iterable[str]:
    """Words that may follow; nothing for commands that take files."""
    maker = _WORDS.get(command)
    return maker(engine, words) if maker else ()


def _people(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    return [] if words else [character.id for character in engine.case.personas]


def _families(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    """Families of suspects; `strike FAMILY because` as it is written."""
    families = sorted({suspect.family for suspect in engine.case.suspects})
    if not words:
        return [*families, "strike"]
    if words[0] != "strike" or "because" in words:
        return []
    return families if len(words) == 1 else ["because"]


def _hosts(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    """The bastion everybody knows, and machines whose id or address was seen."""
    if any(not word.startswith("-") for word in words):
        return []
    known = engine.player.ids
    addresses = {
        str(doc.get("PrivateIp", "")): host for host, doc in engine.stage.sim.world.table(kinds.HOST).items()
    }
    return ["bastion", *(one for one in known if one.startswith("i-") or one in addresses)]


def _names(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    """Domain names: the paged one and those seen; record types once a name stands there."""
    host = engine.case.page["url"].split("//", 1)[-1].partition("/")[0]
    return [host, *(one for one in engine.player.ids if "." in one and not one.startswith("arn:")), *_RECORDS]


def _urls(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    url = engine.case.page["url"]
    return [url, url.partition("//")[0] + "//" + url.split("//", 1)[-1].partition("/")[0]]


def _units(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    prefix = f"{engine.stage.host}|"
    return [id_[len(prefix) :] for id_ in engine.stage.sim.world.table(kinds.UNIT) if id_.startswith(prefix)]


def _systemctl(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    return _units(engine, words) if any(not word.startswith("-") for word in words) else _SYSTEMCTL


def _journal(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    return _units(engine, words) if words and words[-1] in ("-u", "--unit") else []


def _commands(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    return [] if words else sorted(engine.parts.registry)


def _hint(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    return ["1", "2", "3"] if list(words) == ["take"] else [] if words else ["take"]


def _bits(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    return [] if words else ["on", "off"]


def _explain(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    """The fields, and `again` with the number of a sentence."""
    return ["again", *_EXPLAIN] if not words else [] if words[0] == "again" else _EXPLAIN


def _answer(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    """The open questions, then the letters of the one named, where it has any."""
    if not words:
        return _open_questions(engine, words)
    asked = next((one for one in engine.questions.as_put() if str(one.n) == words[0]), None)
    return [letter for letter, _ in asked.options] if asked and len(words) == 1 else []


def _console(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    """Services, pages and tabs; then items, which are among what was seen."""
    from incidentgame.commands.game.console.completing import candidates

    return candidates(words) or list(engine.player.ids)


def _open_questions(engine: Engine, words: Sequence[str]) -> Iterable[str]:
    """The numbers of the questions that are open."""
    return [] if words else [str(one.n) for one in engine.questions.pending()]


_WORDS: Mapping[str, Words] = {
    "answer": _answer,
    "ask": _people,
    "bits": _bits,
    "console": _console,
    "curl": _urls,
    "dig": _names,
    "explain": _explain,
    "help": _commands,
    "hint": _hint,
    "host": _names,
    "journalctl": _journal,
    "nc": _names,
    "ping": _names,
    "service": _units,
    "skip": _open_questions,
    "ssh": _hosts,
    "suspects": _families,
    "systemctl": _systemctl,
}
