"""CloudWatch Logs: what a log group holds, how it is filtered and queried.

`events` is the way in; `sources` makes the lines of each kind of group, `filters` are filter patterns,
`insights` the query language.
"""
