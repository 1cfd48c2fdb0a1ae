"""Makes error text look like Debian 12's bash and hides what runs it (api-503-host §4.6).

The rules look at the shape of the interpreter's messages, never at what the player typed.
"""

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), becomes)
    for pattern, becomes in (
        (r"(: command not found)\. .*$", r"\1"),
        (r"^bash: line \d+: (\S+: not a terminal)", r"-\1"),
        (r"^bash: line \d+: ", "-bash: "),
        (r"^bash: (?=\S+: (?:Permission denied|Is a directory|No such file))", "-bash: "),
        (
            r"^parse error: unexpected end of input in \[\[ \]\]$",
            "-bash: syntax error: unexpected end of file",
        ),
        (
            r"^parse error: unexpected end of input in .*$",
            "-bash: syntax error: unexpected end of file",
        ),
        (
            r"^parse error at line \d+, column \d+: syntax error: unterminated command substitution$",
            "-bash: unexpected EOF while looking for matching `)'",
        ),
        (
            r"^parse error at line \d+, column \d+: syntax error: unterminated backtick substitution$",
            "-bash: unexpected EOF while looking for matching ``'",
        ),
        (
            r"^parse error at line \d+, column \d+: expected word$",
            "-bash: syntax error near unexpected token `newline'",
        ),
        (r"^parse error(?: at line \d+, column \d+)?: ", "-bash: "),
        (r"^\S+: (?:output|line|loop|iteration)\s?\w* ?limit .*exceeded.*\n?", ""),
        (
            r"cannot touch (.*): set_modified_time not supported",
            r"cannot touch \1: Permission denied",
        ),
        (r"^(\S+): not a terminal \(run inside .*$", r"\1: needs a terminal"),
        (r"^(-bash: syntax error near .*\n)-bash: `.*'\n", r"\1"),
        (r"^(?:execution cancelled|(?:-?bash: )?resource limit exceeded.*)\n?", ""),
        (r"^jq: execution timed out$", "Killed"),
        (
            r"^execution error: budget validation failed: .*$",
            "-bash: brace expansion: cannot allocate memory",
        ),
        (
            r"^execution error: (source: )?(.*): maximum source depth exceeded$",
            r"-bash: \2: Too many open files",
        ),
        (r"^(?:execution error: |io error: )", "-bash: "),
        (
            r"^bash: maximum nesting depth exceeded$",
            "-bash: fork: retry: Resource temporarily unavailable",
        ),
        (r"^(gzip: \S+: )execution error: gzip: \S+: ", r"\1"),
        (r"^(gzip: .*: )(?:invalid gzip header|not in gzip format)", r"\n\1not in gzip format"),
        (r"^(gzip: .*: )unexpected end of file", r"\n\1unexpected end of file"),
        (r"^(mkdir: cannot create directory )'(.*)'", r"\1‘\2’"),
        (r"^(\w+: .*: )io error: ", r"\1"),
        (r"^.*\b(?:[Bb]ashkit|VFS)\b.*\n?", ""),
    )
)
_STOPPED = re.compile(r"resource limit exceeded|execution (?:cancelled|timed out)|timeout", re.IGNORECASE)
_PARSE = re.compile(r"parse error")


def as_bash(stderr: str) -> str:
    """The interpreter's stderr in bash's own words, ending in a newline if there is any text."""
    for pattern, becomes in _RULES:
        stderr = pattern.sub(becomes, stderr)
    return stderr if not stderr or stderr.endswith("\n") else stderr + "\n"


def is_syntax_error(error: str | None) -> bool:
    """Whether the interpreter refused to parse the line; bash exits with 2 then."""
    return error is not None and _PARSE.match(error) is not None


def is_stopped(error: str | None) -> bool:
    """Whether a limit or a cancellation ended the line."""
    return error is not None and _STOPPED.search(error) is not None


def is_timeout(error: str | None, stderr: str) -> bool:
    """Whether the wall clock ended the line, or (as jq does) one command in it."""
    if "execution timed out" in stderr:
        return True
    return error is not None and "timeout" in error.lower() and is_stopped(error)


STOPPED = "-bash: stopped: this line does more work than one line may do here\n"
