"""The words this room stores: kinds of record, topics of approval, choices. No Django here."""

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of record this room keeps; keys of the records registry."""

    OBJECTIVE = "objective"
    CAMPAIGN = "campaign"
    REQUIREMENT = "requirement"
    BUDGET_LINE = "budget_line"
    PLATFORM_LINK = "platform_link"
    LINK = "link"
    LAUNCH_CHECK = "launch_check"
    CAMPAIGN_ROLE = "campaign_role"
    REQUEST = "request"


class Topic(StrEnum):
    """What a second person can say yes to."""

    PLAN = "plan"
    CAP = "cap"
    GO = "go"


class CampaignKind(StrEnum):
    """One effort with an end, or always on and planned by quarter."""

    CAMPAIGN = "campaign"
    PROGRAMME = "programme"


class CampaignClass(StrEnum):
    """The size that decides how heavy the form is."""

    SMALL = "S"
    MEDIUM = "M"
    LARGE = "L"


class MadeBy(StrEnum):
    """How a platform campaign came to be mapped to a plan."""

    HAND = "hand"
    IMPORT = "import"
    DRAFT = "draft"


class Decision(StrEnum):
    """What an entitled person decides when the cap is near or passed."""

    RAISE = "raise"
    STOP = "stop"


class RoleWord(StrEnum):
    """A part in a campaign. The owner answers for the whole and is named in the plan itself."""

    PREPARER = "preparer"
    APPROVER = "approver"
    CHANNEL = "channel"
    CREATIVE = "creative"
    ANALYST = "analyst"
    CLAIMS = "claims"
    AGENCY = "agency"


class RequestState(StrEnum):
    """Where a request for work stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"


class RequestDecision(StrEnum):
    """What a decider says to a request."""

    ACCEPT = "accept"
    DISPLACE = "displace"  # accepted, and named work gives way
    WAIT = "wait"
    DECLINE = "decline"


class Pacing(StrEnum):
    """How spend runs against its cap and the days of its window."""

    NOT_STARTED = "not_started"
    BEHIND = "behind"
    ON_PACE = "on_pace"
    AHEAD = "ahead"
    ABOVE = "above"  # the cap is passed
    ENDED = "ended"


PLATFORM_BUDGET_CHECK = "platform_budget_within_cap"
