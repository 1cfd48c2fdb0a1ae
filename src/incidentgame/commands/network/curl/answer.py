"""The answer as curl shows it: status line and headers, and the body."""

from incidentgame.world.walk.request import Walk


def head_lines(walk: Walk) -> list[str]:
    """Status line, headers, and the empty line that ends them; empty when there was no answer.

    HTTP/2: lower-case names, no reason phrase and a trailing blank (api-503-host §5.1).
    """
    reply = walk.path.reply
    if reply is None:
        return []
    if walk.request.version == "2":
        lines = [f"HTTP/2 {reply.status} "]
        return [*lines, *(f"{name.lower()}: {value}" for name, value in reply.headers), ""]
    lines = [f"HTTP/1.1 {reply.status} {reply.reason}"]
    return [*lines, *(f"{name}: {value}" for name, value in reply.headers), ""]


def head(walk: Walk) -> str:
    """The head as -i prints it, CR LF at each end of line."""
    return "".join(f"{line}\r\n" for line in head_lines(walk))


def body(walk: Walk) -> bytes:
    """The body that came: none for HEAD."""
    reply = walk.path.reply
    return b"" if reply is None or walk.request.method == "HEAD" else reply.body
