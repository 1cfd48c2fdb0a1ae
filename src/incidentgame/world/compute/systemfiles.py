"""Files every Debian host has whose text follows from what the host is: /etc/hostname, /proc/loadavg …"""

from collections.abc import Callable

from incidentgame.kernel.instant import Instant, to_datetime
from incidentgame.world.compute.hosts import (
    KERNEL,
    KERNEL_BUILD,
    boot_id,
    booted_at,
    cpus,
    host_doc,
    hostname,
    is_instance,
    login_of,
    machine_id,
)
from incidentgame.world.compute.processes import processes, usage
from incidentgame.world.compute.units import is_active, unit
from incidentgame.world.view import View

_Text = Callable[[View, str], str | None]


def _hostname(view: View, host: str) -> str:
    return f"{hostname(view.world, host)}\n"


def _hosts(view: View, host: str) -> str:
    name = hostname(view.world, host)
    return (
        f"127.0.0.1\tlocalhost\n127.0.1.1\t{name}\n\n"
        "# The following lines are desirable for IPv6 capable hosts\n"
        "::1     localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\nff02::2 ip6-allrouters\n"
    )


OS_RELEASE = """PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
"""


def _resolv(view: View, host: str) -> str:
    region = view.account.region
    search = (
        f"search {region}.compute.internal\n"
        if host_doc(view.world, host).get("Role") != "laptop"
        else "search lan\n"
    )
    head = "# This is /run/systemd/resolve/stub-resolv.conf managed by systemd-resolved.\n# Do not edit.\n\n"
    return f"{head}nameserver 127.0.0.53\noptions edns0 trust-ad\n{search}"


def _loadavg(view: View, host: str) -> str:
    table = processes(view, host)
    loads = " ".join(f"{load // 100}.{load % 100:02d}" for load in usage(view, host).loads)
    tasks = sum(process.threads for process in table)
    return (
        f"{loads} {max(1, sum(p.state[0] == 'R' for p in table))}/{tasks} {max(p.pid for p in table) + 31}\n"
    )


