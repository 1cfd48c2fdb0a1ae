"""A role-play incident debugging game over a computed cloud."""

__version__ = "0.1.0"
