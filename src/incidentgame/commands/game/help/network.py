"""Help on looking from outside: names, requests, certificates, connections."""

from incidentgame.commands.game.help.model import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "curl",
        "network",
        "send a request and read the whole answer",
        (
            "curl -si URL",
            "curl -sv -o /dev/null URL",
            "curl -si --connect-to HOST:443:OTHER:443 URL",
            "curl -so /dev/null -w '%{http_code} %{time_total}\\n' URL",
        ),
        (
            "what does a user see",
            "is the site up",
            "which status code",
            "who answers the request",
            "test the url",
            "open the web page",
            "is it slow",
            "does the origin answer directly",
        ),
        note="`server:`, `x-cache:` and the body tell which hop wrote the answer.",
    ),
    Entry(
        "dig",
        "network",
        "ask DNS for a name",
        ("dig NAME", "dig +short NAME A", "dig +trace NAME", "dig @RESOLVER NAME"),
        (
            "does the name resolve",
            "where does the name point",
            "dns lookup",
            "which ip address",
            "is dns broken",
            "ttl of the record",
        ),
    ),
    Entry("host", "network", "ask DNS for a name, shortly", ("host NAME",), ("dns lookup",)),
    Entry("nslookup", "network", "ask DNS for a name", ("nslookup NAME",), ("dns lookup",)),
    Entry(
        "getent",
        "network",
        "what the system's own resolver says of a name",
        ("getent hosts NAME",),
        ("what does this machine resolve the name to",),
    ),
    Entry(
        "openssl",
        "network",
        "TLS: the certificate a server shows, and whether it is trusted",
        (
            "openssl s_client -connect HOST:443 -servername HOST </dev/null",
            "openssl s_client -connect HOST:443 </dev/null | openssl x509 -noout -dates -subject",
        ),
        (
            "is the certificate expired",
            "tls handshake",
            "ssl error",
            "certificate chain",
            "when does the certificate expire",
        ),
    ),
    Entry(
        "nc",
        "network",
        "is a port open?",
        ("nc -zv HOST PORT",),
        ("is the port open", "can I connect", "is a firewall blocking", "connection refused or timeout"),
    ),
    Entry(
        "ping",
        "network",
        "is a machine there? (many do not answer)",
        ("ping -c 3 HOST",),
        ("is the host reachable", "is the server alive"),
    ),
    Entry(
        "ssh",
        "network",
        "a shell on a machine, or one line there",
        ("ssh HOST", "ssh HOST 'journalctl -u api -n 50'", "exit"),
        ("log in to the server", "connect to an instance", "get on the machine", "how do I look at a server"),
        note="HOST is an instance id, a private address, or bastion. `exit` comes back.",
    ),
)
