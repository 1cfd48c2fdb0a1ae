"""High-level `aws s3`: `ls`, and `cp` from a bucket to the virtual disk or standard output."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidentgame.api.errors import ApiError
from incidentgame.commands.aws import calling, settings
from incidentgame.commands.aws.backend import AwsResult, Backend
from incidentgame.commands.aws.customized import listing
from incidentgame.commands.aws.errors import api_text, param_error, unknown_words
from incidentgame.commands.aws.global_options import Globals
from incidentgame.commands.aws.parser import CommandParser
from incidentgame.commands.aws.waiting import too_few

SUBCOMMANDS = ("ls", "website", "cp", "mv", "rm", "sync", "mb", "rb", "presign", "help")
_USAGE = "usage: aws s3 cp <LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>"
LS_OPTIONS = ("--recursive", "--human-readable", "--summarize", "--page-size")
_NO_EFFECT = ("--quiet", "--no-progress", "--only-show-errors", "--dryrun", "--no-guess-mime-type")
_ACTIONS = {
    "mv": "PutObject",
    "rm": "DeleteObject",
    "sync": "PutObject",
    "mb": "CreateBucket",
    "rb": "DeleteBucket",
    "presign": "GetObject",
    "website": "PutBucketWebsite",
}
"""What the on-call role would need for the subcommands this world does not answer."""


def run(options: Globals, cwd: str, backend: Backend) -> AwsResult:
    """Run `aws s3 SUBCOMMAND …`; paths are printed relative to `cwd` (empty: as given)."""
    parser = CommandParser()
    parser.add_argument("subcommand", nargs="?", choices=SUBCOMMANDS)
    space, rest = parser.parse_known_args(list(options.rest))
    if space.subcommand is None:
        raise too_few("s3")
    if space.subcommand == "help" or rest == ["help"]:
        from incidentgame.commands.aws.help import s3 as s3_help

        return AwsResult(s3_help())
    settings.check_region(options.region, "s3")
    if space.subcommand == "ls":
        return _ls(rest, options, backend)
    if space.subcommand == "cp":
        return _cp(rest, options, cwd, backend)
    raise calling.refused("s3", _ACTIONS[space.subcommand], backend)


def split(uri: str) -> tuple[str, str]:
    """`s3://bucket/key` as bucket and key."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def _ls(words: Sequence[str], options: Globals, backend: Backend) -> AwsResult:
    parser = CommandParser()
    parser.add_argument("paths", nargs="?", default="s3://")
    for flag in ("--recursive", "--human-readable", "--summarize"):
        parser.add_argument(flag, action="store_true")
    for name in ("--page-size", "--request-payer", "--bucket-name-prefix", "--bucket-region"):
        parser.add_argument(name)
    space = _parsed(parser, words)
    bucket, key = split(space.paths)
    if not bucket:
        document = calling.call("s3", "ListBuckets", {}, options, backend)
        return AwsResult(listing.buckets(document))
    request = {"Bucket": bucket, "Prefix": key}
    if not space.recursive:
        request["Delimiter"] = "/"
    found = list(_pages(request, options, backend))
    text = listing.objects(found, full=space.recursive, human=space.human_readable)
    summary = listing.summary(found, human=space.human_readable) if space.summarize else ""
    return AwsResult(text + summary, "", 1 if key and not text else 0)


def _pages(request: Mapping[str, Any], options: Globals, backend: Backend) -> Iterator[Mapping[str, Any]]:
    token = None
    while True:
        extra: dict[str, str] = {"ContinuationToken": token} if token else {}
        page = calling.call("s3", "ListObjectsV2", {**request, **extra}, options, backend)
        yield page
        token, last = page.get("NextContinuationToken"), token
        if not token or token == last:
            return


def _cp(words: Sequence[str], options: Globals, cwd: str, backend: Backend) -> AwsResult:
    parser = CommandParser()
    parser.add_argument("paths", nargs=2)
    for flag in ("--recursive", *_NO_EFFECT):
        parser.add_argument(flag, action="store_true")
    for name in ("--include", "--exclude"):
        parser.add_argument(name, action="append")
    space = _parsed(parser, words)
    source, target = space.paths
    if not (source.startswith("s3://") or target.startswith("s3://")):
        raise param_error(f"{_USAGE}\nError: Invalid argument type")
    if target.startswith("s3://"):
        return _failed("upload", source, target, calling.refused("s3", "PutObject", backend))
    copy = _Copy(options, backend, cwd, quiet=space.quiet or space.only_show_errors, dry=space.dryrun)
    if space.recursive:
        return copy.tree(source, target, space.include or [], space.exclude or [])
    return copy.one(source, target)


