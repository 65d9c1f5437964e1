"""Reads on organisations, people, and how they come in."""

from riser.foundation.queries.access import (
    InvitationLine,
    Owned,
    TokenLine,
    invitations,
    owned_by,
    tokens_of,
)
from riser.foundation.queries.persons import (
    House,
    Person,
    Place,
    actor,
    actor_by_email,
    house,
    houses_of,
    membership,
    only_house,
    people,
    person_of,
    places_of,
    today,
)

__all__ = [
    "House",
    "InvitationLine",
    "Owned",
    "Person",
    "Place",
    "TokenLine",
    "actor",
    "actor_by_email",
    "house",
    "houses_of",
    "invitations",
    "membership",
    "only_house",
    "owned_by",
    "people",
    "person_of",
    "places_of",
    "today",
    "tokens_of",
]
