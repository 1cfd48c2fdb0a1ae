"""What a sentence does: report, repair, prevent, or leave open.  A claim of a kind needs an act of that kind.

"The rule was removed" repairs nothing, whatever words it shares with "remove the rule from the list".
"""

from __future__ import annotations

import re
from typing import Final

from incidentgame.scoring.explanation import cues
from incidentgame.scoring.explanation.moods import Mood
from incidentgame.scoring.explanation.negation import acquits, exonerates

_VERBS: Final = (
    r"add|alarm|alert|allow|approve|apply|ask|authori[sz]e|automate|back out|block|bring|build|bump|cap"
    r"|cancel|canary"
    r"|change|check|clean|clear|close|correct|count|create|decrease|define|delete|demand|deny|deploy"
    r"|detach|disable"
    r"|drain|drop|enable|enforce|enlarge|ensure|exclude|extend|fail|fix|flip|flush|force|free|gate|get"
    r"|give|glue|grant"
    r"|guard|hand|have(?! (?:not|been|had|\w+ed)\b)|increase|inform|introduce|issue|keep|kick|kill"
    r"|launch|let|limit|load|lower|make|manage|measure"
    r"|merge|migrate|monitor|move|notify|open|page|park|pause|pin|point|prevent|promote|protect|publish"
    r"|purge|push|put"
    r"|raise|re-?\\w+|reduce|register|reject|release|reload|remind|remove|repair|replace|require|reset"
    r"|resize|restart"
    r"|restore|restrict|resume|return|revert|review|roll|rotate|route|run|scale|schedule|send|separate"
    r"|set|shift|ship"
    r"|shrink|skip|split|stage|start|stop|swap|switch|tag|take|teach|tell|terminate|test|turn|undo"
    r"|unlock|unset"
    r"|adjust|buy|call|edit|end|evict|expand|hold|leave|lift|map|modify|mount|order|patch|pull|rename|reorder"
    r"|reverse|shut|trim|tune|unblock|update|upgrade|use|validate|verify|wait|warn|watch|widen|wipe|write"
)
_START: Final = (
    r"(?:^(?:to )?|[.;:(]\s*(?:to )?|,\s*"
    r"|\b(?:and|then|please|or|next|afterwards|first|finally|now|immediately|quickly)\s+)"
)
_ORDER: Final = re.compile(rf"{_START}(?:{_VERBS})\b(?!\s+(?:was|were|is|are|has|had|have)\b)")
_DEED: Final = re.compile(
    r"\b(?:i|we)\b(?: \w+ly)?(?: have| had| has|'ve| then| also| now| already| just| did(?: not)?| never"
    r"| am| are| would| will| can| could"
    r"| must| need to| have to| want to| shall| started to| asked [\w ]{1,30} to|'d|'ll)*(?: be)?"
    rf"\s+(?:{_VERBS}|put|made|gave|took|began|brought|undid|rolled|set)(?:e?d|ed|ing|s)?\b"
)
_DONE: Final = re.compile(
    r"\b(?:fix(?:ed|es)?|cure[sd]?|solution|solve[sd]?|repair(?:ed|s)?|remed(?:y|ied)|workaround"
    r"|mitigat\w+|recover\w*"
    r"|ends? the (?:incident|outage)|calm(?:s|ed)? down|help(?:s|ed)?|rolled back|reverted|restored"
    r"|put back|re-?enabled"
    r"|re-?created|brought back|works? again|came back|is back|giving|putting|restoring|reverting"
    r"|rolling back|adding"
    r"|best to|quickest|way out|necessary to|needs? to be|needs? an?|i'd|we'd|i would|we would|could be"
    r"|can be)\b"
)
_FIRM: Final = re.compile(
    r"\b(?:should(?! have)|(?<!it )(?<!this )(?<!that )must(?! have)|needs? to|has to|have to|ought"
    r"|necessary|shall|may only|may not|not allowed to|next time"
    r"|(?:in|for) (?:the )?future|from now on|never again|going forward|lessons?|long[- ]term"
    r"|(?:i|we|it|one|there)(?: would|'d) (?:also |rather )?(?:be (?:better|good)|like|want|propose"
    r"|suggest|recommend|add"
    r"|need|have|put|make)|(?:i|we) (?:want|propose|suggest|recommend)|would have (?:caught|seen|stopped"
    r"|shown|prevented)"
    r"|prevent\w*|avoid\w*|let us|lets|let's|please|please\b|nobody (?:may|should|\w+s an?|merges|removes"
    r"|changes|deletes)"
    r"|no one (?:may|should|\w+s an?))\b"
)
_ADVICE: Final = re.compile(
    r"\b(?:so that|need|needs|better|alarms?|alerts?|alerting|guard\w*|policy|drill|mandatory|is good"
    r"|required?|require\w*"
    r"|make sure|ensure|want)\b"
)
_OWN_REPAIR: Final = re.compile(
    r"^(?:so |then |and |now |afterwards |finally )*(?:i|we)(?: have| had| then| also| now| already"
    r"| first| only)*"
    r" (?:put|set|gave|re(?!ad|port|alis|aliz|memb|ceiv)\w+|roll(?:ed)?|terminated|disabled|enabled"
    r"|killed|skipped|scaled|moved"
    r"|added|deleted|removed|stopped|started|turned|switched|raised|lowered|forwarded|pointed)\b"
)
_PAST_ONLY: Final = re.compile(r"\b(?:was|were|had|did|has been|have been|became|went|could not|would not)\b")
_OPEN: Final = re.compile(
    r"\b(?:whether|if (?:the|any|some|other|it|this|that|there|anybody|anyone|somebody)|who|why|which"
    r"|how (?:many|much|long"
    r"|often|far|the)|what (?:else|other|made|is|was)|when|worr(?:y|ies)|someone|somebody|no idea"
    r"|nobody (?:knows|has checked"
    r"|checked|can say)|have to (?:check|find|look|ask|go through)|must (?:still )?(?:check|find|look)"
    r"|should (?:check|look|go through|find)|still|yet|remain\w*|tbd|tbc|unsure|guess|missing|open)\b"
)


