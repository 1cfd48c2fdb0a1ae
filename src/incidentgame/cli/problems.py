"""What is wrong with how a command was used."""


class UsageError(Exception):
    """The command cannot do this; the message says what to do instead. Exit code 2."""
