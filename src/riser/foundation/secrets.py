"""Secrets of other systems, encrypted where they rest.

The key is derived from the installation's own secret key, which stands in a file of its own or in the
environment, never in the database: who has the database alone opens nothing.
"""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"riser: secrets of other systems"


class Sealed(Exception):
    """The secret cannot be opened with the key of this installation."""


def seal(text: str) -> str:
    """The text encrypted and signed, for the database."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def opened(sealed: str) -> str:
    """The text behind what `seal` gave. Raises Sealed where another key has closed it, or it was changed."""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Sealed from error


@cache
def _box(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
