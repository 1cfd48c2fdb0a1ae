"""Timers: what EventBridge rules and schedules start, and when."""
