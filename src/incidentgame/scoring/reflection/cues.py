"""Signs by which one recognises what a sentence about oneself admits, per kind of mishap.

Read in plain text (lower case, contractions opened). Each line of a list is one alternative, whole words;
`(?:…)` and `\\w` are regular expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from incidentgame.scoring.reflection.model import MishapKind


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind is named: `alone` suffices, `beside` needs `sign` in the same sentence."""

    alone: str = ""
    beside: str = ""
    sign: str = ""
    act: bool = False
    """A deed: a negation denies it ("I took no hint") and does not admit it."""
    claims: str = ""
    """Words that say it so firmly that, when there was nothing of the kind, they are made up."""
    own: bool = False
    """Something the writer left undone: the lack and the deed stand in one clause, and the deed is nobody
    else's ("I did not find who changed it")."""


def any_of(lines: str) -> str:
    """One pattern for the alternatives in the lines, at the bounds of words."""
    return r"\b(?:" + "|".join(line.strip() for line in lines.strip().splitlines()) + r")\b"


_I: Final = r"\b(?:i|we|my|our)\b"
_LACK: Final = any_of(r"""
    not|never|no|nobody|nothing|none|without|forgot(?:ten)?|neglected|missed|failed to
    late|too few|too little|only once|more often|earlier
    (?:should|could) have
""")
_CHANGE: Final = any_of(r"""
    chang\w*|modif\w*|set|touch\w*|writ\w*|switch\w*|register\w*|deregister\w*
    restart\w*|reboot\w*|stopp?\w*|kill\w*|terminat\w*|delet\w*|remov\w*
    fix\w*|repair\w*|deploy\w*|act(?:ed|ion|ing|s)?|did something|command|rule|production
""")
_HARM: Final = any_of(r"""
    made (?:it|things|that|matters|the (?:outage|situation)) (?:(?:even|much|a bit) )?(?:worse|longer)
    (?:i|we) (?:harmed|hurt|broke)
    my \w+ (?:harmed|hurt|broke|cost|killed|took down)
    (?:more|additional|extra|other|further) (?:requests|users|customers|people|errors|failures)
    (?:requests|users|customers) (?:that )?(?:(?:were|was) )?(?:lost|failed|hit|suffered)[^.]{0,30}\bmy
    collateral
""")
_HARMFUL: Final = any_of(r"""
    harm\w*|broke|took down
    caused (?:\w+ ){0,3}(?:errors|failures|outage|harm|requests)
    (?:requests|users|customers) (?:\w+ ){0,2}(?:failed|lost|suffered)
""")
_BLIND: Final = any_of(r"""
    blind(?:ly)?|in the dark|on a (?:guess|hunch)|guess(?:ed|ing)?|trial and error|just tried
    too (?:early|soon|quick(?:ly)?|fast|hasty)|hast(?:y|ily)|jump(?:ed)?|rush(?:ed)?
    before (?:i|we|looking|checking|understanding|knowing|having|it was|narrowing)
    without (?:looking|checking|knowing|understanding|evidence|proof|being sure|a plan|testing)
    most (?:suspects|causes)
""")
_UNDONE: Final = any_of(r"""
    delet(?:ed|ing|e)|terminat(?:ed|ing|e)|irreversibl\w*|can not be undone|no way back
    could not (?:be )?(?:undo|undone|reverse\w*|take it back)
""")
_CAUSE: Final = any_of(r"""
    wrong (?:root )?(?:cause|culprit|diagnosis|conclusion)
    (?:cause|diagnosis|explanation|theory|answer) (?:may|might|could) be (?:wrong|incomplete|a guess)
    (?:cause|diagnosis|explanation|theory|answer) (?:is|was) (?:probably )?(?:wrong|incomplete|a guess|not)
    (?:not|never) (?:(?:really|fully) )?(?:find|found|know|knew|see|get|got|underst\w+|identif\w+|explain\w*)
    do not know (?:why|what|the)
""")
_UNSUPPORTED: Final = any_of(r"""
    (?:no|without|lacked?|little) (?:any )?(?:evidence|proof)
    (?:not|never) (?:\w+ )?(?:show|shown|prove|proven|proved|see|seen|saw|backed|look(?:ed)?)
    (?:not|never) (?:\w+ )?(?:verif\w+|check\w*|confirm\w*)
    unsupported
""")
_CLAIMED: Final = any_of(r"""
    claim\w*|said|say|wrote|stat(?:ed|ing)|assert\w*|explain\w*|conclu\w+|guess\w*|assum\w+
    took for granted
""")
_TOO_SURE: Final = any_of(r"""
    (?:too|so|less) (?:sure|certain|confident)|not as (?:sure|certain|confident)
    over ?-?confiden\w*|false certainty
    confidence (?:(?:was|is) )?(?:too|much too|not)
""")
_DEAD_END: Final = any_of(r"""
    dead end|rabbit hole|detour|in circles|(?:led|leads?|went) nowhere
    wast(?:e|ed|ing)|lost (?:\w+ )?(?:time|minutes)|spent (?:too|so|\w+ minutes)
    too (?:long|much time|many (?:looks|commands|lines|things))
    wrong (?:place|layer|direction|hop|end|track|path|service|way)
    unnecessar\w+|needless\w*|random(?:ly)?|unstructured|without (?:(?:a|any) )?(?:plan|order|system)
    (?:told|showed|gave|taught) (?:(?:me|us) )?(?:nothing|little)
    same (?:thing|command|look|place) (?:again|twice)
    should have (?:\w+ )?(?:looked|checked|started|gone|asked|read|begun|followed)
    could have (?:\w+ )?(?:looked|checked|started|saved|found|been faster)
""")
_EXPECTED: Final = any_of(r"""
    expect\w*|predict\w*|surpris\w*|(?:came|turned) out (?:different\w*|otherwise)
""")
_THOUGHT: Final = any_of(r"""
    suspected|believed|blamed|fixated|fixation|anchored|tunnel vision|convinced|hypothes[ie]s|theor(?:y|ies)
    (?:thought|assumed|guessed|bet|sure) (?:that|on|it|about|of|at first|first|the)
""")
_HINTED: Final = (
    r"\b(?:took|take|taken|used|bought|needed|asked for|got) "
    r"(?:(?:a|an|one|two|three|some|the|several|many|too many|both|first|\d+) )*hints?\b"
)
_EXPLAINED_BEFORE: Final = any_of(r"""
    (?:first|earlier|previous|initial) (?:explanation|answer|version|diagnosis|conclusion)
    had to (?:explain|correct)|explain(?:ed)? (?:it )?(?:again|twice|too early|too soon|wrong)
    changed my (?:mind|explanation|answer)
""")
_STRUCK_OUT: Final = any_of(r"""
    crossed? (?:\w+ ){0,3}(?:out|off)|ruled? (?:\w+ ){0,4}out|wrote (?:\w+ )?off
    excluded|dismissed|discarded|eliminated
""")
_UNPROVED: Final = any_of(r"""
    (?:not|never|only once|forgot to|without) (?:\w+ ){0,2}?(?:verif\w+|prov\w+|check\w*|confirm\w*|test\w*)
    (?:not|never|only once|forgot to|without) (?:\w+ ){0,2}?(?:look\w* again|curl\w*|wait\w*|watch\w*)
    should have (?:verified|tested|curled|waited|watched)
    should have (?:checked|looked)[^.]{0,40}(?:again|after\w*|longer|twice|fix|user\w*|outside)
""")
_TOLD: Final = any_of(r"""
    updat\w*|communicat\w+|inform\w*|told|tell|status page|stakeholders?|support|wrote to|write to|writing
""")
_RELIEVED: Final = any_of(r"""
    mitigat\w+|stop(?:ped)? (?:the )?(?:harm|outage|bleeding)|roll(?:ed)? (?:it )?back
    chang(?:e|ed)|fix(?:ed)?|repair(?:ed)?|act(?:ed)?|help(?:ed)? (?:the )?users
""")

