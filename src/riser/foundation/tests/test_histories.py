"""What a process keeps of versions is what is on record: added to, taken back, committed late, of others."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from riser.foundation.actions import create_organisation
from riser.foundation.evidence import RecordRef
from riser.foundation.histories import Histories, forget, given, histories, itself
from riser.foundation.models import Approval, RecordVersion
from riser.foundation.roles import SYSTEM, Act, Face
from riser.foundation.trail import record_version, version_stamps

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KIND = "thing"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    forget()


@pytest.fixture
def act() -> Act:
    return _act("Larkfield")


def test_versions_are_told_by_record_oldest_first_with_their_moment(act: Act) -> None:
    _write(act, "1", "a")
    _write(act, "2", "b")
    _write(act, "1", "c")
    assert _told(act) == {"1": ["a", "c"], "2": ["b"]}
    assert {at for rows in _every(act).values() for at, _row in rows} == {NOW}


def test_a_version_more_is_read_alone(act: Act) -> None:
    for number in range(20):
        _write(act, str(number), "a")
    before = _every(act)
    _write(act, "3", "b")
    with CaptureQueriesContext(connection) as asked:
        after = _every(act)
    assert [row.data["word"] for _at, row in after["3"]] == ["a", "b"]
    assert after["4"] is before["4"], "what was read stands as it was read"
    assert before["3"] != after["3"], "what was handed out before does not change under its reader"
    assert len(asked) == 5, "stamps, stamps of what was kept, and the rows after it"


def test_nothing_new_costs_nothing_but_the_stamps(act: Act) -> None:
    _write(act, "1", "a")
    before = _every(act)
    with CaptureQueriesContext(connection) as asked:
        assert _every(act) is before
    assert len(asked) == 2


def test_what_was_rolled_back_is_forgotten_though_its_id_comes_again(act: Act) -> None:
    _write(act, "1", "a")
    with transaction.atomic():
        _write(act, "1", "never")
        assert _told(act) == {"1": ["a", "never"]}
        transaction.set_rollback(True)
    assert _told(act) == {"1": ["a"]}
    _write(act, "1", "b")
    assert _told(act) == {"1": ["a", "b"]}


def test_a_version_with_an_earlier_id_that_comes_late_is_found(act: Act) -> None:
    _write(act, "1", "a")
    late = RecordVersion(pk=1_000_000, **_fields(act, "2", "late"))
    RecordVersion.objects.bulk_create([RecordVersion(pk=1_000_001, **_fields(act, "1", "b", number=2))])
    assert _told(act) == {"1": ["a", "b"]}
    RecordVersion.objects.bulk_create([late])
    assert _told(act) == {"1": ["a", "b"], "2": ["late"]}


def test_another_organisation_is_another_history(act: Act) -> None:
    _write(act, "1", "ours")
    theirs = _act("Others")
    _write(theirs, "1", "theirs")
    assert _told(act) == {"1": ["ours"]}
    assert _told(theirs) == {"1": ["theirs"]}


def test_an_approval_more_is_read_alone_with_the_version_it_was_given_to(act: Act) -> None:
    _approve(act, "1", "Bob")
    before = _given(act)
    _approve(act, "2", "Cleo")
    after = _given(act)
    assert [row.approver_name for rows in after.values() for _at, row in rows] == ["Bob", "Cleo"]
    assert after["1"] is before["1"]
    assert after["2"][0][1].version == RecordVersion.objects.get(record_id="2")
    with CaptureQueriesContext(connection) as asked:
        assert _given(act) is after
    assert len(asked) == 2


def test_an_approval_that_was_rolled_back_is_forgotten(act: Act) -> None:
    with transaction.atomic():
        _approve(act, "1", "Bob")
        assert list(_given(act)) == ["1"]
        transaction.set_rollback(True)
    assert not _given(act)


def _act(name: str) -> Act:
    row = create_organisation(name=name, currency="EUR", now=NOW, face=Face.CLI)
    return Act(organisation_id=row.pk, actor=SYSTEM, face=Face.JOB, now=NOW)


def _write(act: Act, record: str, word: str) -> None:
    record_version(act, RecordRef(KIND, record), {"word": word})


def _approve(act: Act, record: str, name: str) -> None:
    version = record_version(act, RecordRef(KIND, record), {"word": "a"})
    Approval.objects.create(
        organisation_id=act.organisation_id,
        topic="plan",
        kind=KIND,
        record_id=record,
        version=version,
        approver_name=name,
        provenance="native",
        happened_at=NOW,
        recorded_at=NOW,
    )


def _given(act: Act) -> Histories[Approval]:
    return given(act.organisation_id, KIND, lambda row: row, key="test")


def _fields(act: Act, record: str, word: str, *, number: int = 1) -> dict[str, Any]:
    return {
        "organisation_id": act.organisation_id,
        "kind": KIND,
        "record_id": record,
        "number": number,
        "data": {"word": word},
        "sha256": word,
        "author_name": "",
        "provenance": "native",
        "happened_at": NOW,
        "recorded_at": NOW,
    }


def _every(act: Act) -> Histories[RecordVersion]:
    stamp = version_stamps(act.organisation_id).get(KIND)
    return histories(act.organisation_id, KIND, itself, stamp=stamp, key="test")


def _told(act: Act) -> dict[str, list[str]]:
    return {record: [row.data["word"] for _at, row in rows] for record, rows in _every(act).items()}
