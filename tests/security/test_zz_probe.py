"""temporary probe"""

from django.test import Client

from security.test_strangers import ALL, COMMON, OPERATIONS, OWNED, filled


def _client(cast, name, csrf=False):
    c = Client(raise_request_exception=False, enforce_csrf_checks=csrf)
    c.force_login(cast.user(name).user)
    return c


def test_asof(cast, records):
    c = _client(cast, "Alice")
    bad = []
    ids = COMMON | records.ids
    for one in ALL:
        for d in ("0001-01-01", "9999-12-31"):
            a = c.get(one.path(ids), {"as_of": d})
            if a.status_code >= 500:
                bad.append((one.name, d, a.status_code))
    for path in ("/connect/rows/", "/measure/"):
        for k in ("from", "to"):
            for d in ("0001-01-01", "9999-12-31", "x", "\x00"):
                a = c.get(path, {k: d})
                if a.status_code >= 500:
                    bad.append((path, k, d, a.status_code))
    for verb, path in OPERATIONS:
        if verb == "get":
            for d in ("0001-01-01", "9999-12-31", "\x00", "-1", "99999999999999999999"):
                for k in ("as_of", "from_day", "to_day", "load_id", "campaign", "limit", "offset"):
                    a = c.get(filled(path, records), {k: d, "by": "day"})
                    if a.status_code >= 500:
                        bad.append((path, k, d, a.status_code))
    print("\n".join(map(str, bad)))


def test_ids(cast, records):
    c = _client(cast, "Alice")
    bad = []
    for big in (str(2**63), "9" * 5000, "²"):
        for one in OWNED:
            if not any(n.endswith("_id") and n != "load_id" for n in one.holds):
                continue
            p = one.path(COMMON | dict.fromkeys(records.ids, big))
            for m in (c.get, c.post):
                a = m(p, {"decision": "stop", "topic": "plan"}) if m == c.post else m(p)
                if a.status_code >= 500:
                    bad.append((one.name, big[:20], a.status_code))
        for verb, path in OPERATIONS:
            if "{" in path:
                p = path
                for k in COMMON | records.ids:
                    p = p.replace("{%s}" % k, big)
                a = getattr(c, verb)(p, "{}", content_type="application/json") if verb != "get" else c.get(p)
                if a.status_code >= 500:
                    bad.append((verb, path, big[:20], a.status_code))
        a = c.post("/organisation/", {"organisation": big})
        if a.status_code >= 500:
            bad.append(("organisation", big[:20]))
        for q in ("page",):
            for p in ("/connect/rows/", "/assess/prices/uncontrolled/", "/measure/"):
                a = c.get(p, {q: big})
                if a.status_code >= 500:
                    bad.append((p, q, big[:20]))
    print("\n".join(map(str, bad)))
