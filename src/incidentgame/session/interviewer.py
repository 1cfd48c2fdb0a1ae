"""Somebody who interviews while a case is played: asks about services, asks what one is thinking, listens.

Like the story, a fold of the log: judged on every full minute of case time and after every line, so a replay
hears the same words at the same instants. What is said are the script's words; nothing here gives a verdict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from incidentgame.commands.modes import MODES
from incidentgame.kernel.chance import Dice
from incidentgame.kernel.instant import MINUTE, Instant
from incidentgame.pack.interview import INTERVIEWER
from incidentgame.scoring.knowledge.cards import Card
from incidentgame.session.interview.occasions import occasion
from incidentgame.session.interview.prompts import PATIENCE, End, Kind, Prompt
from incidentgame.session.observation import Observation
from incidentgame.session.services import services_of
from incidentgame.session.storyteller import Spoken

if TYPE_CHECKING:
    from incidentgame.session.engine import Engine
    from incidentgame.session.linebench import Said, Trail

MOST_CARDS = 6
BETWEEN_CARDS = 4 * MINUTE
BETWEEN_THOUGHTS = 6 * MINUTE
SILENCE = 4 * MINUTE
SOON = 10 * MINUTE
"""So long before the time is over it is said; only where the whole is three times as long."""


class Interviewer:
    """One interview. Silent in modes without one, and where there is no script."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._case = engine.case
        self._dice: Dice = engine.case.dice.derived(INTERVIEWER)
        self._says = engine.parts.interview().says if MODES[engine.mode].interviewed else {}
        self._judged: Instant = engine.case.paged_at - 1
        self._active: Instant = engine.case.paged_at
        self._told: dict[str, int] = {}
        self.spoken: list[Spoken] = []
        self.prompts: list[Prompt] = []

    # ------------------------------------------------------------------ as values

    @property
    def waits_for(self) -> str:
        """What was asked last and is still open: card, thinking, reflection, or nothing."""
        waiting = self._waiting()
        return waiting.kind if waiting else ""

    @property
    def still_asked(self) -> str:
        """The words of what is open, for somebody who takes the session up again; empty when nothing is."""
        waiting = self._waiting()
        heard = [one for one in self.spoken if waiting is not None and one.at == waiting.at]
        return f"{INTERVIEWER}: {heard[-1].text}" if heard else ""

    @property
    def closing(self) -> bool:
        """Has the last part begun?"""
        return bool(self._engine.statements.of("close"))

    def _waiting(self) -> Prompt | None:
        return next((one for one in reversed(self.prompts) if one.open), None)

    # ------------------------------------------------------------------ the fold

    def run_until(self, to: Instant) -> tuple[Spoken, ...]:
        """What is said of its own accord up to an instant, at full minutes of the case."""
        heard = len(self.spoken)
        for at in self._minutes(to):
            self._minute(at)
        self._judged = max(self._judged, to)
        return tuple(self.spoken[heard:])

    def saw(self, seen: Observation, trail: "Trail", host: str) -> tuple[Spoken, ...]:
        """A line was played, ending on a host: take its answers, and ask if it is an occasion to."""
        if not self._says:
            return ()
        heard, self._active = len(self.spoken), seen.ended
        for said in trail.said:
            self._take(said, seen)
        if not self._engine.statements.explanation and not seen.verb:
            self._ask(seen, services_of(trail.commands, trail.calls, host))
        return tuple(self.spoken[heard:])

    def _minutes(self, to: Instant) -> Iterator[Instant]:
        begin = self._case.paged_at
        at = self._judged - (self._judged - begin) % MINUTE + MINUTE
        while self._says and at <= to:
            yield at
            at += MINUTE

    def _minute(self, at: Instant) -> None:
        self._leave_open_ones(at)
        if at == self._case.paged_at:
            self._say("welcome", at)
        elif not self.closing:
            self._watch_time(at)
            self._break_silence(at)

    # ------------------------------------------------------------------ of its own accord

    def _leave_open_ones(self, at: Instant) -> None:
        """What nobody says anything to is no longer the question that is open."""
        waiting = self._waiting()
        if waiting is None or at - waiting.at < PATIENCE[waiting.kind]:
            return
        self._end(waiting, "passed", at)
        if waiting.kind == "card":
            self._say("aside", at)

    def _watch_time(self, at: Instant) -> None:
        gone, whole = at - self._case.paged_at, self._case.minutes * MINUTE
        explained = bool(self._engine.statements.explanation)
        if gone == whole - SOON and whole >= 3 * SOON and not explained:
            self._say("soon", at)
        elif gone == whole:
            self._say("over_explained" if explained else "over", at)

    def _break_silence(self, at: Instant) -> None:
        """After four minutes without a line; once in every silence."""
        if at - self._active < SILENCE or self._engine.statements.explanation or self._time_is_over(at):
            return
        waiting = self._waiting()
        if waiting is not None and waiting.kind == "card":
            if not self._told.get(waiting.card):
                self._told[waiting.card] = 1
                self._say("patience", at)
            return
        if any(one.at >= self._active for one in self.prompts):
            return
        if self._may_wonder(at):
            self._wonder("silence", at, len(self._engine.observations))

    # ------------------------------------------------------------------ after a line

    def _ask(self, seen: Observation, touched: Sequence[str]) -> None:
        """At most one question a line: about a change, a service, or looks that lead nowhere."""
        if self._time_is_over(seen.ended):
            return
        card = None if seen.writes else self._card_for(touched, seen.ended)
        if card is not None:
            self._put(card, seen)
        elif self._may_wonder(seen.ended):
            why = occasion(self._engine, seen)
            if why:
                self._wonder(why, seen.ended, seen.n)

    def _card_for(self, touched: Sequence[str], at: Instant) -> Card | None:
        """A card of the first service touched that was not asked about; None when it is not time for one."""
        asked = [one for one in self.prompts if one.kind == "card"]
        if self._waiting() or len(asked) >= MOST_CARDS or (asked and at - asked[-1].at < BETWEEN_CARDS):
            return None
        known = {one.why for one in asked}
        for service in touched:
            cards = [card for card in self._engine.questions.bank.of(service) if card.touch]
            if cards and service not in known:
                return self._dice.pick(cards, "card", service)
        return None

    def _put(self, card: Card, seen: Observation) -> None:
        questions = self._engine.questions
        questions.put(card, INTERVIEWER, seen.n, seen.ended)
        dealt = questions.asked()[-1].card
        first = all(one.kind != "card" for one in self.prompts)
        self.prompts.append(Prompt("card", seen.ended, seen.n, card.service, card.id))
        options = [f"{letter}) {text}" for letter, text in dealt.lettered]
        how = self._words("how") if first else ""
        words = " ".join(part for part in (self._words("lead"), dealt.ask, how) if part)
        self._speak("\n".join([words, *options]), seen.ended)

    # ------------------------------------------------------------------ what the player says

    def _take(self, said: "Said", seen: Observation) -> None:
        verb, about, at = said.verb, str(said.parameters.get("about", "")), seen.ended
        if verb in ("answer", "skip"):
            self._answered(verb, about, at)
        elif verb == "think":
            self._close("thinking", "answered", at)
        elif verb == "reflect":
            self._close("reflection", "answered", at)
            self._say("thanks" if self._told.get("ours") else "ours", at)
        elif verb == "explain":
            for one in [one for one in self.prompts if one.open]:
                self._end(one, "passed", at)
            self._say("explained", at, once=True)
        elif verb == "close":
            self._say("closing", at, once=True)

    def _answered(self, verb: str, about: str, at: Instant) -> None:
        """To a card, or (`skip` alone) to what is open."""
        end: End = "answered" if verb == "answer" else "skipped"
        mine = next((one for one in self.prompts if about in (one.card, one.kind) and about), None)
        if mine is None:
            self._after_the_last(at)
            return
        waiting = [one for one in self.prompts if about in (one.card, one.kind) and one.open]
        for one in waiting:
            self._end(one, end, at)
        if about == "reflection":
            self._say("ours", at, once=True)
        else:
            self._say("skipped" if verb == "skip" else self._thanks(about), at)

    def _thanks(self, card: str) -> str:
        """Not knowing, and saying so, is taken as what it is; anything else is taken note of."""
        asked = next((one for one in self._engine.questions.asked() if one.card.id == card), None)
        return "fair" if asked is not None and asked.verdict == "unknown" else "thanks"

    def _after_the_last(self, at: Instant) -> None:
        """When the follow-up questions are through, the last two are the interviewer's."""
        left = [one for one in self._engine.questions.pending() if one.by != INTERVIEWER]
        if not self.closing or left or self._engine.statements.of("reflect"):
            return
        if all(one.kind != "reflection" for one in self.prompts):
            self.prompts.append(Prompt("reflection", at, len(self._engine.observations), "closing"))
            self._say("reflect", at)

    def _close(self, kind: Kind, end: End, at: Instant) -> None:
        """End what is open of a kind; a thought that was asked for is thanked for."""
        waiting = [one for one in self.prompts if one.kind == kind and one.open]
        for one in waiting:
            self._end(one, end, at)
        if waiting and kind == "thinking":
            self._say("thanks", at)

    def _end(self, prompt: Prompt, end: End, at: Instant) -> None:
        self.prompts[self.prompts.index(prompt)] = replace(prompt, end=end, ended_at=at)

    # ------------------------------------------------------------------ speaking

    def _may_wonder(self, at: Instant) -> bool:
        last = max((one.at for one in self.prompts if one.kind == "thinking"), default=None)
        return last is None or at - last >= BETWEEN_THOUGHTS

    def _wonder(self, why: str, at: Instant, line: int) -> None:
        self.prompts.append(Prompt("thinking", at, line, why))
        self._say(why, at)

    def _time_is_over(self, at: Instant) -> bool:
        return at - self._case.paged_at >= self._case.minutes * MINUTE

    def _say(self, occasion: str, at: Instant, once: bool = False) -> None:
        if not (once and self._told.get(occasion)):
            self._speak(self._words(occasion), at)

    def _words(self, occasion: str) -> str:
        """The next wording for an occasion: the dice choose where to begin, then they take turns."""
        wordings = self._says.get(occasion, ())
        if not wordings:
            return ""
        count = self._told.get(occasion, 0)
        self._told[occasion] = count + 1
        chosen = wordings[(self._dice.below(len(wordings), occasion) + count) % len(wordings)]
        return chosen.replace("MINUTES", str(self._case.minutes))

    def _speak(self, text: str, at: Instant) -> None:
        if text:
            self.spoken.append(Spoken(at, INTERVIEWER, text))
