"""Words that mean the same in an incident: plain, terse, colloquial and non-native wordings count as equal.

One line per meaning (continued when indented), members between commas.  A word may stand in several
lines.  Words are compared by stem, so `revoke` also stands for `revoking`; irregular forms are listed.
Lines are about the world of operations, never about one incident.
"""

from __future__ import annotations

from typing import Final

ACTIONS: Final = """
remove, delete, pull, yank, revoke, withdraw, withdrew, withdrawn, strip, erase, wipe, purge, clean up, take
  away, took away, taken away, takes away, take out, took out, taken out, takes out, taking out, taking
  away, kicking out, pulling out, throwing out, takes off, take off, took off, taken off, throw out, throws
  out, threw out, thrown out, kick out, kicks out, kicked out, pull out, pulls out, pulled out, deregister,
  de-register, unregister, detach, evict, sign off, cancel, get rid of, gets rid of, got rid of, getting rid
  of, rid of, cut out, cuts out, strike, struck, drop, bin, binned, scrap, discard, trash, prune, eliminate,
  unset, tear out, tore out, torn out, rip out, ripped out, confiscate, throw away, thrown away, threw away,
  nuke, clear out, drain, cleanse, deprovision
missing, absent, lack, gone, vanish, disappear, no longer, not exist, not there, not present, lost, lose,
  without, not have, has no, have no, had no, nowhere, not any more, no more, not anymore, forgot,
  forgotten, omit, left out
restore, restored, revert, rollback, undo, undid, reinstate, recreate, re-create, re-add, re-register, roll
  back, rolled back, rolling back, put back, give back, gave back, given back, giving back, give them back,
  bring back, set back, go back, went back, switch back, move back, point back, change back, back again, add
  again, create again, make again, put again, former, previous, the old, as before, rebuild, rebuilt,
  re-issue, reissue, re-enable, back out, recover, return, again, anew, re-apply, reapply, repair
change, modify, edit, update, alter, switch, replace, swap, move, repoint, rewrite, rewrote, adjust, tweak,
  set to, touch, commit, merge, patch, amend, flip, bump
add, insert, introduce, append, put in, attach, include, bring in, brought in, extend, create, new
forward, send, sent, route, routed, direct, point, deliver, hand, goes to, go to, went to, steer, lead,
  land, arrive, redirect, dispatch, pass
reject, refuse, block, deny, denied, drop, swallow, turn away, turned away, turns away, lock out, locked
  out, shut out, shed, forbid, forbidden, not allow, not let, not accept, disallow, decline, bounce, cut
  off, sent home, not permit, not authorized, not authorised, unauthorized, accessdenied, access denied, may
  not, prohibit, filter, close, 403
fail, break, broke, broken, error, err, crash, throw, threw, thrown, exception, abort, blow up, blows up,
  blew up, fall over, falls over, fell over, choke, die, died, stumble, trip, bail out, bails out, fault,
  not work, not succeed, unsuccessful, go wrong, went wrong, goes wrong, malfunction, collapse, not go
  through, gone through, down, outage, unavailable, not possible, in vain, panic, exit
slow, late, latency, delay, sluggish, hang, hung, takes too long, take too long, took too long, longer,
  crawl, drag, behind, takes ages, take forever, takes forever, seconds, degrade, tardy, lag, wait
exhaust, saturate, starve, starvation, full, busy, used up, no free, all taken, run out, ran out, runs out,
  running out, run dry, ran dry, none left, none free, occupied, overload, fill, filled, deplete, no room,
  no space, no space left, out of, at its limit, limit reached, maxed out, at capacity, engaged, nothing
  left, not enough, all in use, used
hold, held, occupy, keep, kept, hog, pin, sit on, sits on, sat on, use all, uses all, take all, takes all,
  takes nearly all, taken all, eat, ate, grab, clog, retain, own, take, never release, not release, keep
  open
wait, queue, patience, stand in line, blocked, pending, hang, stuck, sit
lock, locked, lock held, mutex, exclusive, block, deadlock, contention
empty, unused, no target, without target, zero target, nobody in it, no member, no instance, no server, no
  host, no machine, nobody registered, nothing registered, nobody behind, no one behind, nothing behind, not
  any target, not a single, nobody in there, has nobody, has no one, nobody to send to, zero, blank, null,
  void
unused, not used, not in use, idle, dead, superfluous, unneeded, not needed, nobody used, nobody needs,
  nobody needed, zero use, untouched, obsolete, stale, orphaned, no traffic, useless
disable, stop, suspend, pause, turn off, power off, powered off, power down, powered down, take down, taken
  down, took down, shut down, shutdown, pulled down, tear down, tore down, go off, went off, switch-off,
  decommission, dismantle, retire, turned off, switch off, switched off, deactivate, off, halt, freeze, mute
enable, resume, start, turn on, switch on, turned on, switched on, reactivate, activate, launch, kick off,
  run, trigger, fire, execute, on, begin, unmute
stop, end, quit, exit, cease, terminate, kill, shut down, shutdown, abort
restart, reboot, bounce, recycle, reload, respawn, crashloop, crashloopbackoff, crash loop, come back up,
  relaunch
read, scan, read all, read the whole, full table, whole table, entire table, walk through, leaf through,
  leafs through, sequential, seqscan, seq scan, read from beginning to end, front to back, every row, all
  rows, all the rows, complete table, full scan, table scan, go through, goes through, wade through, whole,
  entire, complete, every record
parse, decode, read, understand, digest, deserialize, deserialise, interpret, convert, make sense, swallow,
  format
write, save, store, persist, insert, flush, put, append, record
exclude, dismiss, rule out, ruled out, out of the question, not the cause, not the reason, not the problem,
  discard, put aside, cross out, eliminate, innocent, unrelated, not related, not involved, no role, not it,
  not explain, not to blame, not guilty, nothing to do, clear, red herring
expire, lapse, run out, ran out, runs out, out of date, outdated, notafter, not valid, no longer valid, past
  its end, invalid, end, ended, over, too old, stale, finish, ttl, end date
renew, reissue, re-issue, rotate, refresh, issue, replace, obtain, new certificate, new cert, renewal
deploy, release, rollout, roll out, rolled out, rolling out, push, ship, publish, pipeline, put live, go
  live, went live, put into production, promote, version, build, deployment, update, apply, install, merge
exceed, over, above, more than, beyond, too many, too much, too big, too large, too high, too long, surpass,
  greater, larger, outgrow, overflow, past
increase, raise, rise, grow, grew, grown, climb, go up, went up, goes up, surge, spike, jump, double, bump,
  scale up, higher, more, build up, pile up, piles up, piled up, backlog, swell, mount, accumulate, peak,
  rush, flood, burst
decrease, reduce, lower, drop, shrink, shrank, go down, went down, cut, less, fewer, smaller, scale down,
  halve, tighten
retry, retries, try again, tries again, tried again, repeat, again and again, repeatedly, loop, over and
  over, every time, each time, redeliver, resend, re-send, replay, attempt
duplicate, double, twice, two times, second time, doubled, copy, again, repeated
lose, lost, loss, miss, drop, vanish, disappear, data loss, gone, not arrive, never arrive
skip, ignore, leave out, pass over, jump over, bypass, step over, park, set aside, put aside, move past
handle, process, consume, work off, work through, serve, treat, take care, digest, progress, move on,
  continue, go on, advance, proceed
leak, not release, never release, not close, never close, not free, not give back, not returned, grow
  without end
measure, count, collect, gather, record, figure, number, counter, statistic, stat, metric, reading, data,
  usage, use
select, choose, chose, pick, prefer, take, decide, opt
believe, think, thought, assume, take for, taken for, took for, regard, deem, consider, declare, suppose,
  look like, looked like, seem
know, aware, notice, noticed, see, seen, realise, realize, find out, found out, detect, discover, spot
give, grant, allow, permit, let, authorise, authorize, entitle, hand, provide
connect, reach, contact, talk, speak, communicate, call, dial, access, ask, handshake, ring, open
  connection, get through
answer, respond, response, reply, return, serve, come back, comes back, say, give, hand out, hands out,
  result
accept, trust, believe, honour, honor, let in, let through, take, agree
resolve, look up, lookup, translate, find, name resolution, query
schedule, plan, run every, periodic, recurring
share, same, common, single, one bucket, all together
test, verify, check, review, approve, approval, gate, canary, staging, rehearse, smoke, dry run, dry-run,
  try out, tried out, second pair of eyes, four eyes, peer, ask first, person control, control, inspect,
  look at, looked at, validate, validation, double-check, sign off, signed, sign, second person, says yes,
  say yes, confirm, audit, simulate, examine, try, lint, proof, compare, look in
alarm, alert, monitor, page, notify, notification, warn, dashboard, canary, probe, detect, watch, tell us,
  wake, observe, ring, bell, shout, signal, paging, visible, report, message, loud, loudly, pager, learn of,
  get told, be told, track
limit, throttle, limiter, limit_req, rate limit, rate-limit, brake, cap, quota, maximum, max, ceiling,
  bound, restrict, threshold, budget
prevent, avoid, protect, guard, safeguard, forbid, make impossible, never again, block, keep from, stop
  from, ensure, make sure, enforce, require
separate, isolate, own, split, dedicated, apart, decouple, independent, partition, distinct, quarantine
fall back, falls back, fallback, failover, fail over, fails over, failed over, switch over, promote,
  promoted, takeover, take over, took over, taken over, elect, elected
scale, resize, grow, add capacity, enlarge, expand, extend, bigger, larger, increase, raise, upgrade, more
"""