@dataclass(frozen=True, slots=True)
class _Copy:
    """Downloads from a bucket."""

    options: Globals
    backend: Backend
    cwd: str
    quiet: bool
    dry: bool

    def one(self, source: str, target: str) -> AwsResult:
        """One object to a file, a directory (`dir/`) or `-`."""
        bucket, key = split(source)
        try:
            if target == "-":
                return AwsResult(self._body(bucket, key))
            path = _path(target, key, self.backend)
            return AwsResult(self._download(bucket, key, source, path))
        except calling.RefusedError as refused:
            if target == "-":
                return _failed("download", source, target, _head(refused))
            return AwsResult("", f"fatal error: {_head_text(refused, key)}\n", 1)

    def tree(self, source: str, target: str, include: Sequence[str], exclude: Sequence[str]) -> AwsResult:
        """Every object under a prefix, into a directory."""
        bucket, prefix = split(source)
        base = prefix if prefix.endswith("/") or not prefix else f"{prefix}/"
        lines = []
        for page in _pages({"Bucket": bucket, "Prefix": base}, self.options, self.backend):
            for entry in page.get("Contents", ()):
                key = entry["Key"]
                rest = key.removeprefix(base)
                if rest and _wanted(rest, include, exclude):
                    path = f"{target.rstrip('/')}/{rest}"
                    lines.append(self._download(bucket, key, f"s3://{bucket}/{key}", path))
        return AwsResult("".join(lines))

    def _download(self, bucket: str, key: str, source: str, path: str) -> str:
        if self.dry:
            return f"(dryrun) download: {source} to {self._relative(path)}\n"
        calling.save(path, self._body(bucket, key), self.backend)
        return "" if self.quiet else f"download: {source} to {self._relative(path)}\n"

    def _relative(self, path: str) -> str:
        """As the real CLI names a file: from the working directory, `./` for one in it."""
        if not self.cwd.startswith("/"):
            return path
        folder, name = posixpath.split(posixpath.join(self.cwd, path))
        return posixpath.join(posixpath.relpath(folder, self.cwd), name)

    def _body(self, bucket: str, key: str) -> bytes:
        request = {"Bucket": bucket, "Key": key}
        body = calling.call("s3", "GetObject", request, self.options, self.backend).get("Body", b"")
        return body.encode() if isinstance(body, str) else bytes(body)


def _head(refused: calling.RefusedError) -> calling.RefusedError:
    """The real CLI asks HeadObject first, whose answer has no body: only a status (404, 403)."""
    status = refused.error.status
    if refused.error.code == "NoSuchKey" or status == 404:
        return calling.RefusedError(ApiError("404", "Not Found", 404), "HeadObject")
    if status == 403:
        return calling.RefusedError(ApiError("403", "Forbidden", 403), "HeadObject")
    return refused


def _head_text(refused: calling.RefusedError, key: str) -> str:
    head = _head(refused)
    if head.error.code == "404" and refused.error.code != "NoSuchBucket":
        head = calling.RefusedError(ApiError("404", f'Key "{key}" does not exist', 404), "HeadObject")
    return _said(head)


def _said(refused: calling.RefusedError) -> str:
    return api_text(refused.error, refused.operation)


def _failed(verb: str, source: str, target: str, refused: calling.RefusedError) -> AwsResult:
    """A transfer that was refused once it had begun (exit 1)."""
    return AwsResult("", f"{verb} failed: {source} to {target} {_said(refused)}\n", 1)


def _path(target: str, key: str, backend: Backend) -> str:
    name = key.rsplit("/", 1)[-1]
    if target.endswith("/"):
        return f"{target}{name}"
    if target in (".", ".."):
        return f"{target}/{name}"
    try:
        backend.read_file(target)
    except IsADirectoryError:
        return f"{target}/{name}"
    except OSError:
        pass
    return target


def _wanted(path: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    from fnmatch import fnmatchcase

    if any(fnmatchcase(path, pattern) for pattern in include):
        return True
    return not any(fnmatchcase(path, pattern) for pattern in exclude)


def _parsed(parser: CommandParser, words: Sequence[str]) -> Any:
    space, rest = parser.parse_known_args(list(words))
    if rest:
        raise unknown_words(rest)
    return space
