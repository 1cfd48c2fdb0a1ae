"""General signs in a text, used for levels: citing, business terms, next checks, owners, measures."""

from __future__ import annotations

import re
from typing import Final

CITES: Final = re.compile(
    r"\b(?:logs?|shows?|showed|shown|says?|said|reports?|reported|prints?|output|answers?"
    r"|answered|returned"
    r"|saw|seen|curl|dig|describe|cloudtrail|metric|flow log|according to|plan|explain|diff"
    r"|history)\b"
)
BUSINESS: Final = re.compile(
    r"\b(?:revenue|money|orders?|sales|checkouts?|carts?|baskets?|payments?|trust|reputation"
    r"|tickets?|support"
    r"|sla|slo|refunds?|lost|loss|per ?cent|percent|minutes?|hours?|data loss|no data|partners?"
    r"|tenants?"
    r"|dollars?|euros?)\b|%|\b\d+ (?:min|h|m)\b"
    r"|[$\u20ac\u00a3]\s?\d"
)
WHO: Final = re.compile(
    r"\b(?:users?|clients?|customers?|visitors?|shoppers?|buyers?|people|partners?|everyone"
    r"|everybody|nobody"
    r"|tenants?|admins?|mobile|browsers?|viewers?|all requests|half|one in|every \w+ request)\b"
)
NEXT_CHECK: Final = re.compile(
    r"\b(?:next (?:i|we|check|step)|would (?:check|look|verify|confirm|ask|test)|still (?:have"
    r"|need) to|to (?:be )?check(?:ed)?"
    r"|need to (?:check|verify|confirm|find)|will (?:check|verify|confirm)|to find out"
    r"|ask (?:the )?\w+ (?:team )?(?:why|whether)"
    r"|i could not (?:establish|verify|check|see|confirm|find)|not (?:yet )?(?:known|checked"
    r"|verified|confirmed|clear)"
    r"|did not (?:check|verify|look|confirm)|open question|unclear|whether|why)\b"
)
NOT_SETTLED: Final = re.compile(
    r"\b(?:not (?:yet )?(?:been )?(?:ruled out|excluded|known|clear|verified|checked|confirmed"
    r"|established|proven)"
    r"|(?:can|could|did|do|have|has) not (?:yet )?(?:rule[d]? out|exclude[d]?|know|check(?:ed)?|verif(?:y"
    r"|ied)|tell|say"
    r"|establish(?:ed)?|find out|confirm(?:ed)?|prove[dn]?)|unknown|unclear|tb[dc]|open question"
    r"|still (?:open|unclear|possible)"
    r"|remains? (?:open|unclear|unknown|to be)|no idea (?:who|why|what|how|whether|if)|not sure (?:who"
    r"|why|what|how"
    r"|whether|if)|i wonder|to be (?:checked|verified|found))\b"
)
VAGUE: Final = re.compile(
    r"\b(?:maybe|perhaps|probably|i think|i guess|not sure|likely|seems|might|could be)\b"
)
CERTAIN: Final = re.compile(
    r"\b(?:definitely|certainly|absolutely|100 ?%|without (?:any |a )?doubt|no doubt|clearly"
    r"|obviously|proven)\b"
)
FACT_OR_INFERENCE: Final = re.compile(
    r"\b(?:i (?:infer|conclude|deduce|have not seen|did not see)|inferred|inference|assumption"
    r"|i assume|not proven|observed"
    r"|what i (?:saw|know|do not know)|as far as i (?:can see|know))\b"
)
GUARDRAIL: Final = re.compile(
    r"\b(?:alarms?|alert\w*|monitor\w*|canary|guard\w*|review\w*|approv\w+|policy|gate|test\w*"
    r"|lint|validat\w+|terraform"
    r"|drift|dry.run|least privilege|permission boundary|limit\w*|rollback|automatic\w*|staging"
    r"|detect\w*|checklist|runbook"
    r"|post.?mortem|timeout|quota|budget|tag\w*|pipeline|ci)\b"
)
OWNER: Final = re.compile(
    r"\b(?:team|owner|owned by|platform|sre|dba|i will|we will|ticket|by (?:monday|tuesday"
    r"|wednesday|thursday|friday)"
    r"|this (?:week|sprint)|next (?:week|sprint)|until \w+day|within \d+ days|assigned)\b"
)
MEASURE: Final = re.compile(
    r"\b(?:metric|measure\w*|alarm\w* (?:on|when|if)|alert\w* (?:on|when|if)|slo|threshold|below"
    r"|above|less than|more than|zero"
    r"|within \d+|\d+ ?%|count\w*|healthyhostcount|rate)\b"
)
PROPOSES: Final = re.compile(
    r"\b(?:should|must|needs?|have to|has to|ought|would|could|will|in (?:the )?future"
    r"|long(?:er)?[ -]term|prevent\w*|avoid|never again"
    r"|follow[ -]up|recommend|suggest|propose|better|is good|good to|from now|let us|next time"
    r"|so that|so it|require|necessary|want"
    r"|add|alarm|alert|protect|before (?:we|it|any|every|each)|not possible"
    r"|no longer be|going forward|then (?:move|add|set|put|run|limit))\b"
)
DEMANDS: Final = re.compile(
    r"\b(?:must|should|ought to|has to|have to|needs to|in (?:the )?future|next time|(?:i|we)(?: would|'d"
    r"|'ll| will) (?!have\b|guess|say)\w+"
    r"|(?:i|we) (?:want|propose|suggest|recommend))\b"
)
"""How things ought to be, not how they were."""
IMPERATIVE: Final = re.compile(
    r"^(?:then |also |and |please |to |for \w+ \w+,? )?(?:add|alarm|alert|use|put|make|run|test"
    r"|review|require|protect|manage|limit|stop|teach|write"
    r"|set|give|create|introduce|check|monitor|block|deny|restrict|move|keep|separate|tag"
    r"|automate|validate"
    r"|kill|restore|revert|roll|terminate|disable|register|point|re-add|build|enforce|page|cap|load"
    r"|canary|stage)\b"
)
RISK: Final = re.compile(
    r"\b(?:risk\w*|side.effect\w*|danger\w*|worst case|could (?:break|hurt|harm|drop|lose"
    r"|overload|cause)|no risk|low.risk"
    r"|safe because|blast radius|careful because|downside)\b"
)
ROLLBACK: Final = re.compile(
    r"\b(?:roll(?:s|ed)? ?back|revert\w*|undo|back out|backout|put (?:it )?back"
    r"|restore the (?:old|previous|former)"
    r"|can be undone|reversible|switch back|re-?enable|way back|going back|back-?up|kept a copy"
    r"|keep a copy)\b"
)


def recommends_change(text: str) -> bool:
    """True when a text recommends a change with both its risk and its way back (rubric P4, P5)."""
    low = text.lower()
    return bool(RISK.search(low)) and bool(ROLLBACK.search(low))
