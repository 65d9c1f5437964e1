"""Turns plain content that its schema accepted into typed objects."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from riser.assess.library.model import (
    Category,
    Condition,
    Cover,
    FitnessQuestion,
    FitnessTest,
    Level,
    Model,
    PracticeArea,
)
from riser.assess.library.practice import Action, Gaming, Indicator, Practice, Question, Story, Threshold
from riser.assess.library.text import Localised
from riser.assess.rules.freshness import DAYS, INSTANCES, Window
from riser.assess.rules.stated import Respondent
from riser.foundation.evidence import Characterisation

Plain = Mapping[str, Any]


def model(plain: Plain, areas: Mapping[str, Plain]) -> Model:
    """The model of model.yaml with the areas that stand beside it, by code."""
    return Model(
        id=plain["id"],
        version=plain["version"],
        name=_text(plain["name"]),
        summary=_text(plain["summary"]),
        levels=tuple(
            Level(row["level"], _text(row["name"]), _text(row["meaning"])) for row in plain["levels"]
        ),
        categories=tuple(Category(row["code"], _text(row["name"])) for row in plain["categories"]),
        areas=tuple(_area(row, areas.get(row["code"], {})) for row in plain["areas"]),
    )


def _area(named: Plain, written: Plain) -> PracticeArea:
    practices = sorted(written.get("practices", ()), key=lambda row: (row["level"], row["id"]))
    return PracticeArea(
        code=named["code"],
        category=named["category"],
        name=_text(named["name"]),
        purpose=_text(named["purpose"]),
        planned=MappingProxyType({int(level): n for level, n in written.get("planned", {}).items()}),
        practices=tuple(_practice(row) for row in practices),
    )


def _practice(plain: Plain) -> Practice:
    return Practice(
        id=plain["id"],
        level=plain["level"],
        statement=_text(plain["statement"]),
        why=_text(plain["why"]),
        work_products=_texts(plain["work_products"]),
        builds_on=tuple(plain["builds_on"]),
        done_badly=_texts(plain["done_badly"]),
        gaming=tuple(Gaming(_text(row["trick"]), _text(row["counter"])) for row in plain["gaming"]),
        questions=tuple(_question(row) for row in plain["questions"]),
        instance=plain["instance"],
        evidence_kinds=tuple(plain["evidence_kinds"]),
        sources=tuple(plain["sources"]),
        rating=MappingProxyType(
            {Characterisation(key): _text(text) for key, text in plain["rating"].items()}
        ),
        critical=_maybe(plain["critical"]),
        indicator=_indicator(plain["indicator"]),
        waits_for=_maybe(plain["waits_for"]),
        action=_action(plain["action"]),
        related=tuple(plain["related"]),
        stories=tuple(_story(row) for row in plain["stories"]),
    )


def _question(plain: Plain) -> Question:
    return Question(Respondent(plain["role"]), _text(plain["ask"]), _texts(plain["criteria"]))


def _indicator(plain: Plain | None) -> Indicator | None:
    if plain is None:
        return None
    thresholds = {
        name: Threshold(Decimal(row["value"]), row["basis"]) for name, row in plain["thresholds"].items()
    }
    window = plain.get("window", {})
    return Indicator(
        MappingProxyType(thresholds), Window(window.get("days", DAYS), window.get("instances", INSTANCES))
    )


def _action(plain: Plain) -> Action:
    return Action(
        title=_text(plain["title"]),
        steps=_texts(plain["steps"]),
        effort_days=Decimal(plain["effort_days"]),
        per_campaign_minutes=Decimal(plain["per_campaign_minutes"]),
        elapsed_days=plain["elapsed_days"],
        needs=_texts(plain["needs"]),
        template=plain["template"],
        lowers=tuple(plain["lowers"]),
    )


def _story(plain: Plain) -> Story:
    return Story(
        Characterisation(plain["key"]),
        plain.get("critical", False),
        _text(plain["text"]),
        plain.get("records"),
    )


def fitness(plain: Plain) -> FitnessTest:
    """The fitness test of fitness/model.yaml."""
    return FitnessTest(
        id=plain["id"],
        version=plain["version"],
        name=_text(plain["name"]),
        summary=_text(plain["summary"]),
        questions=tuple(_fitness_question(row) for row in plain["questions"]),
        random_acts=MappingProxyType({name: _text(text) for name, text in plain["random_acts"].items()}),
    )


def _fitness_question(plain: Plain) -> FitnessQuestion:
    conditions = tuple(
        Condition(row["id"], _text(row["ask"]), _text(row["record"]), _covers(row["covered_by"]))
        for row in plain["conditions"]
    )
    return FitnessQuestion(plain["id"], _text(plain["ask"]), conditions)


def _covers(plain: Iterable[Plain]) -> tuple[Cover, ...]:
    return tuple(Cover(row["practice"], row["cover"] == "full") for row in plain)


def _text(plain: Plain) -> Localised:
    return Localised(plain["en"], plain.get("zh", ""))


def _texts(plain: Iterable[Plain]) -> tuple[Localised, ...]:
    return tuple(_text(row) for row in plain)


def _maybe(plain: Plain | None) -> Localised | None:
    return None if plain is None else _text(plain)
