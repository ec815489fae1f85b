#!/usr/bin/env bats
# entente related on the sample web: what gold.tsv says is one event is found, and its look-alikes are not.

load helper

setup_file () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus
	entente add -q corpus/sample/*.example
	# Not every page says its own address: an article is known by the file it came from.
	entente search 'lang:fr OR lang:en' --copies -n 1000 -q --format tsv | cut -f 2 | xargs -d '\n' "$ENTENTE" show --format jsonl -- >"$BATS_FILE_TMPDIR/all"
	python3 - corpus/sample/gold.tsv "$BATS_FILE_TMPDIR/all" >"$BATS_FILE_TMPDIR/gold" <<-'END'
	import json, sys
	ids = {}
	for line in open(sys.argv[2], encoding="utf-8"):
	    d = json.loads(line)
	    ids[d["provenance"]["file"].split("/corpus/sample/")[1]] = d["id"]
	for row in open(sys.argv[1], encoding="utf-8").read().splitlines()[1:]:
	    path, url, language, event, *_ = row.split("\t")
	    print(event, language, ids.get(path, "missing:" + path), path, sep="\t")
	END
}

setup () { export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus; SAMPLE=corpus/sample; GOLD=$BATS_FILE_TMPDIR/gold; }

# The ids of event $1 in language $2, in the order of gold.tsv.
gold () { awk -F '\t' -v event="$1" -v lang="$2" '$1 == event && $2 == lang { print $3 }' "$GOLD"; }
path_of () { awk -F '\t' -v id="$1" '$3 == id { print $4 }' "$GOLD"; }
# The ids that `related` with these arguments gives, sorted.
given () { { entente related -q --format tsv "$@" || [ $? -eq 1 ]; } | cut -f 1 | sort; }

# Each French article of event $1 gives all its English ones, and nothing of the events in $2….
links () {
	local event=$1 from got id other bad=; shift
	for from in $(gold "$event" fr); do
		got=$(given "$from")
		for id in $(gold "$event" en); do
			grep -qxF "$id" <<<"$got" || bad+="$(path_of "$from")"$'\n'"   does not give $(path_of "$id")"$'\n'
		done
		for other in "$@"; do
			for id in $(gold "$other" fr) $(gold "$other" en); do
				! grep -qxF "$id" <<<"$got" || bad+="$(path_of "$from")"$'\n'"   gives $(path_of "$id") of $other"$'\n'
			done
		done
	done
	[ -z "$bad" ] || { echo "$bad"; return 1; }
}

# For events of which some report shares so little that the model does not accept it: nothing of the events in $2… is given, and asked for all
# it has, every English article of event $1 ranks before every one of theirs.
ranks () {
	local event=$1 from all id other at bad=; shift
	for from in $(gold "$event" fr); do
		all=$(entente related -q --format tsv -p 0 -n 200 "$from" | cut -f 1)
		at=0
		for id in $(gold "$event" en); do
			n=$(grep -nxF "$id" <<<"$all" | cut -d : -f 1)
			[ -n "$n" ] || { bad+="$(path_of "$from") never gives $(path_of "$id")"$'\n'; continue; }
			[ "$n" -le "$at" ] || at=$n
		done
		for other in "$@"; do
			for id in $(gold "$other" fr) $(gold "$other" en); do
				n=$(grep -nxF "$id" <<<"$all" | cut -d : -f 1)
				[ -z "$n" ] || [ "$n" -gt "$at" ] || bad+="$(path_of "$from") ranks $(path_of "$id") of $other at $n, a right one at $at"$'\n'
				! given "$from" | grep -qxF "$id" || bad+="$(path_of "$from") gives $(path_of "$id") of $other"$'\n'
			done
		done
	done
	[ -z "$bad" ] || { echo "$bad"; return 1; }
}

@test "related: the whole sample is in" {
	[ "$(wc -l <"$GOLD")" -ge 50 ]
	! grep missing: "$GOLD"
}

@test "related: an accident, and not what came of it two weeks later" { ranks e01-rhone-cruise e01b-captain-charged e09-ardeche-floods; }
@test "related: a strike, and not the next one of the same union" { ranks e04-atc-strike-march e04b-atc-strike-april; }
@test "related: the second strike, and not the first" { links e04b-atc-strike-april e04-atc-strike-march; }
@test "related: a by-election, from a French and a local view" { links e07-romney-by-election e11-fishing-statement; }
@test "related: floods, and not those of another country" { ranks e09-ardeche-floods e15-cumbria-floods; }
@test "related: a theft, and not the painting found again" { links e10-honfleur-theft e10b-boudin-found; }
@test "related: a minister's statement, and not the same minister elsewhere" { links e11-fishing-statement e16-geneva-minerals; }

@test "related: by id, by URL, by file and from standard input it is the same" {
	id=$(gold e01-rhone-cruise fr | tail -n 1)
	[ -n "$id" ]
	by_id=$(entente related "$id" --format tsv)
	[ -n "$by_id" ]
	url=$(cut -f 6 <<<"$(entente related "$(gold e01-rhone-cruise en | head -n 1)" --format tsv | grep "^$id")")
	[[ "$url" == https://* ]]
	[ "$(entente related "$url" --format tsv)" = "$by_id" ]
	# An article that is in the corpus is not its own coverage.
	! cut -f 1 <<<"$by_id" | grep -qxF "$id"
	file=$SAMPLE/$(path_of "$id")
	[ "$(given "$file")" = "$(cut -f 1 <<<"$by_id" | sort)" ]
	[ "$(given - <"$file")" = "$(cut -f 1 <<<"$by_id" | sort)" ]
}

@test "related: a file that is not in the corpus" {
	cat >"$BATS_TEST_TMPDIR/new.txt" <<-'END'
	Crues en Ardèche : au moins deux morts, 430 personnes évacuées

	Des crues soudaines ont fait au moins deux morts dans la nuit de mardi à mercredi 6 mai 2026 en Ardèche. Une personne est portée disparue près de Vogüé, et 430 habitants de Largentière et des environs ont été évacués, a indiqué la préfecture de l’Ardèche.
	END
	given "$BATS_TEST_TMPDIR/new.txt" | grep -qxF "$(gold e09-ardeche-floods en | head -n 1)"
}

@test "related: JSON Lines have the documented keys, the most probable first" {
	entente related "$(gold e09-ardeche-floods fr | head -n 1)" --format jsonl >"$BATS_TEST_TMPDIR/out"
	python3 - "$BATS_TEST_TMPDIR/out" <<-'END'
	import json, sys
	rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
	assert rows
	for row in rows:
	    assert {"id", "probability", "language", "title", "url", "evidence"} <= row.keys(), row.keys()
	    assert 0 < row["probability"] <= 1
	    assert row["language"] in ("fr", "en")
	    assert row["evidence"], row["id"]
	    for e in row["evidence"]:
	        assert e["kind"] and "share" in e, e
	p = [row["probability"] for row in rows]
	assert p == sorted(p, reverse=True), p
	assert len({row["id"] for row in rows}) == len(rows)
	END
}

@test "related: the evidence's byte offsets are where the words are" {
	id=$(gold e09-ardeche-floods fr | head -n 1)
	entente show "$id" --format jsonl >"$BATS_TEST_TMPDIR/a"
	entente related "$id" --format jsonl >"$BATS_TEST_TMPDIR/out"
	sed -E 's/^\{"id":"([^"]*)".*/\1/' "$BATS_TEST_TMPDIR/out" | xargs "$ENTENTE" show --format jsonl >"$BATS_TEST_TMPDIR/b"
	python3 - "$BATS_TEST_TMPDIR" <<-'END'
	import json, sys
	read = lambda n: [json.loads(l) for l in open(sys.argv[1] + "/" + n, encoding="utf-8")]
	a, = read("a")
	others = {o["id"]: o for o in read("b")}
	checked = 0
	for row in read("out"):
	    for e in row["evidence"]:
	        for side, article in (("a", a), ("b", others[row["id"]])):
	            at, said = e.get(side + "_at") or e.get(side + "_offset"), e.get(side)
	            if isinstance(e.get(side), dict):
	                said, at = e[side].get("text"), e[side].get("start")
	            if isinstance(at, list):
	                at = at[0]
	            if not isinstance(at, int) or at < 0 or not said:
	                continue
	            both = ((article["title"] or "") .encode(), (article["text"] or "").encode())
	            raw = said.encode()
	            assert any(t[at:at + len(raw)] == raw for t in both) or e["kind"] not in ("name", "figure"), (e, side)
	            checked += 1
	assert checked, "no offset in any evidence"
	END
}

