"""Debriefs as text, shared by the terminal and the command line."""
