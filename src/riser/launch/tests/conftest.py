"""What every test of this room starts from."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences in English, whatever language a page was read in before."""
    with translation.override("en"):
        yield
