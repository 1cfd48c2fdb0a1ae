"""questions, answer, skip: what one knows of the services on the way, asked after the explanation."""

from collections.abc import Sequence
from textwrap import wrap

from incidentgame.commands.bench import Bench
from incidentgame.commands.game.interview import to_interviewer
from incidentgame.commands.game.words import sentence
from incidentgame.commands.modes import MODES
from incidentgame.commands.player import PutQuestion, Ruling
from incidentgame.shell.command import Invocation, Outcome

_WIDE = 78
"""Columns: what is shown here is not broken once more on a screen of 80."""
_HOW = (
    'Answer with `answer 1 "…"` or a letter, `answer 2 b`; `skip 3` leaves one out. The last answer counts.\n'
)
_SEALED = (
    "Your explanation counts as it stands now. Saying what you don't know, and where you would look, "
    "counts too.\n"
)
_BRANCH = "On a branch they are not scored: the first branch alone is.\n"
_SAYS = {
    "right": "Right.",
    "partly": "Partly.",
    "wrong": "Not so.",
    "unknown": "Fair: you say that you don't know it.",
}


def questions(invocation: Invocation, bench: Bench) -> Outcome:
    """Open the follow-up questions, or show them again."""
    player = bench.player
    if not player.told("explain"):
        return Outcome(
            "", "questions: they come after your explanation (`explain`); they may give things away\n", 1
        )
    offered = player.follow_ups
    if not offered:
        return Outcome("There are no questions about this case.\n")
    if player.questions_opened:
        return Outcome(_listed(offered))
    bench.say("questions")
    head = (
        f"{len(offered)} questions about the services on the way.\n"
        if len(offered) > 1
        else "One question.\n"
    )
    counts = _SEALED if player.branch == 1 else _BRANCH
    return Outcome(f"{head}{_HOW}{counts}\n{_listed(offered)}")


def _listed(questions: Sequence[PutQuestion]) -> str:
    return "\n".join(_shown(question) for question in questions)


def _shown(question: PutQuestion) -> str:
    """` 2  [Load balancer]  What …?` with its options below, and what was answered."""
    head = f"{question.n:>2}  [{question.service}]  "
    rows = wrap(question.ask, _WIDE, initial_indent=head, subsequent_indent="    ")
    for letter, text in question.options:
        rows += wrap(text, _WIDE, initial_indent=f"      {letter}) ", subsequent_indent="         ")
    if question.state == "answered":
        rows += wrap(question.answer, _WIDE, initial_indent="    you: ", subsequent_indent="         ")
    elif question.state == "skipped":
        rows.append("    skipped")
    return "\n".join(rows) + "\n"


def answer(invocation: Invocation, bench: Bench) -> Outcome:
    """`answer N TEXT`, or a letter; without a number the question that is open; alone it shows those."""
    said = to_interviewer("answer", sentence(invocation), bench)
    if said is not None:
        return said
    put = bench.player.questions
    if not put:
        return _none_yet("answer", bench)
    if not invocation.argv and not invocation.stdin:
        return _open_ones(put)
    question, text = _meant(put, sentence(invocation))
    if question is None:
        return _which("answer", put)
    text = text or invocation.stdin.decode("utf-8", "replace").strip()
    if not text:
        return Outcome("", f'usage: answer {question.n} "…"\n', 2)
    ruling = bench.player.ruling(question.n, text)
    if not ruling.verdict:
        letters = ", ".join(letter for letter, _ in question.options)
        how = f"has the letters {letters}" if letters else "is answered in words"
        return Outcome("", f"answer: question {question.n} {how}\n", 1)
    bench.say("answer", text=text, about=question.id)
    return Outcome(_reply(question, ruling, bench))


def skip(invocation: Invocation, bench: Bench) -> Outcome:
    """`skip N`, or the question that is open: no answer, which costs nothing but the answer."""
    said = to_interviewer("skip", sentence(invocation), bench)
    if said is not None:
        return said
    put = bench.player.questions
    if not put:
        return _none_yet("skip", bench)
    question, _ = _meant(put, sentence(invocation))
    if question is None:
        return _which("skip", put)
    bench.say("skip", about=question.id)
    return Outcome(f"Question {question.n} left out.{_left(put, question)}\n")


def _none_yet(verb: str, bench: Bench) -> Outcome:
    if bench.player.told("explain"):
        return Outcome("", f"{verb}: no question is open; `questions` opens them\n", 1)
    return Outcome("", f"{verb}: no question is open; they come after your explanation (`explain`)\n", 1)


def _open_ones(put: Sequence[PutQuestion]) -> Outcome:
    pending = [question for question in put if question.state == "open"]
    return Outcome(_listed(pending) if pending else "No question is open. `questions` shows them all.\n")


def _meant(put: Sequence[PutQuestion], words: str) -> tuple[PutQuestion | None, str]:
    """The question a line is about, and what is said to it.

    A number names it; without one it is the question put last on the way, or the only one open.
    """
    first, _, rest = words.partition(" ")
    number = first.lstrip("#").rstrip(".:)")
    pending = [question for question in put if question.state == "open"]
    asked = [question for question in pending if question.by != "questions"]
    if number.isdecimal() and len(number) < 4:
        numbered = next((q for q in put if q.n == int(number)), None)
        if numbered is not None or not asked:  # else `answer 60` is what was asked for on the way
            return numbered, rest.strip()
    if asked:
        return asked[-1], words
    return (pending[0], words) if len(pending) == 1 else (None, words)


def _which(verb: str, put: Sequence[PutQuestion]) -> Outcome:
    numbers = ", ".join(str(question.n) for question in put if question.state == "open")
    known = f"there are 1 to {len(put)}, none open" if len(put) > 1 else "there was one, and it is not open"
    open_ones = f"open are {numbers}" if numbers else known
    return Outcome("", f"{verb}: which question? {open_ones} (`{verb} {put[0].n}{_FORMS[verb]}`)\n", 2)


_FORMS = {"answer": ' "…"', "skip": ""}


def _reply(question: PutQuestion, ruling: Ruling, bench: Bench) -> str:
    """The verdict with the answer where the mode tells it at once; else that the answer is kept."""
    player = bench.player
    left = _left(player.questions, question)
    if not MODES[player.mode].feedback:
        return f"Kept.{left}\n" if question.by == "questions" else ""  # whoever asked says thank you
    said = _SAYS[ruling.verdict]
    if ruling.right and ruling.verdict != "right":
        said += f" It is {ruling.right}."
    rows = wrap(f"{said} {ruling.because}", _WIDE)
    if ruling.read:
        rows.append(f"To read: {ruling.read}")
    return "\n".join(rows) + f"\n{left.strip()}\n" if left else "\n".join(rows) + "\n"


def _left(put: Sequence[PutQuestion], answered: PutQuestion) -> str:
    """How many are still open, once this one is not; and what comes then."""
    numbers = [str(q.n) for q in put if q.state == "open" and q.id != answered.id]
    if numbers:
        return f" Still open: {', '.join(numbers)}."
    return " That was the last one; `finish` ends the case." if answered.by == "questions" else ""