_DID: Final = re.compile(
    r"\b(?:i|we)(?: then| also| just| first)? (?!look|check|notic|conclud|suspect|assum|believ|guess"
    r"|compar|verif|tri|ask"
    r"|test|us|need|want|expect|learn|receiv|observ|confirm|return)[a-z]+ed\b"
)
"""A deed of the writer's other than looking and thinking."""


_NO_REPAIR: Final = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|could (?:also |well |just as well )?be that|might (?:be"
    r"|have)|may (?:even )?have)\b"
)


def repairs(text: str, mood: Mood) -> bool:
    """The sentence says what was or should be done about it; a guess or an acquittal does not."""
    if acquits(text) or (_NO_REPAIR.search(text) and not _ORDER.search(text)):
        return False
    if mood in ("mitigation", "prevention"):
        return True
    return bool(
        _ORDER.search(text)
        or _DEED.search(text)
        or _DID.search(text)
        or _DONE.search(text)
        or _FIRM.search(text)
    )


_UNDONE_SINCE: Final = re.compile(
    r"\b(?:has|have) (?:now |already |since |meanwhile )?been (?:taken|rolled|put|set|switched|brought"
    r"|turned|given) back\b"
    r"|\b(?:has|have) (?:now |already |since |meanwhile )?been (?:reverted|restored|repaired|fixed|undone)\b"
)


def own_repair(text: str) -> bool:
    """The sentence reports what was done about it, which names no cause."""
    return bool(_OWN_REPAIR.match(text) or _UNDONE_SINCE.search(text)) and not _WHY.search(text)


_WHY: Final = re.compile(r"\b(?:because|since|caused?|due to|so|therefore)\b")


def advises(text: str) -> bool:
    """The sentence says what should be done or be so; "must have been changed" is no advice."""
    return bool(_FIRM.search(text))


