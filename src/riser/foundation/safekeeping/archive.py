"""The file of a backup: a zip that appears whole or not at all, with the SHA-256 of everything in it."""

import fcntl
import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from riser.foundation.errors import Refused
from riser.foundation.safekeeping import manifest as manifests
from riser.foundation.safekeeping.manifest import Manifest, NoManifest, Piece

Progress = Callable[[int], None]  # is told how many more bytes are through
CHUNK = 1 << 20
SPARE = 32 << 20
LONGEST_MANIFEST = 512 << 20
STORED = (".parquet", ".xlsx", ".zip", ".gz", ".png", ".jpg", ".jpeg", ".pdf")  # packed already


class Packing:
    """A backup while it is written."""

    def __init__(self, archive: zipfile.ZipFile, scratch: Path, progress: Progress) -> None:
        self._archive, self._progress = archive, progress
        self.scratch = scratch  # a folder for what has to be made before it can be packed
        self.pieces: list[Piece] = []

    def add(self, name: str, path: Path) -> Piece:
        """The file under this name, and what is to be said of it in the manifest."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED if path.suffix in STORED else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        with path.open("rb") as source, self._archive.open(info, "w", force_zip64=True) as target:
            piece = Piece(name, *_copy(source, target, self._progress))
        self.pieces.append(piece)
        return piece

    def close(self, manifest: Manifest) -> None:
        """Writes the manifest: the last thing in the file."""
        self._archive.writestr(manifests.NAME, manifests.as_text(manifest), zipfile.ZIP_DEFLATED)


@contextmanager
def packing(target: Path, progress: Progress) -> Iterator[Packing]:
    """A backup that stands under its final name once the block has ended well, readable by its owner only.

    Until then it is `NAME.part`, which a second backup to the same name respects and one after a kill takes
    over. Raises Refused where the name is taken or the folder is not there.
    """
    _refuse_taken(target)
    with _part_of(target) as file, _scratch_of(target) as scratch:
        with zipfile.ZipFile(file, "w", compresslevel=1) as archive:
            yield Packing(archive, scratch, progress)
        file.flush()
        os.fsync(file.fileno())
        _refuse_taken(target)
        part_name(target).rename(target)
    _sync_folder(target.parent)


def manifest_in(path: Path) -> Manifest:
    """What a backup says of itself. Raises Refused where the file is no backup, or was cut off."""
    with _opened(path) as archive:
        try:
            info = archive.getinfo(manifests.NAME)
            if info.file_size > LONGEST_MANIFEST:
                raise NoManifest("too long")
            return manifests.from_text(archive.read(info).decode())
        except (
            KeyError,
            UnicodeDecodeError,
            NoManifest,
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
        ) as error:
            raise _no_backup(path) from error


def unpack(path: Path, manifest: Manifest, into: Path | None, progress: Progress) -> None:
    """Lays every piece under the folder, or without one only reads it. Raises Refused where a digest differs.

    A file that the manifest does not name is not touched.
    """
    with _opened(path) as archive:
        for piece in manifest.pieces:
            try:
                with archive.open(piece.name) as source:
                    found = _take(source, into / piece.name if into else None, progress)
            except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError) as error:
                if isinstance(error, OSError) and error.errno is not None:
                    raise  # of the disk, not of the archive
                raise _damaged(path, piece) from error
            if found != (piece.size, piece.sha256):
                raise _damaged(path, piece)


def room_for(folder: Path, size: int) -> bool:
    """Whether the disk has room for this many bytes, and a little more."""
    return shutil.disk_usage(folder).free > size + SPARE


def _take(source: IO[bytes], target: Path | None, progress: Progress) -> tuple[int, str]:
    if target is None:
        return _copy(source, None, progress)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        found = _copy(source, file, progress)
        file.flush()
        os.fsync(file.fileno())
    return found


def _copy(source: IO[bytes], target: IO[bytes] | None, progress: Progress) -> tuple[int, str]:
    """Size and SHA-256 of what went through."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
        progress(len(chunk))
    return size, digest.hexdigest()


# --- the file on the disk --------------------------------------------------------------------------------


def part_name(target: Path) -> Path:
    """What a backup is called while it is written."""
    return target.with_name(target.name + ".part")


@contextmanager
def _part_of(target: Path) -> Iterator[IO[bytes]]:
    """The file while it is written, ours alone. It is gone where the block fails."""
    part = part_name(target)
    with _claimed(part) as file:
        try:
            yield file
        except BaseException:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def _scratch_of(target: Path) -> Iterator[Path]:
    """A folder beside the file, where there is room for it. The lock on the file makes it ours alone."""
    scratch = target.with_name(target.name + ".part.d")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _claimed(part: Path) -> IO[bytes]:
    """The empty file under a lock; what a killed backup left in it is gone."""
    while True:
        try:
            file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        except FileNotFoundError:
            raise Refused(_("There is no folder %(folder)s.") % {"folder": part.parent}) from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise Refused(_("Another backup is being written to %(file)s.") % {"file": part}) from None
        if _is_still(part, file):
            file.truncate(0)
            os.fchmod(file.fileno(), 0o600)
            return file
        file.close()  # whoever held it has just finished and renamed it


def _is_still(part: Path, file: IO[bytes]) -> bool:
    with suppress(FileNotFoundError):
        return part.stat().st_ino == os.fstat(file.fileno()).st_ino
    return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_taken(target: Path) -> None:
    if target.exists():
        raise Refused(_("%(file)s is there already. Name another file.") % {"file": target})


# --- what is no backup -----------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise Refused(_("There is no file %(file)s.") % {"file": path}) from None
    except IsADirectoryError:
        raise Refused(_("%(file)s is a folder. Name the file of the backup.") % {"file": path}) from None
    except (zipfile.BadZipFile, OSError) as error:
        raise _no_backup(path) from error
    with archive:
        yield archive


def _no_backup(path: Path) -> Refused:
    text = _("%(file)s is no whole backup of Riser: it is cut off, damaged or something else.")
    return Refused(text % {"file": path})


def _damaged(path: Path, piece: Piece) -> Refused:
    text = _("%(file)s is damaged: %(piece)s in it is not what was backed up. Take another backup.")
    return Refused(text % {"file": path, "piece": piece.name})
