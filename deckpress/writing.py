"""Write files completely or not at all: temporary file, fsync, rename, under a lock on the folder."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from deckpress.problems import DeckpressError, SettingsError
from deckpress.render import SHEET_MARK

__all__ = [
    "leftovers",
    "locked_folder",
    "own_pages",
    "refuse_strangers",
    "sweep_leftovers",
    "sweep_pages",
    "write_files",
    "write_folder",
]

_MARK: Final = b'<meta name="generator" content="deckpress">'
_PICTURE: Final = re.compile(r"(?:picture|sound)-[0-9a-f]{16}\.[a-z0-9]+")  # beside the pages that show it
_TAIL: Final = 512  # bytes at a PDF's end in which its mark stands
_LOCK: Final = "lock"
_HEAD: Final = 1024  # bytes in which the mark stands
_TEMPORARY: Final = re.compile(r"\.(.+)\.\d+\.deckpress-tmp")


@contextlib.contextmanager
def locked_folder(folder: Path, cache: Path) -> Iterator[None]:
    """Make the folder and hold it against other builds, by a lock in the cache.

    Raises DeckpressError where that fails.
    """
    from filelock import FileLock  # noqa: PLC0415 - imported on use

    try:
        for place in (folder, cache):
            place.mkdir(parents=True, exist_ok=True)
        lock = FileLock(cache / _LOCK)
        lock.acquire()
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DeckpressError(f"cannot lock the folder {folder}: {reason}") from None
    try:
        yield
    finally:
        lock.release()


def write_new(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files of a new bank, by paths inside the folder; their paths. Raises DeckpressError."""
    for path, data in files.items():
        place = (folder / path).parent
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeckpressError(f"cannot make the folder {place}: {error.strerror}") from None
        write_files(place, {PurePosixPath(path).name: data})
    return [folder / path for path in files]


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace the files of a locked folder, all or none of them unless a rename itself fails.

    A name may have one folder in front of it, which is made. Raises DeckpressError where the disk is
    full or the folder read-only; the old files stay.
    """
    temporaries: dict[Path, Path] = {}
    done: list[str] = []
    try:
        for place in {(folder / name).parent for name in files} | {folder}:
            place.mkdir(exist_ok=True)
        sweep_leftovers(folder)
        for name, data in files.items():
            target = folder / name
            temporary = target.with_name(f".{target.name}.{os.getpid()}.deckpress-tmp")
            temporaries[temporary] = target
            _write(temporary, data)
        for temporary, target in temporaries.items():
            temporary.replace(target)
            done.append(target.name)
        for place in {target.parent for target in temporaries.values()}:
            _sync(place)
    except OSError as error:
        state = f"already new: {', '.join(done)}" if done else "the old files are untouched"
        raise DeckpressError(f"cannot write to {folder}: {error.strerror}; {state}") from None
    finally:
        for temporary in temporaries:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_folder(folder: Path, cache: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a folder that differ, all or none. Raises DeckpressError where that fails."""
    changed = {name: data for name, data in files.items() if not _holds(folder / name, data)}
    if changed:
        with locked_folder(folder, cache):
            write_files(folder, changed)


def leftovers(folder: Path) -> list[Path]:
    """The temporary files that killed builds left in a folder and in the folders of pages inside it."""
    found = [path for pattern in (".*.deckpress-tmp", "*/.*.deckpress-tmp") for path in folder.glob(pattern)]
    return [path for path in found if _TEMPORARY.fullmatch(path.name) and not path.parent.is_symlink()]


def sweep_leftovers(folder: Path) -> None:
    """Remove what killed builds left in a locked folder: the lock says that nobody is writing now."""
    for path in leftovers(folder):
        with contextlib.suppress(OSError):
            path.unlink()


def refuse_strangers(folder: Path, files: Iterable[str]) -> None:
    """Raise SettingsError where a folder holds files that are not among these: old ones would be read too."""
    there = [path for pattern in ("*", "*/*") for path in folder.glob(pattern) if path.is_file()]
    ours = [path for path in there if path not in set(leftovers(folder))]
    names = sorted({path.relative_to(folder).as_posix() for path in ours} - {*files})
    if names:
        raise SettingsError(f"{folder} holds {names[0]}, which is none of ours; empty it or name another")


def own_pages(folder: Path) -> list[Path]:
    """Pages and sheets of a folder that a build wrote, and their pictures; all else there is none of ours."""
    found = []
    for path in sorted(folder.glob("*.html")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                found += [path] if _MARK in file.read(_HEAD) else []
    found += [path for path in sorted(folder.glob("*.pdf")) if _is_own_sheet(path)]
    pictures = folder.glob("*-*.*") if folder.is_dir() else ()
    return found + sorted(path for path in pictures if _PICTURE.fullmatch(path.name) and path.is_file())


def _is_own_sheet(path: Path) -> bool:
    """Whether a file is the sheet of a topic, which a build wrote."""
    if not path.is_file() or path.is_symlink():
        return False
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return SHEET_MARK in file.read(_TAIL)


def sweep_pages(pages: Sequence[Path], *, sheets: bool = True) -> None:
    """Remove from the folders of these pages what builds wrote before: the page of a topic that is gone.

    Without `sheets`, sheets stay: each is whole without the others. Raises DeckpressError where that fails.
    """
    try:
        for folder in {page.parent for page in pages}:
            for path in own_pages(folder):
                if path not in pages and (sheets or path.suffix != ".pdf"):
                    path.unlink()
    except OSError as error:
        raise DeckpressError(f"cannot remove an old page: {error.strerror} ({error.filename})") from None


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the renames themselves on the disk; Windows opens no folders and does this by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
