#!/usr/bin/env bats
# What a person says of two articles stands before what the model says of them, wherever pairs are shown.

load helper

setup () {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	{
		record crue1 fr "Crue de la Sorgue : deux morts à Velleron" "La Sorgue a débordé mardi à Velleron. Deux personnes sont mortes et 340 habitants ont été évacués, a annoncé le préfet Paul Astier." 2026-05-05
		record crue2 en "Two dead as river Sorgue floods Velleron" "The Sorgue burst its banks on Tuesday in Velleron. Two people died and 340 residents were evacuated, prefect Paul Astier said." 2026-05-05
		record vote fr "Le budget adopté à une voix près" "Les députés ont adopté jeudi soir le budget par 278 voix contre 277 après douze heures de débat." 2026-05-07
		record crab en "Crab season opens early" "Fishermen on the northern coast began landing crab on Monday, three weeks earlier than last year." 2026-05-04
	} | entente add -q -
}

@test "judge: related says so, both ways: judged the same comes first, judged another event goes" {
	[[ "$(entente related crue1 --format tsv | cut -f 1)" == crue2 ]]
	entente judge -q crue1 vote same
	entente judge -q crue2 crue1 different
	try related crue1 --format tsv; show_result
	[ "$(cut -f 1,2 <<<"$output")" = $'vote\t1.0000' ]
	[ "$(entente related vote --format tsv | cut -f 1,2)" = $'crue1\t1.0000' ]
	[[ "$(entente related crue1)" == "100%  Le budget adopté à une voix près  (judged the same event)"* ]]
	try related crue1 -p 0 --format jsonl; show_result # and last, when everything is asked for
	[[ "${lines[-1]}" == *'"id":"crue2","probability":0.0,"verdict":"different","judged":"different"'* ]]
	[ "$(entente related crue1 --lang en -q --format tsv || true)" = "" ]
	[ "$(entente related crue1 -p 0 -n 1 --format tsv | cut -f 1)" = vote ]
}

@test "judge: links and why say so" {
	entente judge -q crue1 vote same
	entente judge -q crue2 crue1 related
	[ "$(entente links --format tsv)" = $'crue1\tvote\t1.0000' ]
	try links --cross; expect_status 1
	[ "$(entente links --cross -p 0 --format jsonl)" = '{"a":"crue1","b":"crue2","probability":0.0,"model":null,"judged":"related"}' ]
	entente links --json | python3 -c 'import json, sys; assert len(json.load(sys.stdin)) == 1'
	try why crue1 crue2; show_result
	[[ "${lines[0]}" == "Judged related on 2"*", which stands. Without that:" ]]
	entente why vote crue1 --json | python3 -c '
import json, math, sys
w = json.load(sys.stdin)
assert (w["verdict"], w["judged"]) == ("same", "same") and w["probability"] < 0.2
total = w["base"] + sum(e["share"] for e in w["evidence"])
assert abs(1 / (1 + math.exp(-total)) - w["probability"]) < 0.01, total'
}

@test "judge: verdicts outlive every rebuild, and stories and search follow them" {
	entente judge -q crue1 vote same
	entente index -q --rebuild
	entente link -q --rebuild
	[ "$(entente related vote --format tsv | cut -f 1,2)" = $'crue1\t1.0000' ]
	[ "$(entente story vote --format tsv | cut -f 1 | sort | paste -s -d ' ')" = "crue1 crue2 vote" ]
	[ "$(entente search budget --format tsv | cut -f 10)" = 2 ] # other reports
	entente judge -q vote crue1 different # a change of mind
	try story vote; expect_status 1
}

@test "judge: a contradiction is said, and different stands" {
	entente judge -q crue1 vote same
	entente judge -q vote crab same
	try judge crue1 crab different; expect_status 0
	expect_one_line judge "crab and crue1 were judged different, but the same by way of others"
	[ "$(entente story crue1 -q --format tsv | grep -c '^crab')" = 0 ]
	entente judge --export "$BATS_TEST_TMPDIR/v.tsv"
	try judge --import "$BATS_TEST_TMPDIR/v.tsv"; expect_one_line judge "crab and crue1"
	try judge crue1 crab same; expect_status 0 # taken back: no more contradiction
	[ "$stderr" = "" ]
	[ "$(entente story crab --format tsv | cut -f 1 | sort | paste -s -d ' ')" = "crab crue1 crue2 vote" ]
	entente judge --list --json | python3 -c 'import json, sys; assert len(json.load(sys.stdin)) == 3'
}

@test "stories: articles that are not linked yet are said to wait, and no word of it later" {
	record late en "Sorgue floods: a third body found" "A third victim of Tuesday's flood of the Sorgue was found in Velleron, prefect Paul Astier said." 2026-05-06 |
		entente add -q --no-link -
	for command in stories links "story late"; do
		# shellcheck disable=SC2086
		try $command
		[[ "$stderr" == *"1 article is to be linked yet: 'entente link' does it" ]] || { show_result; return 1; }
	done
	entente link -q
	try stories
	[ "$stderr" = "" ]
}

@test "judge --check: the probabilities beside the verdicts" {
	try judge --check
	expect_status 1
	p=$(entente links -p 0 --format jsonl | python3 -c '
import json, sys
print(next(r["probability"] for r in map(json.loads, sys.stdin) if {r["a"], r["b"]} == {"crue1", "crue2"}))')
	entente judge -q crue1 crue2 same
	entente judge -q crue1 crab different # never a link
	entente judge --check --json | python3 -c '
import json, sys
p, report = float(sys.argv[1]), json.load(sys.stdin)
assert (report["verdicts"], report["same"]) == (2, 1), report
assert abs(report["brier"] - (1 - p) ** 2 / 2) < 0.001, (report["brier"], p)
row = report["reliability"][min(int(p * 10), 9)]
assert row["pairs"] == row["same"] == 1 and abs(row["said"] - p) < 0.001, row
assert report["thresholds"][1] == {"min_probability": 0.2, "accepted": 1, "same": 1}, report["thresholds"]' "$p"
	try judge --check
	expect_status 0
	[[ "$output" == *"2 verdicts, 1 of them the same"* ]]
	try judge --check --list
	expect_status 2
}

@test "judge: a verdict that is none is said before anything is opened" {
	ENTENTE_CORPUS=$BATS_TEST_TMPDIR/none try judge a b maybe
	expect_status 2
	[[ "$stderr" == *"a verdict is same, related or different, not 'maybe'"* ]]
}
