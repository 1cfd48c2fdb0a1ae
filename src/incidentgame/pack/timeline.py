"""Changes as an author writes them to what the simulation plays.

`call` and `act` happen through the API and the hosts, with all their consequences. `record` is for what the
world need not compute (a secret rotated, a snapshot taken) or whose request cannot be known in advance
(an ETag): the event as stated, and the documents it patches.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentgame.api.answer import event_source, trail_region
from incidentgame.kernel.instant import Instant
from incidentgame.pack.loading import Trail
from incidentgame.pack.naming import Naming
from incidentgame.pack.problems import did_you_mean
from incidentgame.pack.resources import Tables, merged
from incidentgame.pack.schema import ChangeText, Person
from incidentgame.pack.templates import Filler
from incidentgame.world.change import CONTROLLER, Act, Call, Change, Principal, Scheduled
from incidentgame.world.state import Drop, Edit, Put

NOBODY = "nobody"
"""`by: nobody`: something inside AWS or a host did it, no trail names anybody."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What will happen, in order of time: played by the world, and recorded as stated."""

    script: tuple[Scheduled, ...]
    recorded: tuple[Change, ...]


def principal(person: Person, account: str) -> Principal:
    """The identity a trail shows for somebody."""
    if person.kind == "AWSService":
        return Principal(person.session, "", person.kind, invoked_by=person.invoked_by)
    kind = "user" if person.kind == "IAMUser" else "assumed-role"
    name = person.session if person.kind == "IAMUser" else f"{person.role}/{person.session}"
    service = "iam" if person.kind == "IAMUser" else "sts"
    return Principal(
        username=person.session,
        arn=f"arn:aws:{service}::{account}:{kind}/{name}",
        kind=person.kind,
        role=person.path + person.role,
        invoked_by=person.invoked_by,
        source_ip=person.ip or person.invoked_by,
        user_agent=person.agent or person.invoked_by,
    )


class TimelineBuilder:
    """Collects changes of several files, then orders them."""

    def __init__(
        self, naming: Naming, people: Mapping[str, Principal], tables: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self.naming = naming
        self.people = people
        self._tables = tables
        self._script: list[Scheduled] = []
        self._records: list[tuple[Instant, ChangeText, Principal]] = []

    def add(self, changes: Sequence[ChangeText], filler: Filler, trail: Trail) -> None:
        """Fill and take these changes."""
        for index, text in enumerate(changes):
            here = (*trail, index)
            for variables in filler.repeat({"each": text.each}, here):
                self._take(text, filler, here, variables)

    def build(self) -> Timeline:
        """All changes in order of time (of the same instant: in the order they were added)."""
        script = sorted(self._script, key=lambda item: item.at)
        records = sorted(self._records, key=lambda item: item[0])
        return Timeline(tuple(script), tuple(self._recorded(records)))

    def _take(self, text: ChangeText, filler: Filler, trail: Trail, variables: Mapping[str, Any]) -> None:
        at = self.instant(text.at, filler, trail, variables)
        who = self._who(text.by, filler, trail, variables)
        what = self._what(text, filler, trail, variables, who)
        if what is not None:
            self._script.append(Scheduled(at, what))
        elif text.record:
            filled = filler.fill(
                {"with": text.request, "gives": text.gives, "patch": text.patch, "drop": text.drop},
                trail,
                variables,
            )
            self._records.append((at, _filled(text, filled), who))

    def _what(
        self, text: ChangeText, filler: Filler, trail: Trail, variables: Mapping[str, Any], who: Principal
    ) -> Call | Act | None:
        if sum(map(bool, (text.call, text.act, text.record))) != 1:
            message = "a change has exactly one of `call`, `act` and `record`"
            filler.problems.append(filler.document.problem(trail, message))
            return None
        request = filler.fill(text.request, (*trail, "with"), variables)
        if text.act:
            return Act(text.act, request, who)
        if not text.call:
            return None
        service, _, operation = text.call.partition(" ")
        return Call(service, operation, request, who, self._region(text, service))

    def _region(self, text: ChangeText, service: str) -> str:
        return text.region or trail_region(service, self.naming.region)

    def instant(
        self, value: Any, filler: Filler, trail: Trail, variables: Mapping[str, Any] | None = None
    ) -> Instant:
        """The instant a member `at` means; 0, and a problem, when it means none."""
        filled = filler.fill(value, (*trail, "at"), variables)
        if isinstance(filled, int):
            return filled
        try:
            return self.naming.moments.read(str(filled))
        except ValueError as error:
            filler.problems.append(filler.document.problem((*trail, "at"), str(error)))
            return 0

    def _who(self, by: Any, filler: Filler, trail: Trail, variables: Mapping[str, Any]) -> Principal:
        name = str(filler.fill(by, (*trail, "by"), variables))
        if name == NOBODY:
            return CONTROLLER
        if name not in self.people:
            suggestion = did_you_mean(name, [*self.people, NOBODY])
            problem = filler.document.problem((*trail, "by"), f'nobody is called "{name}"', suggestion)
            filler.problems.append(problem)
            return CONTROLLER
        return self.people[name]

    def _recorded(self, records: Sequence[tuple[Instant, ChangeText, Principal]]) -> Iterator[Change]:
        now = {kind: dict(table) for kind, table in self._tables.items()}
        for at, text, who in records:
            service, _, operation = text.record.partition(" ")
            yield Change(
                at=at,
                principal=who,
                source=text.source or event_source(service),
                action=operation,
                region=self._region(text, service),
                request=text.request,
                response=text.gives,
                edits=tuple(_edits(text, now)),
                error=(text.error[0], text.error[1]) if len(text.error) == 2 else None,
                recorded=text.recorded,
            )


def _filled(text: ChangeText, filled: Mapping[str, Any]) -> ChangeText:
    return ChangeText(
        at=text.at,
        by=text.by,
        record=text.record,
        source=text.source,
        region=text.region,
        request=filled["with"],
        gives=filled["gives"],
        error=text.error,
        patch=filled["patch"],
        drop=filled["drop"],
        recorded=text.recorded,
    )


def _edits(text: ChangeText, now: Tables) -> Iterator[Edit]:
    """The stated effects, each document patched as the earlier records left it."""
    for kind, patches in text.patch.items():
        table = now.setdefault(kind, {})
        for id_, patch in patches.items():
            table[id_] = merged(table[id_], patch) if id_ in table else patch
            yield Put(kind, id_, table[id_])
    for kind, ids in text.drop.items():
        for id_ in ids:
            now.get(kind, {}).pop(id_, None)
            yield Drop(kind, id_)