def _meminfo(view: View, host: str) -> str:
    used = usage(view, host)
    rows = (
        ("MemTotal", used.memory),
        ("MemFree", used.free),
        ("MemAvailable", used.free + used.cache),
        ("Buffers", used.cache // 27),
        ("Cached", used.cache - used.cache // 27),
        ("SwapCached", 0),
        ("Active", used.used * 7 // 10),
        ("Inactive", used.cache * 6 // 10),
        ("SwapTotal", 0),
        ("SwapFree", 0),
        ("Dirty", 96),
        ("Shmem", 46 * 1024),
    )
    return "".join(f"{name + ':':<15} {value:>8} kB\n" for name, value in rows)


def _uptime(view: View, host: str) -> str:
    up = view.now - booted_at(view.world, host)
    idle = up * cpus(view.world, host) * 94 // 100
    return f"{up // 1000}.{up % 1000 // 10:02d} {idle // 1000}.{idle % 1000 // 10:02d}\n"


def _version(view: View, host: str) -> str:
    compiler = "(gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40)"
    return f"Linux version {KERNEL} (debian-kernel@lists.debian.org) {compiler} {KERNEL_BUILD}\n"


def _cpuinfo(view: View, host: str) -> str:
    return "".join(
        f"processor\t: {n}\nvendor_id\t: AuthenticAMD\ncpu family\t: 23\nmodel\t\t: 1\n"
        f"model name\t: AMD EPYC 7571\ncpu MHz\t\t: 2199.998\ncache size\t: 512 KB\n\n"
        for n in range(cpus(view.world, host))
    )


def _boot_stamp(view: View, host: str) -> Instant:
    return booted_at(view.world, host) + 4_800


def _cloud_init(view: View, host: str) -> str | None:
    if not is_instance(view.world, host):
        return None
    at = _boot_stamp(view, host)
    lines = (
        (0, "util.py[DEBUG]: Cloud-init v. 22.4.2 running 'init-local'"),
        (1200, "DataSourceEc2.py[DEBUG]: strict_mode: warn, cloud_name=aws cloud_platform=ec2"),
        (2100, "stages.py[INFO]: Loaded datasource DataSourceEc2Local - DataSourceEc2Local"),
        (4900, "util.py[DEBUG]: cloud-init mode 'modules' took 4.812 seconds (4.81)"),
    )
    moments = ((at + ms, text) for ms, text in lines)
    return "".join(f"{to_datetime(ms):%Y-%m-%d %H:%M:%S},{ms % 1000:03d} - {text}\n" for ms, text in moments)


def _cloud_output(view: View, host: str) -> str | None:
    if not is_instance(view.world, host):
        return None
    at = _boot_stamp(view, host)
    stamp = to_datetime(at).strftime("%a, %d %b %Y %H:%M:%S +0000")
    done = to_datetime(at + 5000).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"Cloud-init v. 22.4.2 running 'init' at {stamp}. Up 4.80 seconds.\n"
        f"Cloud-init v. 22.4.2 running 'modules:final' at {done}. Up 9.71 seconds.\n"
        f"Cloud-init v. 22.4.2 finished at {done}. Datasource DataSourceEc2Local.  Up 9.80 seconds\n"
    )


def _dpkg(view: View, host: str) -> str:
    """The image was built some weeks before the boot."""
    at = booted_at(view.world, host) - (20 + view.dice.below(9, "image")) * 86_400_000
    packages = (
        ("nginx", "1.22.1-9+deb12u2"),
        ("nginx-common", "1.22.1-9+deb12u2"),
        ("python3.11", "3.11.2-6+deb12u6"),
    )
    lines = []
    for number, (name, version) in enumerate(packages):
        stamp = f"{to_datetime(at + number * 2000):%Y-%m-%d %H:%M:%S}"
        for word in (
            f"install {name}:amd64 <none> {version}",
            f"status installed {name}:amd64 {version}",
        ):
            lines.append(f"{stamp} {word}\n")
    return "".join(lines)


def _passwd(view: View, host: str) -> str:
    listed = [str(name) for name in host_doc(view.world, host).get("Users", ())]
    first = [login_of(host_doc(view.world, host))]
    fixed = (
        "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"
        "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
        "messagebus:x:100:107::/nonexistent:/usr/sbin/nologin\nsshd:x:102:65534::/run/sshd:/usr/sbin/nologin\n"
        "api:x:998:998::/opt/api:/usr/sbin/nologin\n"
    )
    known = {line.partition(":")[0] for line in fixed.splitlines()}
    users = [*first, *(name for name in listed if name not in known and name not in first)]
    return fixed + "".join(f"{n}:x:{1000 + i}:{1000 + i}::/home/{n}:/bin/bash\n" for i, n in enumerate(users))


def _group(view: View, host: str) -> str:
    """One group for every user, and Debian's own; the image's account may read logs and become root."""
    own = [line.split(":")[:3] for line in _passwd(view, host).splitlines()]
    rows = [(name, number, "") for name, _, number in own if name not in ("nobody", "messagebus", "sshd")]
    if host != "laptop":
        login = login_of(host_doc(view.world, host))
        rows += [("adm", "4", login), ("sudo", "27", login), ("systemd-journal", "101", login)]
    listed = sorted(rows, key=lambda row: int(row[1]))
    return "".join(f"{name}:x:{number}:{members}\n" for name, number, members in listed)


def _nginx_pid(view: View, host: str) -> str | None:
    doc = unit(view.world, host, "nginx.service")
    return f"{doc['MainPid']}\n" if doc is not None and is_active(doc) else None


TEXTS: dict[str, _Text] = {
    "/etc/debian_version": lambda view, host: "12.11\n",
    "/etc/group": _group,
    "/etc/hostname": _hostname,
    "/etc/hosts": _hosts,
    "/etc/machine-id": lambda view, host: machine_id(view.dice, host) + "\n",
    "/etc/os-release": lambda view, host: OS_RELEASE,
    "/etc/passwd": _passwd,
    "/etc/resolv.conf": _resolv,
    "/etc/timezone": lambda view, host: "Etc/UTC\n",
    "/proc/cmdline": lambda view, host: (
        f"BOOT_IMAGE=/boot/vmlinuz-{KERNEL} root=PARTUUID=3f2a1c0e ro console=ttyS0,115200\n"
    ),
    "/proc/cpuinfo": _cpuinfo,
    "/proc/loadavg": _loadavg,
    "/proc/meminfo": _meminfo,
    "/proc/sys/kernel/random/boot_id": lambda view, host: (
        boot_id(view.dice, host, booted_at(view.world, host)) + "\n"
    ),
    "/proc/uptime": _uptime,
    "/proc/version": _version,
    "/run/nginx.pid": _nginx_pid,
    "/var/log/cloud-init-output.log": _cloud_output,
    "/var/log/cloud-init.log": _cloud_init,
    "/var/log/dpkg.log": _dpkg,
}
"""How each is made, by path; None where this host has no such file just now."""

OCCASIONAL = ("/run/nginx.pid", "/var/log/cloud-init-output.log", "/var/log/cloud-init.log")
"""Those of them that not every host has at every time."""


def text_of(view: View, host: str, path: str) -> str | None:
    """The text of such a file on a host; None when it has none."""
    maker = TEXTS.get(path)
    return maker(view, host) if maker else None


def changed_at(view: View, host: str, path: str) -> Instant:
    """When it last changed: now for /proc, the boot for the rest."""
    return view.now if path.startswith("/proc/") else booted_at(view.world, host)
