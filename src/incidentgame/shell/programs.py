"""Which programs a Debian 12 host has, and the small files in /usr/bin that stand for them.

The interpreter brings commands no Debian host has, and some that would tell about the machine the game
runs on. Those are not found unless the game registers its own. Each program is also a file: a script that
calls it by name, so that `/usr/bin/grep`, `which grep` and `ls /usr/bin` agree.
"""

from collections.abc import Iterable, Mapping

from incidentgame.kernel.instant import Instant
from incidentgame.shell.image import File, directory, link


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ABSENT = _words(
    """assert bc busybox csv curl dotenv file gawk http json log make man mkfifo parallel patch pgrep pkill
    ps python python3 retry rg semver sqlite sqlite3 ssh strings template tomlq tree ts typescript unzip
    users verify wget xxd yq zip git scp sftp uptime free df help fc bind"""
)
"""Names the interpreter knows (or hints at) that are "command not found" until the game brings its own."""

NATIVE = _words(
    """arch awk b2sum base32 base64 basename basenc bash bunzip2 bzcat bzip2 cat chgrp chmod chown cksum
    clear cmp column comm cp cut date dd diff dirname du echo egrep env envsubst expand expr factor
    false fgrep find flock fmt fold getconf grep groups gunzip gzip head hexdump hostid hostname iconv
    id install join jq kill less link ln locale logname ls mawk md5sum mkdir mktemp more mv nano nice nl
    nohup nproc numfmt od openssl paste pr printenv printf pwd readlink realpath rev rm rmdir sed seq sh
    sha1sum sha224sum sha256sum sha384sum sha512sum shasum shuf sleep sort split stat sudo sum sync tac
    tail tar tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink uuidgen vi
    watch wc which whoami xargs yes"""
)
"""Programs that run in the interpreter itself or are replaced by the game's own of the same name."""

BUILTINS = _words(
    """. : [ alias bg break builtin caller cd command compgen complete compopt continue declare dirs disown
    echo enable eval exec exit export false fg getopts hash history jobs kill let local logout mapfile
    popd printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap
    true type typeset ulimit umask unalias unset wait"""
)

KEYWORDS = _words(
    """! [[ ]] case coproc do done elif else esac fi for function if in select then time until while { }"""
)

_SCRIPTS = {
    "zcat": 'exec gzip -cd "$@"\n',
    "zgrep": """opts=; pattern=
while [ $# -gt 0 ]; do
  case $1 in
    -e) opts="$opts -e"; pattern=$2; shift 2; break ;;
    -[ABCm]) opts="$opts $1 $2"; shift 2 ;;
    --) shift; pattern=$1; shift; break ;;
    -*) opts="$opts $1"; shift ;;
    *) pattern=$1; shift; break ;;
  esac
done
[ $# -eq 0 ] && set -- -
many=$#; status=1
for f in "$@"; do
  name=$f
  case $opts in *h*) many=1 ;; esac
  if [ "$f" != - ] && [ ! -e "$f" ]; then
    echo "gzip: $f: No such file or directory" >&2; status=2; continue
  fi
  if [ "$f" = - ]; then gzip -cd
  elif [ "$(head -c 2 "$f" | od -An -tx1)" = " 1f 8b" ]; then gzip -cd "$f"
  else cat "$f"; fi |
    if [ "$many" -gt 1 ]; then grep -H --label="$name" $opts -- "$pattern"
    else grep $opts -- "$pattern"; fi
  [ $? -eq 0 ] && [ $status -eq 1 ] && status=0
done
exit $status
""",
    "zless": 'exec zcat "$@"\n',
    "zmore": 'exec zcat "$@"\n',
}

_LINKS = {"bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib"}
_DEVICES = ("full", "null", "random", "stderr", "stdin", "stdout", "tty", "urandom", "zero")


def program_files(names: Iterable[str] = (), built: Instant = 0) -> Mapping[str, File]:
    """/usr/bin with every program (these names besides the native ones), /dev, /tmp and the root links."""
    files = {f"/usr/bin/{name}": _caller(name, built) for name in (*NATIVE, *names) if "/" not in name}
    for name, body in _SCRIPTS.items():
        files[f"/usr/bin/{name}"] = File("file", b"#!/bin/sh\n" + body.encode(), 0o755, mtime=built)
    files |= {f"/{name}": link(target, built) for name, target in _LINKS.items()}
    files |= {f"/dev/{name}": File("file", b"", 0o666, mtime=built) for name in _DEVICES}
    files["/usr/sbin"] = files["/usr/lib"] = directory(mtime=built)
    files["/tmp"] = files["/var/tmp"] = directory(0o1777, mtime=built)
    files["/root"] = directory(0o700, mtime=built)
    return files


def _caller(name: str, built: Instant) -> File:
    return File("file", f'#!/bin/sh\nexec {name} "$@"\n'.encode(), 0o755, mtime=built)
