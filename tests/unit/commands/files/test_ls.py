"""`ls` in GNU's shape (api-503-host §4.5, §4.6)."""

from files_bench import Bench, run

from incidentgame.commands.files.modes import human, mode_text


def test_names_only_one_per_line_hidden_left_out() -> None:
    assert run("ls").text == "app.py\ncurrent\nvenv\nworker.py\n"
    assert run("ls", "-a").text == ".\n..\n.env\napp.py\ncurrent\nvenv\nworker.py\n"
    assert run("ls", "-A").text.startswith(".env\n")


def test_long_lines_have_gnu_columns() -> None:
    assert run("ls", "-l", "/opt/api").text == (
        "total 12\n"
        "-rw-r--r-- 1 root root 1242 Nov 21 03:21 app.py\n"
        "lrwxrwxrwx 1 root root    6 Nov 21 03:21 current -> app.py\n"
        "drwxr-xr-x 3 root root 4096 Nov 21 03:21 venv\n"
        "-rw-r--r-- 1 root root   64 Oct 17  2025 worker.py\n"
    )


def test_styles_of_time_and_size() -> None:
    assert "1.3K Nov" in run("ls", "-lh", "app.py").text
    assert "2026-11-21 03:21 app.py" in run("ls", "-l", "--time-style=long-iso", "app.py").text
    assert "2026-11-21 03:21:17.250000000 +0000 app.py" in run("ls", "--full-time", "app.py").text


def test_orders() -> None:
    assert run("ls", "-t").text.endswith("worker.py\n")
    assert run("ls", "-tr").text.startswith("worker.py\n")
    assert run("ls", "-S").text.split() == ["venv", "app.py", "worker.py", "current"]


def test_operands_files_first_and_titles() -> None:
    text = run("ls", "venv", "app.py").text
    assert text == "app.py\n\nvenv:\nbin\n"
    assert run("ls", "-d", "venv/").text == "venv/\n"
    assert run("ls", "-F").text == "app.py\ncurrent@\nvenv/\nworker.py\n"
    assert run("ls", "-R", "venv").text == "venv:\nbin\n\nvenv/bin:\n"


def test_errors_as_ls_says_them() -> None:
    missing = run("ls", "/nosuch")
    assert (missing.stderr, missing.exit) == ("ls: cannot access '/nosuch': No such file or directory\n", 2)
    denied = run("ls", "/root")
    assert (denied.stderr, denied.exit) == ("ls: cannot open directory '/root': Permission denied\n", 2)
    assert run("ls", "/root", bench=Bench("root")).exit == 0
    assert run("ls", "--nosuch").stderr.startswith("ls: unrecognized option '--nosuch'\n")


def test_mode_and_size_text() -> None:
    assert mode_text("dir", 0o1777) == "drwxrwxrwt"
    assert mode_text("file", 0o4755) == "-rwsr-xr-x"
    assert mode_text("dir", 0o2750) == "drwxr-s---"
    assert [human(n) for n in (0, 1023, 1024, 10_240, 1_048_577)] == ["0", "1023", "1.0K", "10K", "1.1M"]
