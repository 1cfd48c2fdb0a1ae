"""Help on files and text: what any Debian shell has, as far as one needs it here."""

from incidentgame.commands.game.help.model import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry("ls", "shell", "list files", ("ls -l DIR",), ("which files are there", "runbooks")),
    Entry(
        "cat",
        "shell",
        "show a file",
        ("cat FILE", "cat ~/runbooks/*.md"),
        ("read a file", "is there a runbook", "documentation of the system"),
    ),
    Entry("less", "shell", "show a file page by page", ("less FILE",)),
    Entry(
        "tail",
        "shell",
        "the end of a file, or follow it",
        ("tail -n 50 FILE", "tail -f FILE"),
        ("watch a log", "access log", "logs of nginx", "newest lines of a log"),
    ),
    Entry("head", "shell", "the beginning of a file", ("head FILE",)),
    Entry(
        "grep",
        "shell",
        "lines that match",
        ("grep ' 503 ' /var/log/nginx/access.log", "grep -rn WORD DIR"),
        ("search in files", "filter lines", "find text"),
    ),
    Entry(
        "awk",
        "shell",
        "columns of lines",
        ("awk '{print $9}' FILE | sort | uniq -c",),
        ("count status codes in a log", "sum a column"),
    ),
    Entry("sed", "shell", "edit lines", ("sed -i 's/OLD/NEW/' FILE",), ("replace text in a file",)),
    Entry("sort", "shell", "sort lines", ("… | sort | uniq -c | sort -rn",), ("most frequent lines",)),
    Entry("jq", "shell", "pick from JSON", ("… | jq '.Items[].Id'",), ("read json", "filter json")),
    Entry("nano", "shell", "edit a file", ("nano FILE",), ("change a configuration file", "edit a file")),
    Entry("stat", "shell", "a file's size, owner and times", ("stat FILE",), ("when was the file changed",)),
    Entry("touch", "shell", "make a file, or renew its time", ("touch FILE",)),
    Entry("dir", "shell", "list files", ("dir",)),
    Entry(
        "date",
        "shell",
        "the case's time",
        ("date -u", "date -u -d '-30 min' +%FT%TZ"),
        ("what time is it", "time zone"),
    ),
    Entry("sleep", "shell", "let time pass (simulated, you do not wait)", ("sleep 60",), ("wait a minute",)),
    Entry("id", "shell", "who you are here", ("id",)),
    Entry("whoami", "shell", "who you are here", ("whoami",)),
    Entry(
        "printf",
        "shell",
        "print text as it is, such as into a file",
        ("printf '%s\\n' TEXT > FILE",),
        ("write a file",),
    ),
)
