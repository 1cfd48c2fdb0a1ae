"""Hosts: files, units, processes, nginx, cron, journal and log files."""
