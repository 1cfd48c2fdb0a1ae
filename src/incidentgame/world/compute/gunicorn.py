"""What gunicorn says when it starts, stops, reloads, or cannot start (api-503-host §2.2)."""

from incidentgame.kernel.instant import iso_offset
from incidentgame.world.compute.processes import pid_at, unit_processes
from incidentgame.world.compute.site import INFO, Line, Site
from incidentgame.world.compute.units import environment


def line(here: Site, pid: int, level: str, text: str) -> Line:
    stamp = iso_offset(here.view.now).replace("T", " ").replace("+00:00", " +0000")
    return ("gunicorn", pid, INFO, f"[{stamp}] [{pid}] [{level}] {text}")


def hello(here: Site, pid: int) -> list[Line]:
    """api-503-host §2.2."""
    words = here.read.exec_start.split()
    kind = next((words[i + 1] for i, w in enumerate(words[:-1]) if w == "--worker-class"), "sync")
    bind = next((words[i + 1] for i, w in enumerate(words[:-1]) if w == "--bind"), "127.0.0.1:8000")
    count = next((words[i + 1] for i, w in enumerate(words[:-1]) if w == "--workers"), "1")
    texts = [
        "Starting gunicorn 27.0.1",
        f"Listening at: http://{bind} ({pid})",
        f"Using worker: {kind}",
    ]
    workers = [pid + 2 + n for n in range(int(count))]
    return [
        *(line(here, pid, "INFO", text) for text in texts),
        *(line(here, worker, "INFO", f"Booting worker with pid: {worker}") for worker in workers),
        line(
            here,
            pid,
            "ERROR",
            "Control server error: [Errno 13] Permission denied: '/opt/api/.gunicorn'",
        ),
    ]


def goodbye(here: Site) -> list[Line]:
    table = unit_processes(here.view, here.host, here.name, here.doc)
    master = table[0].pid
    return [
        line(here, master, "INFO", "Handling signal: term"),
        *(line(here, p.pid, "INFO", f"Worker exiting (pid: {p.pid})") for p in table[1:]),
        line(here, master, "INFO", "Shutting down: Master"),
    ]


def hup(here: Site, pid: int) -> tuple[Line, ...]:
    table = unit_processes(here.view, here.host, here.name, here.doc)
    master = table[0].pid
    return (
        line(here, master, "INFO", "Handling signal: hup"),
        line(here, master, "INFO", "Hang up: Master"),
        *(line(here, pid + n, "INFO", f"Booting worker with pid: {pid + n}") for n in range(len(table) - 1)),
        *(line(here, p.pid, "INFO", f"Worker exiting (pid: {p.pid})") for p in table[1:]),
    )


def complaint(here: Site) -> tuple[Line, ...]:
    """Why the app would not come up: an option it cannot read, or no database address (house rule)."""
    pid = pid_at(here.view, here.host, here.view.now, here.name)
    words = here.read.exec_start.split()
    for option in ("--workers", "--threads", "--timeout"):
        value = next((words[i + 1] for i, w in enumerate(words[:-1]) if w == option), "1")
        if not value.isdigit():
            text = f"gunicorn: error: argument {option}: invalid int value: '{value}'"
            return (("gunicorn", pid, INFO, text),)
    if here.read.environment_files and "DATABASE_URL" not in environment(
        here.view.world, here.host, here.read
    ):
        key = "KeyError: 'DATABASE_URL'"
        return (
            line(here, pid + 1, "ERROR", "Exception in worker process"),
            ("gunicorn", pid + 1, INFO, "Traceback (most recent call last):"),
            ("gunicorn", pid + 1, INFO, key),
            line(here, pid, "ERROR", f"Worker (pid:{pid + 1}) exited with code 3"),
            line(here, pid, "ERROR", "Shutting down: Master"),
            line(here, pid, "ERROR", "Reason: Worker failed to boot."),
        )
    return ()
