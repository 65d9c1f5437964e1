"""The file of a backup: whole or not there, and read only where every digest fits."""

import hashlib
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.errors import Refused
from riser.foundation.safekeeping import manifest as manifests
from riser.foundation.safekeeping.archive import manifest_in, packing, part_name, unpack
from riser.foundation.safekeeping.manifest import (
    PLACES,
    LakePoint,
    Manifest,
    NoManifest,
    Piece,
    as_text,
    from_text,
    is_within,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def nobody(size: int) -> None:
    """Is told how much is through."""


def manifest_of(*pieces: Piece) -> Manifest:
    return Manifest(
        made_at=NOW,
        program="0.1.0",
        vendor="sqlite",
        rows={"connect_load": 2},
        migrations=(("plan", "0001_initial"),),
        lake=(LakePoint(1, "ad_daily", 3, 1),),
        pieces=pieces,
    )


def packed(folder: Path) -> tuple[Path, Manifest]:
    """A small backup."""
    files = {"database/riser.sqlite3": b"rows" * 9000, "raw/1/ab/file": b"raw", "secret_key": b"key"}
    with packing(folder / "kept.zip", nobody) as pack:
        for name, content in files.items():
            source = folder / "source"
            source.write_bytes(content)
            pack.add(name, source)
        manifest = manifest_of(*pack.pieces)
        pack.close(manifest)
    return folder / "kept.zip", manifest


def test_what_was_packed_comes_out_the_same(tmp_path: Path) -> None:
    path, manifest = packed(tmp_path)
    assert manifest_in(path) == manifest
    seen: list[int] = []
    unpack(path, manifest, tmp_path / "out", seen.append)
    assert sum(seen) == manifest.size
    assert (tmp_path / "out/raw/1/ab/file").read_bytes() == b"raw"
    assert manifest.database.sha256 == hashlib.sha256(b"rows" * 9000).hexdigest()
    assert manifest.has_key


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "kept.zip"
    with pytest.raises(FileNotFoundError), packing(target, nobody) as pack:
        pack.add("raw/1", tmp_path / "not there")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_backup_left_is_taken_over_and_a_living_one_respected(tmp_path: Path) -> None:
    target = tmp_path / "kept.zip"
    part_name(target).write_bytes(b"half of a backup" * 100)
    with packing(target, nobody) as pack:
        with pytest.raises(Refused, match="Another backup"), packing(target, nobody):
            pass
        pack.close(manifest_of())
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == [manifests.NAME]
    assert list(tmp_path.iterdir()) == [target]


def test_a_name_that_is_taken_and_a_folder_that_is_not_there_are_refused(tmp_path: Path) -> None:
    path, _manifest = packed(tmp_path)
    for target, sentence in ((path, "is there already"), (tmp_path / "no" / "b.zip", "There is no folder")):
        with pytest.raises(Refused, match=sentence), packing(target, nobody):
            pass


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_changed_byte_is_never_restored(tmp_path: Path, share: float) -> None:
    """Wherever it is: the content, its header, the manifest or the list at the end."""
    path, manifest = packed(tmp_path)
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    path.write_bytes(content)
    with suppress(Refused):
        read = manifest_in(path)
        unpack(path, read, tmp_path / "out", nobody)
        # A byte that means nothing, such as one of a time stamp: then all is as it was packed.
        assert (tmp_path / "out/secret_key").read_bytes() == b"key"
        assert read.pieces == manifest.pieces


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"Campaign,Day\n" * 50])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(Refused, match="no whole backup"):
        manifest_in(path)


def test_another_zip_and_a_folder_and_nothing_are_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("manifest.json", "[]")
    for path, sentence in ((other, "no whole"), (tmp_path, "is a folder"), (tmp_path / "x", "There is no")):
        with pytest.raises(Refused, match=sentence):
            manifest_in(path)


def test_a_manifest_survives_its_text() -> None:
    manifest = manifest_of(Piece("database/riser.sql", 3, "0" * 64), Piece("lake/1/x", 1, "1" * 64))
    assert from_text(as_text(manifest)) == manifest
    assert not manifest.has_key


def test_of_a_newer_format_only_its_number_is_read() -> None:
    read = from_text('{"format": 7, "made_at": "2030-01-01T00:00:00+00:00", "program": "9", "else": []}')
    assert (read.format, read.program) == (7, "9")


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "raw/../../x", "raw\\..\\x", "other/x", "", ".", "raw//x", "raw/./x"]
)
def test_no_piece_reaches_outside_a_home(name: str) -> None:
    assert not is_within(name)
    with pytest.raises(NoManifest):
        from_text(as_text(manifest_of(Piece("database/riser.sql", 1, ""), Piece(name, 1, ""))))


@given(st.text(max_size=40))
def test_whatever_is_within_stays_within(name: str) -> None:
    if is_within(name):
        resolved = (Path("/home/of") / name).resolve()
        assert resolved.relative_to("/home/of").parts[0] in PLACES


@pytest.mark.parametrize("text", ["", "null", "{}", '{"format": 1}', "[]", '{"format": "x", "made_at": 1}'])
def test_no_other_text_is_a_manifest(text: str) -> None:
    with pytest.raises(NoManifest):
        from_text(text)


def test_a_table_with_a_strange_name_is_refused() -> None:
    text = as_text(manifest_of(Piece("database/riser.sql", 1, ""))).replace(
        "connect_load", 'x\\"; DROP TABLE y'
    )
    with pytest.raises(NoManifest):
        from_text(text)
