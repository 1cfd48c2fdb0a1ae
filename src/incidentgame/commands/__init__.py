"""What a player can type: one file per command, each a function from invocation and bench to outcome."""