@test "related: every format is valid" {
	id=$(gold e09-ardeche-floods fr | head -n 1)
	entente related "$id" --json | python3 -c 'import json, sys; assert isinstance(json.load(sys.stdin), list)'
	[ "$(entente related "$id" --format tsv | awk -F '\t' '{ print NF }' | sort -u)" = 6 ]
	try related "$id"
	expect_status 0
	[[ "$output" == *"%  "* ]]
	! grep -qP '[\x00-\x08\x0b-\x1f\x7f]' <<<"$output"
}

@test "related: --min-probability, --lang, --limit and --window" {
	id=$(gold e09-ardeche-floods fr | head -n 1)
	all=$(given "$id" --min-probability 0 --limit 1000)
	some=$(given "$id" --min-probability 0.9)
	[ "$(wc -l <<<"$all")" -ge "$(wc -l <<<"$some")" ]
	[ -z "$(comm -13 <(echo "$all") <(echo "$some"))" ]
	entente related "$id" --min-probability 0.3 --format tsv | awk -F '\t' '$2 < 0.3 { exit 1 }'
	[ "$(entente related "$id" --min-probability 0 --format tsv -n 2 | wc -l)" -eq 2 ]
	for lang in fr en; do
		[ "$(entente related "$id" --lang $lang --min-probability 0 --format tsv | cut -f 3 | sort -u)" = $lang ]
	done
	# Four days later is out of a window of two days, whatever is shared.
	later=$(gold e09b-ardeche-toll fr)
	given "$id" --min-probability 0 --window 10 --limit 1000 | grep -qxF "$later"
	! given "$id" --min-probability 0 --window 2 --limit 1000 | grep -qxF "$later"
}

