"""An independent reading of a session file: TOML 1.0 and the hash chain, with Python's standard library alone."""
import hashlib
import sys
import tomllib

data = open(sys.argv[1], "rb").read()
document = tomllib.loads(data.decode())
parts = data.split(b"\n[[event]]\n")
header, records = parts[0] + b"\n", [b"[[event]]\n" + part + b"\n" for part in parts[1:]]
records[-1] = records[-1][:-1]
assert len(records) == len(document["event"]), "records and events differ"
plan = "\n".join(document["plan"]["lines"]).encode()
assert hashlib.sha256(plan).hexdigest() == document["plan"]["sha256"], "the plan is not its digest"
previous = hashlib.sha256(header).hexdigest()[:32]
for place, (record, event) in enumerate(zip(records, document["event"]), 1):
    covered, last = record[:-42], record[-42:]
    digest = hashlib.sha256(previous.encode() + covered).hexdigest()[:32]
    assert last == b'hash = "%s"\n' % digest.encode(), f"the chain breaks at {place}"
    assert event["seq"] == place and event["hash"] == digest, f"event {place} is out of order"
    previous = digest
print(len(records), previous)
