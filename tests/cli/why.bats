#!/usr/bin/env bats
# entente why and entente links: one pair with its reasons, all pairs; both say the same of a pair as `related` does.

load helper

setup_file () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus
	entente add -q corpus/sample/*.example
	entente links --format tsv --cross --top 5 >"$BATS_FILE_TMPDIR/links"
}
setup () { export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus; read -r A B P <"$BATS_FILE_TMPDIR/links"; }

@test "links: best first, only the two languages, no less than asked" {
	[ "$(wc -l <"$BATS_FILE_TMPDIR/links")" -eq 5 ]
	[ "$(cut -f 3 "$BATS_FILE_TMPDIR/links")" = "$(cut -f 3 "$BATS_FILE_TMPDIR/links" | sort -rn)" ]
	while read -r a b p; do
		[ "$(entente show "$a" --format json | grep -c '"language": "fr"')" -ne "$(entente show "$b" --format json | grep -c '"language": "fr"')" ]
	done <"$BATS_FILE_TMPDIR/links"
	entente links --min-probability 0.6 --format jsonl | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
assert rows and all(r["probability"] >= 0.6 and r["a"] != r["b"] and r["model"] for r in rows), rows'
	try links --min-probability 2
	expect_status 2
	try links extra
	expect_status 2
}

@test "why: the offsets are those of the texts, and the shares add up to the probability" {
	entente why "$A" "$B" --format json >"$BATS_TEST_TMPDIR/why"
	entente show "$A" --format jsonl >"$BATS_TEST_TMPDIR/a"
	entente show "$B" --format jsonl >"$BATS_TEST_TMPDIR/b"
	python3 - "$BATS_TEST_TMPDIR" <<-'END'
	import json, math, sys
	d = sys.argv[1]
	why, a, b = json.load(open(d + "/why")), json.load(open(d + "/a")), json.load(open(d + "/b"))
	assert why["verdict"] == "same" and why["probability"] >= 0.2 and why["story"] >= why["probability"], why
	kinds = set()
	for e in why["evidence"]:
	    kinds.add(e["kind"])
	    for side, article in (("a", a), ("b", b)):
	        s = e[side]
	        if "start" in s and s["text"] is not None:
	            assert article[s["in"]].encode()[s["start"]:s["end"]].decode() == s["text"], e
	assert {"name", "words", "published", "neighbours"} <= kinds, kinds
	z = why["base"] + sum(e["share"] for e in why["evidence"])
	assert abs(1 / (1 + math.exp(-z)) - why["probability"]) < 0.01, (z, why["probability"])
	END
}

@test "why: text and tsv; files need no corpus" {
	try why "$A" "$B"
	expect_status 0
	[[ "$output" == *"the same event"*"For:"*"name "*"log-odds"* ]]
	entente show "$A" --format jsonl >"$BATS_TEST_TMPDIR/a.json"
	entente show "$B" --format jsonl >"$BATS_TEST_TMPDIR/b.json"
	ENTENTE_CORPUS=$BATS_TEST_TMPDIR/none try why "$BATS_TEST_TMPDIR/a.json" "$BATS_TEST_TMPDIR/b.json" --format tsv
	expect_status 0
	[[ "$output" == *name* ]]
	try why "$A"
	expect_status 2
	try why "$A" "$A"
	expect_status 2
	try why "$A" no-such-article
	expect_status 66
	expect_one_line why "no-such-article"
}

@test "related, why and links say the same of every pair of the sample" {
	cp -r "$BATS_FILE_TMPDIR/corpus" "$BATS_TEST_TMPDIR/corpus"
	# Some links as an older version kept them.
	sqlite3 "$BATS_TEST_TMPDIR/corpus/corpus.sqlite" 'UPDATE link SET features = NULL WHERE a = (SELECT min (a) FROM link)'
	ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus python3 - "$ENTENTE" <<-'END'
	import json, math, subprocess, sys
	from concurrent.futures import ThreadPoolExecutor
	def run(*words):
	    return subprocess.run([sys.argv[1], *words], capture_output=True, text=True).stdout
	links = {}
	for line in run("links", "--min-probability", "0").splitlines():
	    a, b, p = line.split("\t")
	    links[frozenset((a, b))] = float(p)
	ids = [line.split("\t")[1] for line in run("search", "*", "--copies", "-n", "1000", "-q", "--format", "tsv").splitlines()]
	assert len(ids) > 50 and len(links) > 30
	def related(one, least):
	    rows = (line.split("\t") for line in run("related", one, "-q", "--format", "tsv", "-n", "99", "-p", least).splitlines())
	    return {row[0]: float(row[1]) for row in rows}
	def check_related(one):
	    assert related(one, "0.02") == {next(iter(pair - {one})): p for pair, p in links.items() if one in pair}, one
	def check_why(pair):
	    said = json.loads(run("why", *sorted(pair), "--format", "json"))
	    if pair in links:
	        assert abs(said["probability"] - links[pair]) < 1e-9, (pair, said)
	    else: # others are nearer, and it says so
	        assert said["probability"] < .02, (pair, said)
	    z = said["base"] + sum(e["share"] for e in said["evidence"])
	    assert abs(1 / (1 + math.exp(-z)) - said["probability"]) < .01, (pair, z, said)
	with ThreadPoolExecutor(2) as pool:
	    list(pool.map(check_related, ids))
	    list(pool.map(check_why, links))
	    others = [(one, other, p) for one in ids[::10] for other, p in related(one, "0").items() if frozenset((one, other)) not in links]
	    assert len(others) > 10 and all(p < .02 for _, _, p in others), others
	    list(pool.map(check_why, {frozenset(pair[:2]) for pair in others[::3]}))
	END
}

@test "related: of an article that waits to be linked it is found, and what is linked then is said" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	cp -r "$BATS_FILE_TMPDIR/corpus" "$ENTENTE_CORPUS"
	entente show "$A" --format jsonl | python3 -c '
import json, sys
a = json.loads(sys.stdin.read())
print(json.dumps({k: a[k] for k in ("title", "language", "date_published")} | {"id": "late", "text": " ".join(w for i, w in enumerate(a["text"].split()) if i % 4)}))' >"$BATS_TEST_TMPDIR/late.json"
	entente add -q --no-link "$BATS_TEST_TMPDIR/late.json"
	# Not yet among the links of another, but found by itself.
	run --separate-stderr "$ENTENTE" related "$A" --format tsv
	! cut -f 1 <<<"$output" | grep -qxF late
	[[ "$stderr" == *"1 article is to be linked yet"* ]]
	entente related late --format tsv | cut -f 1 | grep -qxF "$A"
	entente link -q
	for id in late "$A"; do
		run --separate-stderr "$ENTENTE" related "$id" --format tsv
		[ "$(cut -f 1,2 <<<"$output" | sort)" = "$(entente links | awk -F '\t' -v id="$id" '$1 == id { print $2 "\t" $3 } $2 == id { print $1 "\t" $3 }' | sort)" ]
		[ -z "$stderr" ]
	done
	entente related late --format tsv | cut -f 1 | grep -qxF "$A"
}
