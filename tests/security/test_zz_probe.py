"""temporary probe"""
import io, json, zipfile
from pathlib import Path
import pytest
from django.test import Client
from security.test_strangers import ALL, OWNED, COMMON, OPERATIONS, records, filled
from security.northwind import Records, BARE_ACCOUNT
from cast import Cast

def _client(cast, name, csrf=False):
    c = Client(raise_request_exception=False, enforce_csrf_checks=csrf)
    c.force_login(cast.user(name).user)
    return c

def test_asof(cast, records):
    c = _client(cast, "Alice"); bad=[]
    ids = COMMON | records.ids
    for one in ALL:
        for d in ("0001-01-01","9999-12-31","0001-06-01","9999-12-01","x","","\x00","20260101","2026-W01-1"):
            a = c.get(one.path(ids), {"as_of": d})
            if a.status_code>=500: bad.append((one.name,d,a.status_code))
    for path in ("/connect/rows/","/measure/"):
        for k in ("from","to"):
            for d in ("0001-01-01","9999-12-31","x","\x00"):
                a=c.get(path,{k:d})
                if a.status_code>=500: bad.append((path,k,d,a.status_code))
    for verb,path in OPERATIONS:
        if verb=="get":
            for d in ("0001-01-01","9999-12-31","\x00", "-1", "99999999999999999999"):
                for k in ("as_of","from_day","to_day","load_id","campaign","limit","offset"):
                    a=c.get(filled(path,records),{k:d,"by":"day"})
                    if a.status_code>=500: bad.append((path,k,d,a.status_code))
    print("\n".join(map(str,bad)))

def test_ids(cast, records):
    c=_client(cast,"Alice"); bad=[]
    for big in (str(2**63), str(2**63-1), "9"*400, "9"*5000, "0", "²", "-1"):
        for one in OWNED:
            if not any(n.endswith("_id") and n!="load_id" for n in one.holds): continue
            p=one.path(COMMON|{k:big for k in records.ids})
            for m in (c.get,c.post):
                a=m(p, {"decision":"stop","topic":"plan"}) if m==c.post else m(p)
                if a.status_code>=500: bad.append((one.name,big[:20],a.status_code))
        for verb,path in OPERATIONS:
            if "{" in path:
                p=path
                for k in COMMON|records.ids: p=p.replace("{%s}"%k,big)
                a=getattr(c,verb)(p, "{}", content_type="application/json") if verb!="get" else c.get(p)
                if a.status_code>=500: bad.append((verb,path,big[:20],a.status_code))
        a=c.post("/organisation/",{"organisation":big})
        if a.status_code>=500: bad.append(("organisation",big[:20]))
        for q in ("page",):
            for p in ("/connect/rows/","/assess/prices/uncontrolled/","/measure/"):
                a=c.get(p,{q:big})
                if a.status_code>=500: bad.append((p,q,big[:20]))
    print("\n".join(map(str,bad)))

