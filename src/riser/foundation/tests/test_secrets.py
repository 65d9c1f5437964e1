"""What is sealed opens with the key of this installation, and with no other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.secrets import Sealed, opened, seal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again_and_does_not_show_its_text(text: str) -> None:
    sealed = seal(text)
    assert opened(sealed) == text
    assert len(text) < 4 or text not in sealed


def test_another_key_opens_nothing(settings: Any) -> None:
    sealed = seal("token")
    settings.SECRET_KEY = "another"
    with pytest.raises(Sealed):
        opened(sealed)


def test_what_was_changed_on_the_way_opens_no_more() -> None:
    sealed = seal("token")
    other = "A" if sealed[20] != "A" else "B"
    with pytest.raises(Sealed):
        opened(sealed[:20] + other + sealed[21:])
