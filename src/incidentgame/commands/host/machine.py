"""What machine this is: hostnamectl, timedatectl, lscpu, lsb_release, nproc, arch (api-503-host §4.5)."""

from incidentgame.commands.bench import Bench
from incidentgame.kernel.instant import systemd
from incidentgame.shell.command import Invocation, Outcome
from incidentgame.world import kinds
from incidentgame.world.compute.hosts import (
    KERNEL,
    boot_id,
    booted_at,
    cpus,
    hostname,
    is_instance,
    machine_id,
)


def _type(bench: Bench) -> str:
    instance = bench.view.world.find(kinds.INSTANCE, bench.host) or {}
    return str(instance.get("InstanceType", "t3.small"))


def hostnamectl(invocation: Invocation, bench: Bench) -> Outcome:
    """`hostnamectl`, `hostnamectl hostname`."""
    view, host = bench.view, bench.host
    name = hostname(view.world, host)
    if invocation.argv[:1] == ("hostname",):
        return Outcome(f"{name}\n")
    if invocation.argv[:1] not in ((), ("status",)):
        return Outcome(stderr=f"Unknown command verb {invocation.argv[0]}.\n", exit=1)
    rows = [
        (" Static hostname", name),
        ("       Icon name", "computer-vm" if is_instance(view.world, host) else "computer-laptop"),
        ("         Chassis", "vm 🖴" if is_instance(view.world, host) else "laptop 💻"),
        ("      Machine ID", machine_id(view.dice, host)),
        ("         Boot ID", boot_id(view.dice, host, booted_at(view.world, host))),
        ("  Virtualization", "amazon"),
        ("Operating System", "Debian GNU/Linux 12 (bookworm)       "),
        ("          Kernel", f"Linux {KERNEL}"),
        ("    Architecture", "x86-64"),
        (" Hardware Vendor", "Amazon EC2"),
        ("  Hardware Model", _type(bench)),
        ("Firmware Version", "1.0"),
    ]
    amazon = ("Virtualization", "Hardware Vendor", "Hardware Model", "Firmware Version")
    shown = [row for row in rows if is_instance(view.world, host) or row[0].strip() not in amazon]
    return Outcome("".join(f"{label}: {value}\n" for label, value in shown))


def timedatectl(invocation: Invocation, bench: Bench) -> Outcome:
    """`timedatectl`: the host's clock is right, and in UTC."""
    if invocation.argv[:1] not in ((), ("status",)):
        return Outcome(stderr=f"Unknown command verb {invocation.argv[0]}.\n", exit=1)
    now = systemd(bench.view.now)
    rtc = now.removesuffix(" UTC")
    return Outcome(
        f"               Local time: {now}\n"
        f"           Universal time: {now}\n                 RTC time: {rtc}\n"
        "                Time zone: Etc/UTC (UTC, +0000)\nSystem clock synchronized: yes\n"
        "              NTP service: active\n          RTC in local TZ: no\n"
    )


def lscpu(invocation: Invocation, bench: Bench) -> Outcome:
    """`lscpu`."""
    count = cpus(bench.view.world, bench.host)
    rows = [
        ("Architecture:", "x86_64"),
        ("  CPU op-mode(s):", "32-bit, 64-bit"),
        ("  Address sizes:", "48 bits physical, 48 bits virtual"),
        ("  Byte Order:", "Little Endian"),
        ("CPU(s):", str(count)),
        ("  On-line CPU(s) list:", "0" if count == 1 else f"0-{count - 1}" if count > 2 else "0,1"),
        ("Vendor ID:", "AuthenticAMD"),
        ("  Model name:", "AMD EPYC 7571"),
        ("    CPU family:", "23"),
        ("    Model:", "1"),
        ("    Thread(s) per core:", "2"),
        ("    Core(s) per socket:", str(max(1, count // 2))),
        ("    Socket(s):", "1"),
        ("    BogoMIPS:", "4399.99"),
        ("Virtualization features:", ""),
        ("  Hypervisor vendor:", "KVM"),
        ("  Virtualization type:", "full"),
    ]
    return Outcome("".join(f"{label:<41}{value}".rstrip() + "\n" for label, value in rows))


def lsb_release(invocation: Invocation, bench: Bench) -> Outcome:
    """`lsb_release -a` and its single fields."""
    rows = {"-i": ("Distributor ID", "Debian"), "-d": ("Description", "Debian GNU/Linux 12 (bookworm)"),
            "-r": ("Release", "12"), "-c": ("Codename", "bookworm")}  # fmt: skip
    letters = "".join(word.lstrip("-") for word in invocation.argv)
    wanted = [flag for flag in rows if flag[1] in letters] or (list(rows) if "a" in letters else [])
    short = "s" in letters
    lines = [rows[flag][1] if short else f"{rows[flag][0]}:\t{rows[flag][1]}" for flag in wanted]
    modules = "" if short else "No LSB modules are available.\n"
    return Outcome("".join(f"{line}\n" for line in lines), stderr=modules)


def nproc(invocation: Invocation, bench: Bench) -> Outcome:
    """How many CPUs there are."""
    return Outcome(f"{cpus(bench.view.world, bench.host)}\n")


def arch(invocation: Invocation, bench: Bench) -> Outcome:
    """The machine's architecture."""
    return Outcome("x86_64\n")
