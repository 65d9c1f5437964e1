"""How an appraisal ends: frozen under its hash, withdrawn, superseded, and whose it is."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from riser.assess.actions import (
    finish_appraisal,
    judge,
    override,
    withdraw_appraisal,
)
from riser.assess.appraisals import OUTCOME, sitting, version
from riser.assess.models import Appraisal
from riser.assess.queries import profile
from riser.assess.rules.scale import LM, PM
from riser.assess.tests.judges import MIXED, WHY, appraiser, events, opened
from riser.assess.tests.records import AS_OF, Room, campaign
from riser.foundation.errors import NotFound, Refused
from riser.foundation.trail import canonical

pytestmark = pytest.mark.django_db


def test_finishing_freezes_a_record_under_its_hash(cast: Cast, room: Room) -> None:
    sat, act = opened(cast, room, *MIXED), appraiser(cast)
    with pytest.raises(Refused, match=r"BUD 2\.1"):
        finish_appraisal(act, sat.id)
    judge(act, sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    done = finish_appraisal(act, sat.id)
    kept = version(cast.id, sat.id, OUTCOME)
    assert done.sha256 == kept.sha256 == hashlib.sha256(canonical(kept.data).encode()).hexdigest()
    assert kept.data["level_appraised"] == 1
    assert kept.data["practices"]["BUD 2.1"]["judged"]["reason"] == WHY
    assert kept.data["evidence_sha256"] == version(cast.id, sat.id, 1).sha256
    with pytest.raises(Refused, match="closed"):
        judge(act, sat.id, practice="BUD 2.1", value=PM, reason=WHY)
    (event,) = events("finish appraisal")
    assert (event.after or {})["sha256"] == done.sha256


def test_a_withdrawn_one_counts_no_more(cast: Cast, room: Room) -> None:
    sat, act = opened(cast, room, *MIXED), appraiser(cast)
    judge(act, sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    finish_appraisal(act, sat.id)
    withdraw_appraisal(act, sat.id, reason="The sponsor left.")
    found = profile(cast.id, AS_OF)
    assert (found.appraised, found.level_appraised, found.undecided) == (None, None, ("BUD 2.1",))
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_appraisal(act, sat.id, reason="Again.")


def test_the_day_asked_for_decides_which_appraisal_counts(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, "FM", "FM")
    assert profile(cast.id, AS_OF - timedelta(days=1)).appraised is None
    found = profile(cast.id, AS_OF + timedelta(days=9)).appraised
    assert found is not None
    assert found.sitting.id == sat.id


def test_an_appraisal_of_another_version_of_the_model_counts_in_none(cast: Cast, room: Room) -> None:
    opened(cast, room, "FM", "FM")
    Appraisal.objects.update(version="0.0.1")
    assert profile(cast.id, AS_OF).appraised is None


def test_a_strangers_appraisal_does_not_exist(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    mallory = replace(appraiser(cast, now=NOW), organisation_id=cast.contoso.id)
    with pytest.raises(NotFound):
        judge(mallory, sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    with pytest.raises(NotFound):
        sitting(cast.contoso.id, sat.id)
    assert profile(cast.contoso.id, AS_OF).appraised is None


def test_the_number_of_queries_does_not_grow_with_instances_or_decisions(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    judge(appraiser(cast), sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    with CaptureQueriesContext(connection) as few:
        profile(cast.id, AS_OF)
    withdraw_appraisal(appraiser(cast), sat.id, reason="Again, larger.")
    room.instances = [campaign(number, age=number) for number in range(1, 61)]
    again = opened(cast, room, *["FM", "DM"] * 30)
    for number in range(1, 20, 2):
        override(
            appraiser(cast),
            again.id,
            practice="BUD 2.1",
            instance=f"campaign:{number}",
            value=LM,
            reason=WHY,
        )
    with CaptureQueriesContext(connection) as many:
        profile(cast.id, AS_OF)
    assert len(many) == len(few)
