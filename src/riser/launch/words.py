"""The words this room stores: kinds of record, results, decisions. No Django here."""

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of record this room keeps; keys of the records registry."""

    LAUNCH = "launch"  # opened at the gate: its class and the list in force
    CHECK = "launch_check"
    WAIVER = "launch_waiver"
    FETCH = "link_fetch"
    DECISION = "launch_decision"
    CLASS_LIST = "launch_class"


class Result(StrEnum):
    """What a check says. Unknown is never green; waived is red or unknown with a named leave until a day."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    UNKNOWN = "unknown"
    WAIVED = "waived"


class Decision(StrEnum):
    """What a gate says, as every face writes it."""

    GO = "GO"
    GO_WITH_WAIVER = "GO with waiver"
    NO_GO = "NO-GO"

    @property
    def opens(self) -> bool:
        """Whether the campaign may run."""
        return self is not Decision.NO_GO


class Purpose(StrEnum):
    """What a receiving system does with a conversion."""

    BID = "bid"
    COUNT = "count"


class Check(StrEnum):
    """The checks that code knows by name; what the list says of them stands in `content/checks.yaml`."""

    PLAN_APPROVED = "plan_approved"
    CAP_WITHIN_BUDGET = "cap_within_budget"
    REQUIREMENT_MEASURABLE = "requirement_measurable"
    OWNER_AND_ROLES_NAMED = "owner_and_roles_named"
    LINKS_HAVE_UTM = "links_have_utm"
    PLATFORM_ID_KNOWN_AND_UNIQUE = "platform_id_known_and_unique"
    LINKS_ANSWER = "links_answer"
    PLATFORM_BUDGET_WITHIN_CAP = "platform_budget_within_cap"
    TEST_CONVERSION = "test_conversion"
    CLAIMS_CHECKED = "claims_checked"


CLASSES = ("S", "M", "L")  # from light to heavy


def heaviest(*classes: str) -> str:
    """The heaviest of these classes. A campaign without a class is launched by the longest list."""
    return max((one if one in CLASSES else CLASSES[-1] for one in classes), key=CLASSES.index)
