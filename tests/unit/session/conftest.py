"""Puts this directory on the path, so that its tests can share how they play."""
