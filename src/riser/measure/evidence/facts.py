"""What both indicators of this room say of the records behind a fact."""

from collections.abc import Iterable

from riser.foundation.evidence import Provenance


def provenance_of(origins: Iterable[Provenance]) -> Provenance:
    """The best origin among the deciding records; native where there is none."""
    known = set(origins)
    by_worth = (Provenance.NATIVE, Provenance.SOURCED, Provenance.DECLARED)
    return next((origin for origin in by_worth if origin in known), Provenance.NATIVE)
