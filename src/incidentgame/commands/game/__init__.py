"""The game's own verbs: about the case, never about AWS."""
