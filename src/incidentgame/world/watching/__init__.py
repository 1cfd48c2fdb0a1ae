"""Watching: metrics, alarms, logs, trail records and log objects: views of one traffic and one ledger."""