_LOOK_INTO: Final = re.compile(
    r"\b(?:should|must|would|will|has|have|need|needs|ought)\b(?: \w+){0,2} (?:look(?:ed)? (?:at|into)"
    r"|find out|be found"
    r"|investigat\w+|dig into|analy[sz]e\w*|debug|trace)\b"
)
"""To look into what happened is no prevention."""
_RECOMMENDS: Final = re.compile(
    r"\b(?:should(?! have)|recommend\w*|propose|suggest|next time|from now on|(?:in|for) (?:the )?future"
    r"|(?:i|we) (?:would|want to|need to|must))\b"
)


def recommends(text: str) -> bool:
    """The sentence recommends something, and so reports no harm."""
    return bool(_RECOMMENDS.search(text))


def prevents(text: str, mood: Mood, *, bullet: bool) -> bool:
    """The sentence says how things should be from now on."""
    if mood == "prevention":
        return True
    if _LOOK_INTO.search(text):
        return False
    if mood == "ruled_out" or acquits(text) or _NO_REPAIR.search(text) or cues.NOT_SETTLED.search(text):
        return False
    firm = bool(_FIRM.search(text))
    if _PAST_ONLY.search(text) and not firm:
        return False
    return firm or bullet or bool(_ADVICE.search(text) or _ORDER.search(text))


_CLEARS: Final = re.compile(
    r"\b(?:healthy|unchanged|untouched|normal|normally|fine|green|ok|okay|good|passing|in (?:perfect "
    r"|good )?order|works"
    r"|working|innocent|unaffected|valid|as usual|usual|same|flat|idle|sound|fresh|low"
    r"|(?<!ed )(?<!es )(?<!go )(?<!nt )(?<!ld )(?<!ing )up|alive|ready"
    r"|reachable|connected"
    r"|intact|present|enough|plenty|clean|steady|stable|quiet|happy|correct|perfect(?:ly)?|well|bored"
    r"|like yesterday"
    r"|exclude[sd]?|ruled? out|rules out|discard\w*|dismiss\w*|eliminat\w+|cleared|unrelated|red herring"
    r"|out of the question"
    r"|neither|nor|nothing|none|nobody|no|zero|(?<![\w.:])0(?![\w.:])|not (?:a|an|the|it|this|that"
    r"|because|from|due|related"
    r"|involved|guilty"
    r"|to blame|at fault|in play|even|matter|there|by|about|any|asked|reached|touched|restarted|busy|full"
    r"|slow|overloaded"
    r"|limiting|higher|more|unusual|waiting|blocked|explain|change\w*|fit|on|in)"
    r"|(?:do|does|did) not (?:explain|fit|matter|play|change|help|touch|show|have|wait|come|cause|look"
    r"|rise|grow|need)"
    r"|never (?:touched|asked|reached|saw|hears?|heard)|could not have|can not be|would (?:have|be)|200"
    r"|answers?|responds?"
    r"|responded|answered|\d+/\d+|\d+ of \d+|valid|still (?:has|have|answers?|serves?|works?|runs?))\b"
)


def clears(text: str, mood: Mood) -> bool:
    """The sentence says of something that it is in order, or not the cause."""
    if mood == "unknowns":
        return exonerates(text)
    if mood == "ruled_out":
        return True
    if _BLAMES.search(text) and not exonerates(text):
        return False
    return bool(_CLEARS.search(text)) and not (_NO_REPAIR.search(text) or _TO_DO.search(text))


_BLAMES: Final = re.compile(
    r"\b(?:(?:can|could|did|does|do) not (?:keep up|cope|handle|carry|bear|hold|manage|stand)"
    r"|too (?:slow|weak|small|much|many)"
    r"|overload\w*|overwhelm\w*|drops? (?:connections?|packets?|requests?)|stuck waiting)\b"
)
_TO_DO: Final = re.compile(r"\b(?:should(?! have)|must(?! have)|needs? to|has to|have to|ought)\b")


def leaves_open(text: str, mood: Mood, *, question: bool) -> bool:
    """The sentence names something as not known."""
    if mood == "ruled_out":
        return False
    return question or mood == "unknowns" or bool(cues.NOT_SETTLED.search(text))


def may_leave_open(text: str, mood: Mood, *, question: bool) -> bool:
    """The same with softer signs ("somebody should go through the rest"), to hold against an open point."""
    return leaves_open(text, mood, question=question) or bool(_OPEN.search(text))
