"""Options of the commands, as Tab offers them. `aws` knows its own from the service models."""

from collections.abc import Mapping, Sequence

_OPTIONS: Mapping[str, str] = {
    "curl": "-s -S -v -i -I -o -w -H -X -d -k -L -f -m --resolve --connect-timeout --max-time --http1.1 "
    "--compressed --retry",
    "date": "-u -d -Is --iso-8601",
    "df": "-h -i -T",
    "dig": "+short +trace +noall +answer +nocmd +tcp +dnssec -t -x -4 -6",
    "dmesg": "-T -w -H",
    "du": "-s -h -a -c",
    "free": "-h -m -g",
    "grep": "-i -v -n -c -E -r -l -o -A -B -C",
    "head": "-n -c",
    "journalctl": "-u -f -n -p -o -b -r -e -g -k -x --since --until --no-pager",
    "jq": "-r -c -s",
    "ls": "-l -a -la -h -t -r",
    "nc": "-v -z -w -vz",
    "nginx": "-t -T -s -v -V",
    "openssl": "-connect -servername -showcerts -noout -text -dates -subject -issuer",
    "ping": "-c -i -W",
    "ps": "aux -e -f -ef -o -C",
    "psql": "-c -h -U -d -At -x",
    "sort": "-n -r -k -u -t",
    "ss": "-l -t -n -p -a -s -ltnp -tn",
    "ssh": "-i -p -l -J -v",
    "systemctl": "--no-pager --failed --all --type -l -n",
    "tail": "-n -f -F -c",
    "top": "-b -n -bn1",
    "uniq": "-c -d -u",
    "wc": "-l -w -c",
}


def options_of(command: str, words: Sequence[str]) -> list[str]:
    """The options a command takes that are not on the line yet."""
    return [one for one in _OPTIONS.get(command, "").split() if one not in words]
