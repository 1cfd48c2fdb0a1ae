"""Puts this directory on the path, so that tests can share fixture worlds."""
