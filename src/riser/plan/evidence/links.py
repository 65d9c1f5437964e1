"""What is wrong with the landing links of plans, by the policy in force on the day that is looked at."""

from collections.abc import Callable

from riser.connect import queries as connect
from riser.connect.rules.links import lint_paid
from riser.plan.evidence.scene import Scene

Findings = tuple[str, ...]


def link_check(organisation_id: int, scene: Scene) -> Callable[[str], Findings]:
    """What says of a landing link what is wrong with it; each link is looked into once for a scene.

    A link keeps what was found when it was saved; a policy that changed since counts all the same.
    """
    known = scene.once(_nothing_yet)
    rules = connect.link_rules(organisation_id, as_of=scene.reading.as_of)

    def check(url: str) -> Findings:
        if url not in known:
            known[url] = lint_paid(url, rules)
        return known[url]

    return check


def _nothing_yet(_scene: Scene) -> dict[str, Findings]:
    return {}
