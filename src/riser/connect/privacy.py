"""Persons in the lake: a keyed hash stands in for whoever can be told by an id, an address or a number."""

from django.utils.crypto import salted_hmac


def person_key(organisation_id: int, told: str) -> str:
    """64 hexadecimal digits that stand for a person, the same for the same text in one organisation.

    The key of the hash is the installation's secret: without it nobody can tell whether somebody is in the
    lake, not even by trying every address. Capitals and outer blanks do not make another person.
    """
    salt = f"riser.person.{organisation_id}"
    return salted_hmac(salt, " ".join(told.split()).casefold(), algorithm="sha256").hexdigest()
