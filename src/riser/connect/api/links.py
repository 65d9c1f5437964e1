"""The channel of a visit, what is wrong with links, and the policy they are held against."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Schema
from pydantic import Field, StringConstraints

from riser.connect import queries
from riser.connect.actions import SEE, set_utm_policy
from riser.connect.api.door import router
from riser.connect.channels import book_on
from riser.connect.channels.plain import channel_json, report_json
from riser.connect.commands.policy import policy_json
from riser.connect.rules.channels import Traffic, channel_of
from riser.connect.rules.links import LinkContext, report
from riser.foundation.bodies import Body
from riser.foundation.queries import today
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest

Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
Url = Annotated[str, StringConstraints(max_length=10_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Names = Annotated[list[Name], Field(max_length=500)]
MOST_LINKS = 5000


class TrafficIn(Schema):
    """Source, medium and campaign of a visit, and the day whose rules count (default: today)."""

    source: Text = ""
    medium: Text = ""
    campaign: Text = ""
    on: date | None = None


class ChannelOut(Schema):
    """The channel, the rule that named it, and the ruleset that holds it."""

    channel: str
    rule: str
    ruleset: str


class LintIn(Body):
    """Links to look at, the page they stand on, and whether they belong to a paid campaign.

    `on` is the day whose policy and rules count (default: today where the organisation is).
    """

    urls: list[Url] = Field(min_length=1, max_length=MOST_LINKS)
    referrer: Text = ""
    campaign_is_paid: bool = False
    on: date | None = None


class LintOut(Schema):
    """A link, its channel (null where it cannot be told) and the codes of what was found."""

    url: str
    channel: str | None
    findings: list[str]


class PolicyIn(Body):
    """Fields of the policy to change; those left out stay as they are."""

    required: Names | None = None
    known_params: Names | None = None
    allowed_mediums: Names | None = None
    source_aliases: dict[Name, Name] | None = None
    case: Literal["lower", "any"] | None = None
    separators: Names | None = None
    max_length: int | None = Field(None, ge=1, le=2000)
    prohibited: Names | None = None
    macros: Names | None = None
    own_domains: Names | None = None
    campaign_is_paid: bool | None = None
    based_on: int | None = Field(None, ge=0, le=2**31)


class PolicyOut(Schema):
    """The policy in force and its version; 0 is the one that comes with Riser."""

    version: int
    by: str
    policy: dict[str, Any]


@router.get("/channel", response=ChannelOut)
def channel(request: RiserRequest, asked: Query[TrafficIn]) -> Any:
    """The default channel GA4 gives such a visit."""
    require(request.act, SEE)
    traffic = Traffic(asked.source, asked.medium, asked.campaign)
    return channel_json(channel_of(traffic, book_on(asked.on or today(request.act))))


@router.post("/lint", response=list[LintOut])
def lint(request: RiserRequest, asked: LintIn) -> Any:
    """What is wrong with links, by the organisation's policy; nothing is stored."""
    require(request.act, SEE)
    rules = queries.link_rules(request.act.organisation_id, as_of=asked.on or today(request.act))
    context = LinkContext(asked.campaign_is_paid, asked.referrer)
    return [report_json(report(url, rules, context)) for url in asked.urls]


@router.get("/policy", response=PolicyOut)
def policy(request: RiserRequest) -> Any:
    """The policy that links are held against."""
    require(request.act, SEE)
    return policy_json(queries.utm_policy(request.act.organisation_id))


@router.post("/policy", response=PolicyOut)
def set_policy(request: RiserRequest, said: PolicyIn) -> Any:
    """Changes the policy from now on."""
    values = said.dict(exclude_unset=True)
    based_on = values.pop("based_on", None)
    return policy_json(set_utm_policy(request.act, values=values, based_on=based_on))
