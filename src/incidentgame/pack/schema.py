"""What the YAML files of a pack may hold. `docs/authoring.md` explains every member.

Members typed `Any` are filled as templates first and checked later, where their meaning is known.
"""

from typing import Any, Literal

import msgspec

FORMAT = 1

Family = Literal["name", "edge", "routing", "targets", "app", "data"]
Level = Literal["junior", "mid", "senior", "staff"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything an author writes."""


class PageText(Part, frozen=True, kw_only=True):
    """The page: templates over the world's names. `lines` is the text below the title."""

    title: str
    severity: str
    probe: str
    method: str
    url: str
    support: str
    lines: list[str] = []


class Intent(Part, frozen=True, kw_only=True):
    """Something a persona can be asked: ways to ask it, and what they answer.

    `when` is a guard over the story variables; the first intent that matches and holds answers.
    """

    id: str
    asks: list[str]
    says: str | list[str]
    when: str = "true"


class PersonaText(Part, frozen=True, kw_only=True):
    """Someone to talk to. `unsure` are their ways to say they do not know."""

    name: str
    role: str
    unsure: list[str]
    about: str = ""
    intents: list[Intent] = []


class Weights(Part, frozen=True, kw_only=True):
    """Parts of the total, in percent; they add up to 100."""

    path: int = 50
    explanation: int = 50


class PackText(Part, frozen=True, kw_only=True):
    """pack.yaml"""

    format: int
    id: str
    title: str
    level: Level
    minutes: int
    summary: str
    extends: str
    page: PageText
    scored: bool = True
    weights: Weights = Weights()
    personas: dict[str, PersonaText] = {}
    entities: list[dict[str, Any]] = []
    evidence: list[Any] = []
    claims: list[dict[str, Any]] = []
    anti_claims: list[dict[str, Any]] = []


class Person(Part, frozen=True, kw_only=True):
    """Somebody whose name a trail shows (api-503-aws §3.7, §4.2). `session` is lookup-events' Username."""

    session: str
    role: str = ""
    kind: Literal["AssumedRole", "AWSService", "IAMUser"] = "AssumedRole"
    path: str = ""
    ip: str = ""
    agent: str = ""
    invoked_by: str = ""


class ChangeText(Part, frozen=True, kw_only=True):
    """One dated change. Exactly one of `call`, `act`, `record` is given.

    `call` and `record` are `<service> <Operation>` in botocore's names; `with` is the request. A `record`
    is an event with stated effects: `gives` is its response, `patch` and `drop` edit documents.
    """

    at: Any
    by: Any
    call: str = ""
    act: str = ""
    record: str = ""
    source: str = ""
    region: str = ""
    each: dict[str, Any] = {}
    request: Any = msgspec.field(default={}, name="with")
    gives: Any = None
    error: list[str] = []
    patch: dict[str, Any] = {}
    drop: dict[str, Any] = {}
    recorded: Literal["management", "data", "none"] = "management"


class FileRule(Part, frozen=True, kw_only=True):
    """Mode and owner of the files whose path matches (`*` stays in one folder, `**` does not)."""

    match: str
    mode: str = "0644"
    owner: str = "root"
    group: str = "root"
    modified: Any = None


class WorldText(Part, frozen=True, kw_only=True):
    """world.yaml, of a blueprint or of a pack that adds to one."""

    account: str = ""
    region: str = ""
    days: int = 0
    names: dict[str, Any] = {}
    people: dict[str, Any] = {}
    resources: dict[str, Any] = {}
    files: list[FileRule] = []
    history: list[ChangeText] = []


class ChainStep(Part, frozen=True, kw_only=True):
    """One link of what happened, for the debrief."""

    at: Any
    text: str


class AcceptedText(Part, frozen=True, kw_only=True):
    """Something an answer may say, in a claim's terms: statement, paraphrases, concept groups, denials."""

    statement: str
    paraphrases: list[str] = []
    must: list[list[str]] = []
    deny: list[str] = []


class CardText(Part, frozen=True, kw_only=True):
    """A question about a service. With `options` it is a choice and `right` the number of the right one,
    from 1; else it is answered in words that `accept` (or, for half, `partly`) holds. `level`: 1 names a
    feature, 2 explains a behaviour, 3 predicts a changed setting.
    """

    id: str
    level: Literal[1, 2, 3]
    ask: str
    because: str
    options: list[str] = []
    right: int = 0
    accept: list[AcceptedText] = []
    partly: list[AcceptedText] = []
    look: list[str] = []
    read: str = ""
    source: str = ""
    touch: bool = False


class ServiceText(Part, frozen=True, kw_only=True):
    """_bank/questions/<service>.yaml: the cards of one service. `name` is how players read it."""

    service: str
    name: str
    cards: list[CardText]


class SayingsText(Part, frozen=True, kw_only=True):
    """What an interviewer says, by occasion: several wordings each, `MINUTES` standing for their number."""

    welcome: list[str] = []
    lead: list[str] = []
    """Before a question about a service that was just touched."""
    how: list[str] = []
    """After the first such question."""
    silence: list[str] = []
    patience: list[str] = []
    """During a silence while a question is open."""
    aside: list[str] = []
    """A question that stays unanswered is left for later."""
    risky: list[str] = []
    blind: list[str] = []
    idle: list[str] = []
    thanks: list[str] = []
    fair: list[str] = []
    skipped: list[str] = []
    soon: list[str] = []
    over: list[str] = []
    over_explained: list[str] = []
    explained: list[str] = []
    closing: list[str] = []
    reflect: list[str] = []
    ours: list[str] = []


class InterviewText(Part, frozen=True, kw_only=True):
    """_bank/interview.yaml: the interviewer, and what a pack's people can be asked in an interview."""

    interviewer: PersonaText
    says: SayingsText
    colleagues: dict[str, list[Intent]] = {}


class Question(Part, frozen=True, kw_only=True):
    """A follow-up question of a fault: a card of a service (`topic`), with the answer a good one holds.

    Everything but `ask` and `answer` may be left out: then the answer's own words are what is accepted.
    """

    ask: str
    answer: str
    topic: str = ""
    id: str = ""
    level: Literal[1, 2, 3] = 2
    options: list[str] = []
    right: int = 0
    accept: list[AcceptedText] = []
    partly: list[AcceptedText] = []
    look: list[str] = []
    read: str = ""
    source: str = ""


class Topic(Part, frozen=True, kw_only=True):
    """Something to study: what it is, why this case turned on it, and where to read (names, no copied text).

    `claims` are the claims it helps to make: the debrief puts first what an explanation lacked.
    """

    title: str
    read: str
    what: str = ""
    why: str = ""
    claims: list[str] = []


class FaultText(Part, frozen=True, kw_only=True):
    """faults/<id>.yaml"""

    title: str
    family: Family
    suspect: str
    changes: list[ChangeText]
    fixed_when: str
    claims: list[dict[str, Any]]
    mitigated_when: str = "true"
    names: dict[str, Any] = {}
    people: dict[str, Any] = {}
    resources: dict[str, Any] = {}
    entities: list[dict[str, Any]] = []
    evidence: list[Any] = []
    anti_claims: list[dict[str, Any]] = []
    chain: list[ChainStep] = []
    prevention: list[str] = []
    questions: list[Question] = []
    topics: list[Topic] = []
    at_work: list[str] = []


class Message(Part, frozen=True, kw_only=True):
    """Words a persona says in the story."""

    sender: str = msgspec.field(name="from")
    text: str


class Effect(Part, frozen=True, kw_only=True):
    """What a transition does: say something, make changes happen, open a hint."""

    message: Message | None = None
    inject: list[ChangeText] = []
    unlock: str = ""


class TransitionText(Part, frozen=True, kw_only=True):
    """From one state (or several) to another, when the guard holds."""

    source: str | list[str] = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    when: str
    effects: list[Effect] = []
    id: str = ""


class Notice(Part, frozen=True, kw_only=True):
    """Effects that change no state: once, when the guard holds in one of the states (none given: in any)."""

    id: str
    when: str
    states: list[str] = []
    effects: list[Effect] = []


class HintText(Part, frozen=True, kw_only=True):
    """A hint a player may buy: its cost in path points, and when it is on offer."""

    id: str
    text: str
    cost: int = 2
    when: str = "true"
    locked: bool = False


class StoryText(Part, frozen=True, kw_only=True):
    """story.yaml: the main line, its side states, and notices. `final` are states nothing leads out of."""

    start: str
    final: list[str]
    states: dict[str, str]
    transitions: list[TransitionText]
    notices: list[Notice] = []
    hints: list[HintText] = []
