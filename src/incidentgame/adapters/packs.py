"""Packs as directories: read into mappings of relative path to bytes, nothing outside them.

Packs are looked for beside the program (shipped with it) and under the data directory.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from incidentgame.adapters.cache import Cache
from incidentgame.pack.bank import FOLDER, Bank, check_bank, read_bank
from incidentgame.pack.interview import InterviewScript, check_interview, read_interview
from incidentgame.pack.problems import PackError, Problem, did_you_mean
from incidentgame.pack.reading import Pack, blueprint_name, read_pack

_MOST_FILES = 4_000
_BANK = "_bank"


def shipped() -> Path:
    """Where the packs that come with the program are: in the wheel, or at the top of a checkout."""
    here = Path(__file__).resolve().parent.parent
    inside = here / "incidents"
    return inside if inside.is_dir() else here.parent.parent / "incidents"


def pack_ids() -> list[str]:
    """The packs that can be played, sorted."""
    return sorted(p.name for p in shipped().iterdir() if (p / "pack.yaml").is_file())


def unscored() -> str:
    """The first pack that is not scored, to begin with; empty when there is none."""
    return next((name for name in pack_ids() if load(name).pack.data.get("scored") is False), "")


def directory_of(pack: str) -> Path:
    """A pack's directory, by id or by path; PackError when there is none."""
    given = Path(pack)
    if (given / "pack.yaml").is_file():
        return given
    if pack in pack_ids():
        return shipped() / pack
    raise PackError([Problem(pack, 0, f'there is no pack "{pack}"', did_you_mean(pack, pack_ids()))])


def files_below(directory: Path) -> dict[str, bytes]:
    """Every file by relative path. Links that lead out of the directory are left out."""
    root = directory.resolve()
    found: dict[str, bytes] = {}
    for path in sorted(root.rglob("*"))[:_MOST_FILES]:
        if path.is_file() and path.resolve().is_relative_to(root) and "__pycache__" not in path.parts:
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


@lru_cache(maxsize=8)
def load(pack: str) -> Pack:
    """A pack read and checked for its shape; PackError with every mistake."""
    key = _fingerprint(directory_of(pack))
    known = _KEPT[-1].find("pack", key)
    if isinstance(known, Pack):
        return known
    found = read(pack)
    _KEPT[-1].keep(found, "pack", key)
    return found


_KEPT = [Cache(None)]


def keep_in(cache: Cache) -> None:
    """Where parsed packs are kept from one start to the next."""
    _KEPT[:] = [cache]


def read(pack: str) -> Pack:
    """A pack read from its files, whatever is kept of it."""
    directory = directory_of(pack)
    files = files_below(directory)
    return read_pack(files, files_below(_blueprint(directory, blueprint_name(files))))


def _fingerprint(directory: Path) -> str:
    """One value for everything a pack can be made of: its own files and the blueprints it may name."""
    total = sha256()
    for place in (directory, *_blueprint_places(directory)):
        for path, content in files_below(place).items():
            total.update(f"{path}\x00{len(content)}\x00".encode())
            total.update(content)
    return total.hexdigest()


def _blueprint_places(directory: Path) -> tuple[Path, ...]:
    """Where blueprints are: beside the pack, or shipped with the game."""
    return tuple(dict.fromkeys((directory.resolve().parent / "_blueprints", shipped() / "_blueprints")))


def _blueprint(directory: Path, name: str) -> Path:
    """A blueprint's directory: beside the pack, or shipped with the game."""
    for place in _blueprint_places(directory):
        if "/" not in name and (place / name / "world.yaml").is_file():
            return place / name
    raise PackError([Problem("pack.yaml", 0, f'there is no blueprint "{name}"')])


@lru_cache(maxsize=1)
def bank() -> Bank:
    """The question cards that come with the program, read when first needed."""
    return read_bank(_bank_files(shipped() / _BANK))


@lru_cache(maxsize=1)
def interview() -> InterviewScript:
    """What the interviewer of a rehearsal says and can be asked, read when first needed."""
    return read_interview(_bank_files(shipped() / _BANK))


def _bank_files(directory: Path) -> dict[str, bytes]:
    return files_below(directory) if directory.is_dir() else {}


def is_bank(directory: str) -> bool:
    """Is it a bank of questions and no pack?"""
    return (Path(directory) / FOLDER).is_dir() and not (Path(directory) / "pack.yaml").is_file()


def check(pack: str) -> list[Problem]:
    """Every mistake of a pack, by id or directory, or of a bank of questions; empty when it is in order."""
    from incidentgame.pack.lint import check_pack

    if is_bank(pack):
        files = files_below(Path(pack))
        return [*check_bank(files), *check_interview(files)]
    try:
        directory = directory_of(pack)
        files = files_below(directory)
        blueprint = _blueprint(directory, blueprint_name(files))
    except PackError as error:
        return list(error.problems)
    return check_pack(files, files_below(blueprint))