FOUND_OUT: Final = any_of(r"""
    find|found|know|knew|known|knowing|see|saw|seen|seeing|notic(?:e|ed|ing)|check(?:ed|ing)?|wonder(?:ed)?
    look(?:ed|ing)? (?:at|for|up|into|whether|who|what|when)|understand|understood|identif(?:y|ied)
    learn(?:ed|t)?|figured? out|work(?:ed)? out|trac(?:e|ed)|establish(?:ed)?|explain(?:ed)?|prov(?:e|ed)
    verif(?:y|ied)|confirm(?:ed)?|sure|certain|clear|understanding|ask(?:ed)?
""")
"""What one may fail to find out; the object that follows is another's deed."""

CUES: Final[Mapping[MishapKind, Cue]] = {
    "harm": Cue(
        alone=_HARM,
        beside=_I,
        sign=_HARMFUL,
        act=True,
        claims=r"\b(?:i|we|my \w+) (?:broke|harmed|hurt|took down|made (?:it|things) (?:\w+ )?worse)\b",
    ),
    "irreversible": Cue(beside=rf"{_I}|^(?:delet|terminat|remov)", sign=_UNDONE, act=True),
    "blind": Cue(beside=_BLIND, sign=_CHANGE, act=True),
    "strike": Cue(
        alone=r"\b(?:struck|strike)\b",
        beside=rf"{_I}|^(?:ruled|excluded|dismissed|discarded|crossed|wrote)",
        sign=_STRUCK_OUT,
        act=True,
        claims=r"\b(?:i|we) (?:(?:have|had) )?(?:struck|crossed)\b",
    ),
    "cause": Cue(alone=_CAUSE, beside=r"\b(?:i|we)\b", sign=r"\b(?:guess(?:ed|ing)?|blamed)\b"),
    "explanation": Cue(
        alone=_EXPLAINED_BEFORE,
        claims=r"\bmy (?:first|earlier|previous|initial) (?:explanation|answer) was\b",
    ),
    "unsupported": Cue(
        alone=_UNSUPPORTED,
        beside=_CLAIMED,
        sign=r"\b(?:not|never|without|no|guess\w*|assum\w+|granted|only|just)\b",
    ),
    "overconfident": Cue(alone=_TOO_SURE),
    "dead_end": Cue(alone=_DEAD_END),
    "expectation": Cue(alone=_EXPECTED),
    "thought": Cue(alone=_THOUGHT),
    "hint": Cue(alone=r"\bhints?\b", act=True, claims=_HINTED),
    "unproved": Cue(alone=_UNPROVED),
    "silent": Cue(beside=_TOLD, sign=_LACK, own=True),
    "unmitigated": Cue(beside=_RELIEVED, sign=_LACK, own=True),
}
