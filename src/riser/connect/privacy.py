"""Persons in the lake: a keyed hash stands in for whoever can be told by an id, an address or a number."""

import hashlib
import hmac

from django.conf import settings

BLOCK = 64  # bytes of a block of SHA-256, to which HMAC fills up its key


def person_key(organisation_id: int, told: str) -> str:
    """64 hexadecimal digits that stand for a person, the same for the same text in one organisation.

    The key of the hash is the installation's secret: without it nobody can tell whether somebody is in the
    lake, not even by trying every address. Capitals and outer blanks do not make another person.
    """
    text = " ".join(told.split()).casefold()
    return hmac.new(_key(organisation_id), text.encode(), "sha256").hexdigest()


def person_pads(organisation_id: int) -> tuple[bytes, bytes]:
    """The inner and outer pad of the same hash (RFC 2104), for a database that knows plain SHA-256 only."""
    key = _key(organisation_id).ljust(BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in key), bytes(byte ^ 0x5C for byte in key)


def _key(organisation_id: int) -> bytes:
    """The key of an organisation's hashes, derived from the secret as Django's salted_hmac does."""
    return hashlib.sha256(f"riser.person.{organisation_id}{settings.SECRET_KEY}".encode()).digest()
