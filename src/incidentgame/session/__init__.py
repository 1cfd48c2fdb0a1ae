"""A case being played: lines in, outcomes and events out; rivals, story, replay and result beside it."""