THINGS: Final = """
user, client, customer, cust, visitor, shopper, buyer, viewer, caller, browser, people, public, consumer,
  folks, guest, person, patient, passenger, tenant, member, subscriber, reader, everybody, everyone, nobody,
  traveller, rider, driver, student
load balancer, loadbalancer, lb, alb, elb, balancer, awselb, nlb, haproxy, ingress, proxy, envoy, gateway
cloudfront, cdn, edge, distribution, pop
database, db, postgres, postgresql, aurora, rds, mysql, mariadb, sql, pg, mongo, oracle, dynamodb, data
  store, datastore
primary, prim, master, leader, writer, main database, main server
replica, repl, standby, secondary, follower, reader, read replica, spare, copy, second server, second
  machine, slave, mirror
instance, host, server, machine, box, node, ec2, backend, target, vm, worker, computer
pod, container, task, replica, process, instance, worker, consumer
cluster, kubernetes, k8s, eks, control plane, orchestrator, swarm, nomad
target group, tg, server group, server pool, pool of servers, pool of machines
function, script, handler, edge code, lambda, program, code, tool
rule, entry, permission, condition, line, statement, record
permission, perm, right, privilege, policy, iam, action, role, access, grant, allowed, authorisation,
  authorization, entitlement, may do, rights, authority, acl
job, task, cron, cronjob, schedule, timer, robot, bot, automation, cleaner, cleanup, janitor, lambda,
  script, clean-up, housekeeping, batch, run, process, tidy-up, routine, nightly, backfill
timeout, time out, timed out, times out, give up, gives up, gave up, patience, deadline, too late, time
  limit, expire
unknown, unclear, unverified, open question, not know, do not know, not yet, could not find, find out, not
  sure, to be checked, not verified, still open, remain, not establish, not checked, open, can not say,
  could not say, not say, have to check, whether, wonder, question, not clear, not tell, no idea, should
  check, need to check, nobody knows, nobody has checked, undetermined, tbd, tbc, if, find, investigate,
  which
healthy, unchanged, untouched, not touched, not changed, correct, normal, fine, green, ok, okay, good,
  alive, passing, in order, in good order, works, working, nothing wrong, not broken, innocent, unaffected,
  ready, up, valid, usual, as usual, same as, in good shape, sound, running, flat, low, reachable, fresh,
  like yesterday, well, perfect, idle, stable, present, no problem, without problem, no error, clean,
  answers, responds, in sync, intact, happy
connection, session, conn, socket, line, link, slot
pool, connection pool, slots, hikari, pgbouncer
config, configuration, setting, conf, file, parameter, value, option, yaml, manifest, helm, chart, env,
  variable, property, flag, template, knob, toggle
feature flag, flag, toggle, switch, experiment, rollout, launchdarkly
address, ip, addr
zone, az, subnet, availability zone, region, data center, datacenter, site, location
key, entry, record, token, secret, password, credential, credentials, api key, login
secret, password, credential, credentials, token, key, login
maintenance, fixed response, fixed-response
index, access path, lookup structure, idx, indices, register
column, field, document, blob, attribute, property
row, record, rec, entry, tuple, line, document
table, relation, orders
schema, structure, layout, format, type, migration, ddl
migration, mig, schema change, ddl, alter table, schema tidy-up, changeset, flyway, liquibase
query, statement, sql, select, lookup, search, report, look
transaction, session, commit, backend
overnight, every night, nightly, night after night, each night, at night
every ten minutes, each ten minutes, every 10 minutes, every 10 min, recurring, again and again, repeatedly,
  periodic
security group, securitygroup, sg, firewall, acl, nacl, network policy, networkpolicy, iptables, rule
network, networking, net, packet, traffic, connectivity, route, path, wire, cable, link, switch, router
request, req, call, query, hit, attempt, rpc, get, post
traffic, load, requests, volume, rate, demand, visitors, rush, throughput
certificate, cert, tls, ssl, x509, papers, passport, chain
cpu, processor, core, compute
memory, ram, heap, oom, out of memory, oomkilled, oom killer, rss, gc, mem
disk, volume, storage, space, filesystem, file system, partition, drive, ebs, inode, inodes, ssd
log, logs, logfile, trace, journal, logging, debug, audit
cache, redis, memcached, cached, caching, stored copy, in-memory, varnish, memo
queue, topic, stream, kafka, sqs, rabbitmq, broker, bus, backlog, mailbox, channel, buffer
message, msg, event, record, rec, item, payload, job, letter
consumer, reader, worker, subscriber, listener, group, processor
partition, shard, bucket, segment
lag, backlog, behind, delay, queue length, unprocessed, pile
dead letter, dead-letter, dlq, dead letter queue, dead-letter-topic, side queue, error queue, parking lot,
  quarantine
dns, name, domain, record, zone, nameserver, resolver, hostname, route 53, route53, delegation, name server,
  coredns
clock, time, ntp, chrony, drift, skew, watch, time sync
release, version, build, deployment, deploy, code, tag, image, artifact
image, container image, tag, registry, picture, photo
branch, commit, merge, pull request, pr, change, mr, diff
pipeline, ci, cd, build, jenkins, github actions, runner, workflow, argo
thread, worker, goroutine, executor, coroutine
order, purchase, checkout, basket, cart, sale, payment, pay, buy, bought, transaction, till
invoice, bill, billing, statement, charge
money, cash, revenue, payment, transfer, funds, income, sales
mail, email, e-mail, message, letter, newsletter, notification
login, log in, sign in, signin, logon, auth, authentication, log on, sign on, sso, session
backup, snapshot, dump, copy, archive, restore point
file, document, upload, object, blob, attachment, csv
bucket, s3, object store, object storage, container
amount, value, number, figure, price, sum, quantity, total
comma, decimal, separator, german, locale, european, format
malformed, bad, invalid, broken, corrupt, wrong format, unreadable, poison, poisoned, unparsable,
  unparseable, faulty, wrong, defective, garbage, not parse, cannot parse, incorrect, misformatted
wrong, incorrect, bad, false, mistaken, not right, not correct, misconfigured, mistake, faulty, error, typo,
  erroneous, misspelled, misspelt, mis-set, different
old, former, previous, earlier, stale, outdated, obsolete, original, last, prior, past
new, fresh, recent, latest, just, introduced
small, low, tiny, little, short, few, tight, narrow, not enough, insufficient, too small, too low,
  undersized
large, big, huge, high, long, many, much, great, giant, massive, enormous, full
all, every, each, everything, whole, entire, complete, everybody, any
only, just, single, one, alone, sole
private, internal, inside, local
publicly, public, outside, external, internet, from outside
primary key, unique, constraint
page, site, website, web page, screen, view, portal, app
service, api, application, app, component, system, backend, microservice
reachable, reach, connect, contact, talk
payment, pay, charge, card, checkout, transaction, billing
stuck, blocked, hang, halted, stopped, frozen, not move, not progress, no progress, waiting, stalled, stall,
  in a loop, stands still, at a standstill
daily, every day, each day, per day
morning, am, o'clock
team, owner, responsible, colleague, person, somebody, someone, platform people, people
documentation, doc, runbook, wiki, playbook, guide
ownership, owner, responsible
security, attack, ddos, hack, attacker, intrusion
hardware, cable, disk failure, machine failure, power
session, cookie, token, login
health check, healthcheck, probe, readiness, liveness, ping, healthz, readiness probe, liveness probe
autoscaler, autoscaling, auto scaling, hpa, scaling, asg, scaler
delete, ttl, retention, expiry, lifecycle, clean-up
partial, part, some, half, portion, share, fraction
region, country, market, europe
search, find, lookup, index, elastic, elasticsearch, opensearch, solr
mobile, app, phone, ios, android
price, rate, tariff, fee, cost
data, information, content, records
stock, inventory, warehouse, goods
appointment, booking, reservation, slot, calendar
counter, statistic, metric, number, figure, usage, idx_scan
upstream, origin, backend, behind
downstream, client, caller, consumer
""".strip()