@test "related: an event that one language alone tells has nothing in the other: status 1" {
	for event in s01-tournon-maternity:fr:en s02-gladys-emu:en:fr; do
		IFS=: read -r name lang other <<<"$event"
		for id in $(gold "$name" "$lang"); do
			try related "$id" --lang "$other" --format tsv
			expect_status 1
			[ -z "$output" ]
		done
	done
}

@test "related: nothing by that name is 66, a file without an article 65" {
	try related no-such-id
	expect_status 66
	expect_one_line related no-such-id
	: >"$BATS_TEST_TMPDIR/empty.txt"
	try related "$BATS_TEST_TMPDIR/empty.txt"
	expect_status 65
	expect_one_line related empty
}

@test "related, why, compare, facts: a page on the web that the corpus does not have" {
	W=$BATS_TEST_TMPDIR/web
	mkdir -p "$W/127.0.0.1"
	cp corpus/sample/www.thealbion.example/artanddesign/2026/apr/21/stolen-boudin-*/index.html "$W/127.0.0.1/boudin.html"
	printf 'User-agent: *\nDisallow: /private\n' >"$W/127.0.0.1/robots.txt"
	sed -i -e '/canonical/d' -e '/og:url/d' "$W/127.0.0.1/boudin.html"
	cd "$BATS_TEST_TMPDIR"
	start_server --web "$W" http=127.0.0.1:0
	url=http://127.0.0.1:$port/boudin.html
	try related --allow-private "$url" --format tsv
	expect_status 0
	[[ "$output" == *"Le Boudin volé à Honfleur retrouvé"* ]]
	try why --allow-private "$url" 17ab75d193a1faa4
	expect_status 0
	[[ "$output" == *"the same event"* ]]
	try compare --allow-private "$url" 17ab75d193a1faa4 --only timeline
	expect_status 0
	ENTENTE_CORPUS=/nowhere try facts --allow-private "$url" --format tsv
	[[ "$output" == *"Boudin"* ]]
	before=$(entente stats --format tsv)
	try related --allow-private "http://127.0.0.1:$port/private.html"
	expect_status 77
	expect_one_line related "robots.txt forbids it"
	try related "$url"
	expect_status 77
	try related --allow-private "http://127.0.0.1:$port/none.html"
	expect_status 66
	[ "$before" = "$(entente stats --format tsv)" ]
	stop_server
}
