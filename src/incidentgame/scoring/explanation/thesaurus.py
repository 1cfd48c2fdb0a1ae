"""Words that mean the same in an incident: plain, terse and non-native wordings count as equal.

One line per meaning (continued when indented), members between commas.  A word may stand in several
lines.  Words are compared by stem, so `revoke` also stands for `revoking`; irregular forms are listed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from incidentgame.scoring.explanation.words import stem, words

_LINES: Final = """
remove, delete, pull, yank, revoke, withdraw, withdrew, withdrawn, strip, erase, wipe, purge,
  clean up, take away, took away, taken away, takes away, take out, took out, taken out, takes
  out, taking out, taking away, kicking out, pulling out, throwing out, takes off,
  throw out, throws out, threw out, thrown out, kick out, kicks out, kicked out,
  pull out, pulls out, pulled out, deregister, de-register, unregister, detach, evict, sign off,
  cancel
missing, absent, lack, gone, vanish, disappear, no longer, not exist, not there, not present, lost
restore, restored, revert, rollback, undo, undid, reinstate, recreate, re-create, re-add,
  re-register, roll back, put back, give back, giving back, give them back, bring back, set back,
  go back, switch back, move back, point back, change back, back again, add again, create again,
  former, previous, the old, as before
change, modify, edit, update, alter, switch, replace, swap, move, repoint, rewrite, rewrote
forward, send, sent, route, routed, direct, point, deliver, hand, goes to, go to, went to
reject, refuse, block, deny, denied, drop, swallow, turn away, turned away, lock out, locked out,
  shut out, shed
fail, break, broke, broken, error, crash, throw, threw, thrown, exception, abort, blow up, blows
  up, blew up, fall over, falls over, fell over, choke
slow, late, latency, delay, sluggish, hang, hung, takes too long, take too long, took too long,
  longer
exhaust, saturate, starve, starvation, full, busy, used up, no free, all taken, run out, ran out,
  runs out, running out, run dry, ran dry, none left, none free, occupied, overload
hold, held, occupy, keep, kept, hog, pin, sit on, sits on, sat on, use all, uses all, take all,
  takes all, takes nearly all, taken all, eat, ate, grab, clog
wait, queue, patience
empty, unused, no target, without target, zero target, nobody in it, no member, no instance, no
  server, no host, no machine, nobody registered, nothing registered, nobody behind, no one
  behind, nothing behind, not any target, not a single, nobody in there, has nobody, has no one,
  nobody to send to
user, client, customer, visitor, shopper, buyer, viewer, caller, browser, people, public
load balancer, loadbalancer, lb, alb, elb, balancer, awselb
cloudfront, cdn, edge, distribution
database, db, postgres, postgresql, aurora, rds
instance, host, server, machine, box, node, ec2, backend, target
target group, tg, server group, server pool, pool of servers, pool of machines
function, script, handler, edge code
rule, entry, permission, condition
job, task, cron, cronjob, schedule, timer, robot, bot, automation, cleaner, cleanup, janitor,
  lambda, script, clean-up, housekeeping
alarm, alert, monitor, page, notify, notification, warn, dashboard, canary, probe, detect
test, verify, check, review, approve, approval, gate, canary, staging, rehearse, smoke, dry run,
  second pair of eyes, four eyes, peer, ask first, person control
limit, throttle, limiter, limit_req, rate limit, rate-limit, brake
timeout, time out, timed out, times out, give up, gives up, gave up, patience
unknown, unclear, unverified, open question, not know, do not know, not yet, could not find, find
  out, not sure, to be checked, not verified, still open, remain, not establish
healthy, unchanged, untouched, not touched, not changed, correct, normal, fine, green, ok, okay,
  good, alive, passing, in order, in good order, works, working, nothing wrong, not broken,
  innocent, unaffected
disable, stop, suspend, pause, turn off, turned off, switch off, switched off, deactivate
enable, resume, start, turn on, switch on, reactivate, activate
scan, read all, read the whole, full table, whole table, entire table, walk through, leaf through,
  leafs through, sequential, seqscan, read from beginning to end
connection, session, conn
deploy, release, rollout, roll out, rolled out, push, ship, publish, pipeline
config, configuration, setting, conf, file
address, ip
zone, az, subnet, availability zone
exclude, dismiss, rule out, ruled out, out of the question, not the cause, not the reason, not the
  problem
key, entry, record
share, same, common, single, one bucket
maintenance, fixed response, fixed-response
index, access path, lookup structure
column, field, document, blob
thrown away, discard, filter out, removed by filter, throw away
overnight, every night, nightly
every ten minutes, each ten minutes, every 10 minutes, every 10 min, recurring, again and again,
  repeatedly, periodic
security group, securitygroup, sg
request, req, call
certificate, cert
cpu, processor
reachable, reach, connect, contact, talk
private, internal
publicly, public, outside
""".strip()

GROUPS: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(member.strip() for member in line.split(",")) for line in _LINES.replace("\n  ", " ").split("\n")
)


def _by_stem() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(GROUPS):
        for member in group:
            parts = words(member)
            if len(parts) == 1:
                key = stem(parts[0])
                found[key] = (*found.get(key, ()), number)
    return found


_STEM_GROUPS: Final = _by_stem()


def meanings(stemmed: str) -> tuple[int, ...]:
    """The meanings (line numbers) of one stem; empty when it is not listed."""
    return _STEM_GROUPS.get(stemmed, ())


@lru_cache(maxsize=4096)
def equals(term: str) -> tuple[str, ...]:
    """The term itself, then every member of the meanings it belongs to.

    A term may be the beginning of a word (`remov`); from five letters on it stands for every listed
    word that begins with it.
    """
    bare = " ".join(words(term.lower()))
    found: dict[str, None] = {term: None}
    for group in GROUPS:
        if any(_same(bare, member) for member in group):
            found.update(dict.fromkeys(group))
    return tuple(found)


def _same(bare: str, member: str) -> bool:
    member = " ".join(words(member))
    if " " in bare or " " in member:
        return bare == member
    return stem(bare) == stem(member) or (len(bare) >= 5 and member.startswith(bare))
