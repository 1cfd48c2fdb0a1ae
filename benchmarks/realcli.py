"""`aws elbv2 describe-target-health` in the game against one process of the real CLI on a local moto server.

The real tools live in an environment of their own (benchmarks/.tools, made on first use); everything stays on
the loopback interface. Where they cannot be had, the figure says so.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from figures import Figure, wall_milliseconds

from incidentgame import bootstrap

_TOOLS = Path(__file__).parent / ".tools"
_NAME = "aws elbv2 describe-target-health, game : real"
_RUNS = 5
_FAKE = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
}


def figures() -> Iterator[Figure]:
    """How many times faster the median line is."""
    try:
        real, which = _real()
    except (OSError, subprocess.SubprocessError, RuntimeError) as error:
        yield Figure(_NAME, "-", ">= 300 x", None, f"the real CLI could not be had here: {error}")
        return
    ours = _ours()
    ratio = real / ours
    text = f"{which}: {real:.0f} ms a process; the game's line: {ours:.2f} ms"
    yield Figure(_NAME, f"{ratio:.0f} x", ">= 300 x", ratio >= 300, text)


def _ours() -> float:
    case = bootstrap.open_case("api-503", "new-maintenance-rule", 1)
    engine = bootstrap.engine_for("api-503", case)
    find = (
        "aws elbv2 describe-target-groups --names api --query 'TargetGroups[0].TargetGroupArn' --output text"
    )
    arn = engine.submit(find, engine.now + 1000).observation.stdout.strip()
    line = f"aws elbv2 describe-target-health --target-group-arn {arn}"
    engine.submit(line, engine.now + 1000)
    return statistics.median(
        wall_milliseconds(lambda: engine.submit(line, engine.now + 1000)) for _ in range(50)
    )


def _real() -> tuple[float, str]:
    places = _tools()
    with _server(places) as address:
        env = {**os.environ, **_FAKE, "AWS_ENDPOINT_URL": address}
        aws = places["aws"]
        which = subprocess.run(
            [aws, "--version"], env=env, capture_output=True, text=True, timeout=60, check=True
        )
        arn = _group(aws, env)
        words = [aws, "elbv2", "describe-target-health", "--target-group-arn", arn]
        subprocess.run(words, env=env, capture_output=True, timeout=60, check=True)
        took = [
            wall_milliseconds(
                lambda: subprocess.run(words, env=env, capture_output=True, timeout=60, check=True)
            )
            for _ in range(_RUNS)
        ]
    return statistics.median(took), which.stdout.split()[0]


def _group(aws: str, env: Mapping[str, str]) -> str:
    """A target group to ask about."""
    vpc = _said(aws, env, "ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId")
    make = f"elbv2 create-target-group --name api --protocol HTTP --port 80 --vpc-id {vpc}"
    return _said(aws, env, f"{make} --query TargetGroups[0].TargetGroupArn")


def _said(aws: str, env: Mapping[str, str], words: str) -> str:
    line = [aws, *words.split(), "--output", "text"]
    done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-200:])
    return done.stdout.strip()


def _tools() -> Mapping[str, str]:
    """The real CLI (the system's v2 where there is one) and the moto server."""
    server = _TOOLS / "bin" / "moto_server"
    system = shutil.which("aws")
    wanted = [] if server.exists() else ["moto[server]"]
    wanted += [] if system or (_TOOLS / "bin" / "aws").exists() else ["awscli"]
    if wanted:
        subprocess.run([sys.executable, "-m", "venv", str(_TOOLS)], check=True, timeout=120)
        pip = [str(_TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", *wanted]
        subprocess.run(pip, check=True, timeout=300, capture_output=True)
    return {"aws": system or str(_TOOLS / "bin" / "aws"), "moto": str(server)}


@contextmanager
def _server(places: Mapping[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [places["moto"], "-H", "127.0.0.1", "-p", str(port)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(words, stdout=quiet, stderr=quiet)
    try:
        _listening(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _listening(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the moto server did not start")
