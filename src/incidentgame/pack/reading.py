"""A pack as parsed: every file read and checked for its shape, nothing filled in yet.

Files come as a mapping of relative path to bytes; an adapter reads them, and no path can leave the pack
because nothing but this mapping is ever looked into.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from incidentgame.pack.loading import Document, load_yaml
from incidentgame.pack.problems import PackError, Problem
from incidentgame.pack.schema import FORMAT, FaultText, PackText, StoryText, WorldText
from incidentgame.pack.shape import check
from incidentgame.world.traffic.flows import TrafficPlan

PackFiles = Mapping[str, bytes]

MAX_FILES = 2_000
MAX_TOTAL = 8_000_000


@dataclass(frozen=True, slots=True)
class Pack:
    """A parsed pack. `worlds` are the blueprint's world.yaml and the pack's own, in this order."""

    id: str
    digest: str
    pack: Document
    worlds: tuple[Document, ...]
    traffic: Document
    story: Document
    faults: Mapping[str, Document]
    texts: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def fault_ids(self) -> tuple[str, ...]:
        """All faults, sorted."""
        return tuple(sorted(self.faults))


def digest(files: PackFiles, blueprint: PackFiles) -> str:
    """The key of a pack in a cache: the same for the same bytes under the same names."""
    total = sha256(f"format {FORMAT}".encode())
    for part in (blueprint, files):
        for path in sorted(part):
            total.update(f"\x00{path}\x00{len(part[path])}\x00".encode())
            total.update(part[path])
        total.update(b"\x01")
    return total.hexdigest()


def blueprint_name(files: PackFiles) -> str:
    """The blueprint a pack extends; PackError when pack.yaml does not say."""
    document = load_yaml("pack.yaml", _present(files, "pack.yaml"))
    name = document.data.get("extends") if isinstance(document.data, dict) else None
    if not isinstance(name, str):
        raise PackError([document.problem(("extends",), '"extends" must name a blueprint')])
    return name


def read_pack(files: PackFiles, blueprint: PackFiles) -> Pack:
    """Parse all files; PackError with everything that has the wrong shape."""
    problems = list(_limits({**blueprint, **files}))
    read = _Parts(problems)
    pack = read.document("pack.yaml", files, PackText)
    worlds = [read.document("world.yaml", blueprint, WorldText, "blueprint/")]
    if "world.yaml" in files:
        worlds.append(read.document("world.yaml", files, WorldText))
    traffic_from = files if "traffic.yaml" in files else blueprint
    traffic = read.document("traffic.yaml", traffic_from, TrafficPlan)
    story = read.document("story.yaml", files, StoryText)
    paths = sorted(p for p in files if p.startswith("faults/") and p.endswith(".yaml"))
    faults = {p[7:-5]: read.document(p, files, FaultText) for p in paths}
    if not faults:
        problems.append(Problem("faults", 0, "the pack has no fault"))
    texts = dict(_texts({**blueprint, **files}, problems))
    if problems:
        raise PackError(problems)
    return Pack(
        id=str(pack.data["id"]),
        digest=digest(files, blueprint),
        pack=pack,
        worlds=tuple(worlds),
        traffic=traffic,
        story=story,
        faults=faults,
        texts=texts,
    )


class _Parts:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def document(self, path: str, files: PackFiles, type_: Any, prefix: str = "") -> Document:
        """One parsed and checked file; an empty document when it is missing or broken."""
        try:
            document = load_yaml(prefix + path, _present(files, path, prefix))
        except PackError as error:
            self.problems.extend(error.problems)
            return Document(prefix + path, {})
        self.problems.extend(check(document, document.data, type_, ()))
        version = document.data.get("format") if isinstance(document.data, dict) else None
        if type_ is PackText and version not in (FORMAT, None):
            self.problems.append(
                document.problem(("format",), f"format {version} is not known", f"write format: {FORMAT}")
            )
        return document


def _present(files: PackFiles, path: str, prefix: str = "") -> bytes:
    if path not in files:
        raise PackError([Problem(prefix + path, 0, "the file is missing")])
    return files[path]


def _limits(files: PackFiles) -> Iterator[Problem]:
    if len(files) > MAX_FILES:
        yield Problem("pack", 0, f"more than {MAX_FILES} files")
    if sum(map(len, files.values())) > MAX_TOTAL:
        yield Problem("pack", 0, f"more than {MAX_TOTAL} bytes in all")
    for path in files:
        if path.startswith(("/", "\\")) or ".." in path.split("/") or "\x00" in path:
            yield Problem(path, 0, "the path leaves the pack")


def _texts(files: PackFiles, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The files a template or an overlay may use, as text."""
    for path, content in files.items():
        if not path.startswith(("files/", "functions/")):
            continue
        try:
            yield path, content.decode("utf-8")
        except UnicodeDecodeError:
            problems.append(Problem(path, 0, "not UTF-8 text"))


def freeze(pack: Pack) -> bytes:
    """A parsed pack as bytes, for a cache keyed by its digest. Line numbers are left out."""
    documents = {
        "pack": pack.pack,
        "traffic": pack.traffic,
        "story": pack.story,
        **{f"world/{i}": document for i, document in enumerate(pack.worlds)},
        **{f"fault/{name}": document for name, document in pack.faults.items()},
    }
    data = {name: (document.file, document.data) for name, document in documents.items()}
    return msgspec.msgpack.encode((FORMAT, pack.id, pack.digest, data, dict(pack.texts)))


def thaw(content: bytes) -> Pack:
    """What `freeze` wrote; ValueError when it is something else or of another format."""
    try:
        format_, id_, key, data, texts = msgspec.msgpack.decode(content)
        found = {name: Document(file, value) for name, (file, value) in data.items()}
        if format_ != FORMAT:
            raise ValueError(f"format {format_}")
        return Pack(
            id=id_,
            digest=key,
            pack=found["pack"],
            worlds=tuple(found[name] for name in sorted(found) if name.startswith("world/")),
            traffic=found["traffic"],
            story=found["story"],
            faults={n[6:]: found[n] for n in sorted(found) if n.startswith("fault/")},
            texts=texts,
        )
    except (msgspec.DecodeError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a compiled pack: {error}") from None