HOSTILE=["\x00","a"*5000,"';DROP TABLE x;--","<script>alert(1)</script>","\ud800".encode("utf-8","surrogatepass").decode("utf-8","replace"),"٣"]
BODIES={
 "/api/v1/plan/campaigns":[{"name":"x\x00"},{"name":"x","owner":"\x00"},{"name":"x","channels":["\x00"]},{"name":"x","channels":["c"*4000]*2000},{"name":"y","start":"0001-01-01","end":"9999-12-31"},{"name":None},{},{"name":"z","objective_id":2**63-1},{"name":"q","kind":None},{"name":"q","campaign_class":None},{"name":"q","channels":None},{"name":"q","code":None},{"name":"q","owner":None},{"name":"q","audience":None}],
 "/api/v1/plan/objectives":[{"name":"o\x00"},{"name":"o","target":"99999999999999999999"},{"name":"o2","target":"1e19"},{"name":"o3","due":"9999-12-31"},{"name":"o4","metric":None},{"name":"o5","target":"NaN"},{"name":"o6","target":"0.000001"},{}],
 "/api/v1/plan/campaigns/%s/caps":[{"amount":"99999999999999","currency":"EUR","from_day":"0001-01-01","to_day":"9999-12-31"},{"amount":"1","currency":"EUR","from_day":"0001-01-01","to_day":"9999-12-31"},{"amount":"-1","currency":"EUR","from_day":"2026-01-01","to_day":"2026-01-02"},{"amount":"0.0000001","currency":"EUR","from_day":"2026-01-01","to_day":"2026-01-02"}],
 "/api/v1/plan/campaigns/%s/requirements":[{"name":"\x00"},{"name":"r","bound":"1e19"},{"name":"r2","operator":"<script>"},{"name":"r3","metric":"m","window_from":"0001-01-01","window_to":"9999-12-31"},{}],
 "/api/v1/plan/campaigns/%s/approvals":[{"topic":"plan","requested_by":"\x00"},{"topic":"go","requested_by":"x"*3000},{"topic":"go","requested_by":"x","requested_at":"0001-01-01T00:00:00+14:00"},{"topic":"go","requested_at":"9999-12-31T23:59:59-12:00"},{"topic":"go","requested_at":"2026-01-01T00:00:00"}],
 "/api/v1/plan/campaigns/%s/keys":[{"source":"\x00","account":"a","campaign":"c"},{"source":"google_ads","account":"a"*3000,"campaign":"c"},{"source":"google_ads","account":"a","campaign":"c","from_day":"9999-12-31","to_day":"0001-01-01"},{"source":"google_ads","account":"a/b","campaign":"c","requirement_id":2**62},{"source":"","account":"","campaign":""}],
 "/api/v1/plan/campaigns/%s/links":[{"url":"javascript:alert(1)"},{"url":"\x00"},{"url":"http://[::1"},{"url":"http://a]b/"},{"url":"h"*4000},{"url":"https://x/?utm_source=%zz"},{"url":"https://x:99999999/"},{"url":""}],
 "/api/v1/plan/campaigns/%s/checks":[{"result":"pass","note":"\x00"},{"result":"pass","note":"n"*4000}],
 "/api/v1/plan/grid":[{"rows":[{"campaign_id":2**63-1}]},{"rows":[{"key":{"source":"\x00","account":"a","campaign":"b"}}]},{"rows":[{"campaign_id":1,"cap":"9"*3000}]},{"rows":[{"campaign_id":1,"cap":"1e9999999"}]},{"rows":[{"campaign_id":1,"owner":"\x00"}]},{"rows":[{"campaign_id":1,"objective":"\x00"}]},{"rows":[{"campaign_id":1,"requirement":"CPA <= "+"9"*1000}]}],
 "/api/v1/assess/answers":[{"role":"x","answers":{}},{"role":"marketer","answers":{"\x00":"FM"}}],
 "/api/v1/connect/accounts/confirm":[{"source":"\x00","account":"\x00","currency":"EUR"},{"source":"google_ads","account":BARE_ACCOUNT,"currency":"\x00\x00\x00"}],
}
def test_bodies(cast, records):
    c=_client(cast,"Alice"); bad=[]
    for path,bodies in BODIES.items():
        p = path % records.ids["campaign_id"] if "%s" in path else path
        for b in bodies:
            s=json.dumps(b).replace('"campaign_id": 1,','"campaign_id": %s,'%records.ids["campaign_id"])
            a=c.post(p,s,content_type="application/json")
            print(a.status_code,p,str(b)[:90],a.content[:100] if a.status_code not in(422,) else "")
            if a.status_code>=500: bad.append((p,str(b)[:200]))
    for p in ("/plan/","/plan/grid/","/measure/","/","/assess/","/plan/objectives/",f"/plan/campaigns/{records.ids['campaign_id']}/"):
        a=c.get(p); print(p,a.status_code)
    print("BAD\n"+"\n".join(map(str,bad)))
