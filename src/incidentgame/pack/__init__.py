"""Packs: data under `incidents/` to a checked, compiled case. Nothing here runs code from a pack."""
