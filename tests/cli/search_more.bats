#!/usr/bin/env bats
# entente search: sorting, copies, facets, stories, likeness, counting, batches.

load helper

setup_file () {
	{
		record ferry en "Ferry strike halts crossings" "Ferry crews walked out on Monday. Crossings between Dover and Calais were cancelled, and “we will not sail again this week” was all they said." 2024-03-04
		record greve fr "Grève du ferry" "Les équipages du ferry ont cessé le travail lundi. Les traversées entre Douvres et Calais sont annulées." 2024-03-05
		record calais fr "À Calais, le marché" "Le marché de Calais rouvre. Les traversées en ferry restent chères, dit un marchand de poisson." 2022-05-01
		record undated en "A ferry without a day" "Nobody wrote down when the ferry was built, nor by whom."
		record hack fr "Une bidouille" "La bidouille du lycéen a plu au jury." 2024-01-01
		record axe en "A clever hack" "The hack of a schoolboy pleased the jury." 2024-01-02
	} >"$BATS_FILE_TMPDIR/in.jsonl"
	entente add -q --corpus "$BATS_FILE_TMPDIR/corpus" "$BATS_FILE_TMPDIR/in.jsonl"
}

setup () { export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus; }
order () { entente search --format jsonl -q "$@" | ids; }

@test "search: --sort by day, newest or first; without a day last" {
	[ "$(order ferry --sort date)" = "greve ferry calais undated" ]
	[ "$(order ferry --sort first)" = "calais ferry greve undated" ]
	[ "$(order ferry --sort first --offset 1 -n 2)" = "ferry greve" ]
	try search ferry --sort size
	expect_status 2
}

@test "search: --recent lifts new articles" {
	[ "$(order 'ferry OR marché' --lang fr)" = "calais greve" ]
	[ "$(SOURCE_DATE_EPOCH=1709700000 order 'ferry OR marché' --lang fr --recent 30)" = "greve calais" ]
}

@test "search: --count is exact, in every format" {
	[ "$(entente search ferry --count)" = 4 ]
	[ "$(entente search ferry --count --lang fr)" = 2 ]
	entente search ferry --count --json | grep -q '"total":4,"total_type":"exact"'
	try search zeppelin --count
	expect_status 1
	[ "$output" = 0 ]
}

@test "search: --facets by language and month, in every format" {
	entente search ferry --facets --json -q | python3 -c 'import json, sys
f = json.load(sys.stdin)["facets"]
assert {r["value"]: r["count"] for r in f["language"]} == {"fr": 2, "en": 2}, f
assert [r["value"] for r in f["month"]] == ["2022-05", "2024-03", None], f'
	entente search ferry --facets --format tsv -q | grep -qx $'language\tfr\t2'
	entente search ferry --facets --format jsonl -q | python3 -c 'import json, sys
rows = [json.loads(line) for line in sys.stdin]
assert {"facet": "month", "value": None, "count": 1} in rows, rows
assert {"facet": "site", "value": None, "count": 4} in rows, rows'
	entente search ferry --facets -q | grep -q '2024-03'
	# What has no day and no site is counted too: every facet but the stories adds up.
	entente search ferry --facets --format tsv -q | grep -qx $'month\t\t1'
	entente search ferry --facets -q | grep -qx '       1  undated'
	[ "$(entente search ferry --facets --format tsv -q | awk -F '\t' '{ n[$1] += $3 } END { print n["language"], n["site"], n["month"] }')" = "4 4 4" ]
	entente search 'ferry date:2022..' --facets -q | { ! grep undated; }
}

@test "search: --like finds the other language's report, and not the article itself" {
	[ "$(order --like ferry -n 1)" = greve ]
	[ "$(order --like greve --lang en -n 1)" = ferry ]
	try search --like nobody
	expect_status 66
	try search --like ferry words
	expect_status 2
}

@test "search: --plain takes operators for words" {
	[ "$(order --plain --any 'title:(bidouille' --lang fr)" = hack ]
	[ "$(order --any --lang fr -- "-marché -bidouille")" = greve ] # nothing ranks
	try search --plain '"('
	expect_status 2
	expect_one_line search "nothing to search for"
}

@test "search: a forced translation, and no other" {
	found 'bidouille{en:hack}' | grep -qw axe
	! found 'bidouille{en:ferry}' | grep -qw axe
	! found 'bidouille!' | grep -qw axe
	try search 'bidouille{en:hack'
	expect_status 2
	expect_one_line search "character 10"
}

@test "search: has:quote and is:copy" {
	[ "$(found has:quote)" = ferry ]
	try search is:copy
	expect_status 1
	try search is:red
	expect_status 2
}

@test "search: copies are folded under one, --copies shows them" {
	text='The harbour authority said on Tuesday that the old lighthouse at the end of the long pier would be lit again next winter, after eleven years in the dark, because the fishermen had asked for it and the council had found the money in a fund for wrecks.'
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/copies
	{
		for n in 1 2 3; do record "copy$n" en "Lighthouse to be lit again" "$text" 2024-02-0$n; done
		record other en "A lighthouse in the north" "A lighthouse in the north was sold to a painter from the south who means to live there." 2024-02-05
	} | entente add -q -
	[ "$(found lighthouse | wc -w)" -eq 2 ]
	[ "$(found lighthouse --copies | wc -w)" -eq 4 ]
	[ "$(found is:copy --copies | wc -w)" -eq 3 ]
	entente search lighthouse -q | grep -q '2 copies folded'
	entente search lighthouse --json -q | grep -q '"copies": 2'
}

@test "search: story: in a query" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/stories
	entente add -q "$BATS_FILE_TMPDIR/in.jsonl"
	sqlite3 "$ENTENTE_CORPUS/corpus.sqlite" "DELETE FROM story_member; DELETE FROM story_language; DELETE FROM story; INSERT INTO story (number, id, articles, reports, sources) VALUES (7, 'strike1', 2, 2, 2);
		INSERT INTO story_member (docid, story) SELECT docid, 7 FROM article WHERE id IN ('ferry', 'greve');"
	[ "$(found story:strike1)" = "ferry greve" ]
	[ "$(found story:strike1 lang:fr)" = "greve" ]
	[ "$(found 'story:{dover} lang:fr')" = "greve" ]
	[ "$(found 'ferry -story:{dover}')" = "calais undated" ]
	entente search 'story:{dover}' --json -q | grep -q '"other_reports": 1'
	entente search dover -q --lang en | grep -q 'story strike1: 1 other report$'
	entente search ferry --facets --format tsv -q | grep -qx $'story\tstrike1\t2'
	try search story:nothing
	expect_status 1
	try search 'story:{dover'
	expect_status 2
}

@test "search: --batch answers each line, and names the bad ones" {
	printf 'a\tferry\nb\t"unclosed\nno tab\nc\tcalais lang:fr\n' >"$BATS_TEST_TMPDIR/batch"
	try search --batch "$BATS_TEST_TMPDIR/batch"
	expect_status 65
	[[ "$stderr" == *"line 2: "*"character 1"* && "$stderr" == *"line 3: "* ]]
	python3 -c 'import json, sys
rows = [json.loads(l) for l in sys.stdin]
assert [r["rank"] for r in rows if r["qid"] == "a"] == [1, 2, 3, 4], rows
assert sorted(r["id"] for r in rows if r["qid"] == "c") == ["calais", "greve"], rows
assert all(set(r) == {"qid", "rank", "id", "score", "all_words", "language"} for r in rows)' <<<"$output"
	[ "$(printf 'x\tcalais\n' | entente search --batch - | wc -l)" -eq 3 ]
	try search --batch "$BATS_TEST_TMPDIR/nothing"
	expect_status 66
}

@test "search: a word that is nowhere gets a suggestion" {
	try search travesrées
	[[ "$stderr" == *'Did you mean "traversees"?'* ]]
	try search crosings
	[[ "$stderr" == *'Did you mean "crossings"?'* ]]
	try search -q crosings
	[ -z "$stderr" ]
}

@test "search: a reader that searches while a writer commits never fails" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/busy
	entente add -q "$BATS_FILE_TMPDIR/in.jsonl"
	(for n in $(seq 12); do record "busy$n" en "Ferry number $n" "The ferry number $n sails between Dover and Calais. $RANDOM" | entente add -q - || exit 1; done; touch "$BATS_TEST_TMPDIR/ended") 3>&- &
	while [ ! -e "$BATS_TEST_TMPDIR/ended" ]; do
		for _ in $(seq 5); do printf 'q\tferry calais\n'; done | entente search --batch - >"$BATS_TEST_TMPDIR/answers"
		[ "$(wc -l <"$BATS_TEST_TMPDIR/answers")" -ge 10 ]
		kill -0 $! 2>/dev/null || break
	done
	wait $!
	[ "$(entente search 'ferry number' --count)" -ge 12 ]
}

@test "search: on a terminal an error points at its place in the query" {
	script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "no pseudo-terminal to be had"
	shown=$(script -qec "$ENTENTE search 'été \"ferry' --corpus '$ENTENTE_CORPUS'" /dev/null </dev/null | tr -d '\r')
	[[ "$shown" == *'at character 5'$'\n''  été "ferry'$'\n''      ^'* ]]
}

@test "search: slight translations count only where the likely ones find little" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/slight
	write () { # WORD COUNT: articles with the word
		python3 -c '
import json, sys
word, count = sys.argv[1], int(sys.argv[2])
for i in range(count):
    print(json.dumps({"id": f"{word}{i}", "language": "en", "text": f"The {word} came to town on day {i} of the month."}))' "$@"
	}
	# "public" is a translation of "amateur", and a slight one.
	write public 40 | entente add -q --no-link -
	write amateur 8 | entente add -q --no-link -
	[ "$(entente search amateur --in fr --count)" -eq 48 ]
	write amateur 15 | entente add -q --no-link -
	[ "$(entente search amateur --in fr --count)" -eq 15 ]
	# Whoever wants more gets more, and every page is of one answer.
	[ "$(entente search amateur --in fr --count -n 20)" -eq 55 ]
	[ "$(entente search amateur --in fr --count --offset 10)" -eq 15 ]
	try search amateur --in fr --explain
	[[ "$stderr" == *"Slight translations that are common words were left out"* ]]
}

@test "search: where nothing ranks, the newest come first; * is everything" {
	[ "$(order 'date:2024 lang:fr')" = "greve hack" ]
	[ "$(order 'date:2024 lang:fr' --sort first)" = "hack greve" ]
	[ "$(order '*' -n 2)" = "greve ferry" ]
	[ "$(entente search '*' --count)" = 6 ]
	[ "$(order '-ferry' -n 2)" = "axe hack" ]
}

@test "search: what cannot be meant is said: a field that is none, a story that is none, days the wrong way round" {
	try search intitle:ferry
	[[ "$stderr" == *"'intitle:' is no field and was read as a word"* ]]
	try search 'at 12:30 https://ferry.example/'
	[[ "$stderr" != *"is no field"* ]]
	try search story:nonesuch
	expect_status 1
	[[ "$stderr" == *"no story 'nonesuch'"* ]]
	for options in '--from 2024-05 --to 2024-03' '--lang klingon' '--in xx'; do
		# shellcheck disable=SC2086
		try search ferry $options
		expect_status 2
	done
	try stories --from 2024-05 --to 2024-03
	expect_status 2
	try search --batch "$BATS_TEST_TMPDIR"
	expect_status 74
}

@test "search: an empty side that was not asked for is none to warn of" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	record zorb en "Zorblax wins" "The horse Zorblax won the race at Epsom on Saturday." | entente add -q -
	try search zorblax
	[[ "$stderr" == *"An empty French side is not proof of silence."* ]]
	for query in 'zorblax lang:en' 'id:zorb zorblax'; do
		try search "$query"
		expect_status 0
		[[ "$stderr" != *"proof of silence"* ]]
	done
}

@test "search: a language in which no article has all the words falls back by itself, behind those that have, and says so" {
	[ "$(order 'Calais marché poisson')" = "calais ferry" ]
	try search 'Calais marché poisson'
	[[ "$output" == *"À Calais"*$'\n'"No English article has all the words; these have some:"*"Ferry strike"* ]] || { show_result; return 1; }
	[[ "$stderr" == "1 article with all the words; 1 shown with some"* ]] || { show_result; return 1; }
	entente search 'Calais marché poisson' --json -q | python3 -c 'import json, sys
a = json.load(sys.stdin)
assert a["total"] == 1 and a["all_words"], a
assert [(r["id"], r["all_words"]) for r in a["results"]] == [("calais", True), ("ferry", False)], a'
	try search 'Calais marché poisson' --format tsv
	[ "$(cut -f 2,12 <<<"$output")" = $'calais\tall\nferry\tsome' ]
	[[ "$stderr" == *"No English article has all the words: those at the end have some."* ]]
	[ "$(printf 'q\tCalais marché poisson\n' | entente search --batch - | ids)" = "calais ferry" ]
	# It is no part of what is counted.
	[ "$(entente search 'Calais marché poisson' --count)" = 1 ]
	entente search 'Calais marché poisson' --facets --format tsv -q | { ! grep -q $'language\ten'; }
	# Sorted by day it comes behind as well, page by page as in one.
	[ "$(order 'Calais marché poisson' --sort date)" = "calais ferry" ]
	[ "$(order 'Calais marché poisson' --offset 1 -n 1)" = ferry ]
}

@test "search: nothing falls back where the page is full, where it is told not to, or where one language is asked for" {
	try search 'Calais marché poisson' -n 1
	[[ "$stderr" == *"No English article has all the words: --lang en shows those with some."* ]] || { show_result; return 1; }
	[ "$(order 'Calais marché poisson' --lang en)" = ferry ]
	[ "$(order 'Calais marché poisson' --all)" = calais ]
	[ "$(order 'Calais marché poisson' --lang fr)" = calais ]
	[ "$(order '"marché de Calais"')" = calais ]
	try search 'Calais marché poisson' --all
	[[ "$stderr" == *"No English article has all the words: --any shows those with some."* ]] || { show_result; return 1; }
	try search 'Calais marché poisson' --lang fr
	[[ "$stderr" != *"No English article"* ]]
	try search 'Calais zeppelin' --all
	expect_status 1
	try search 'Calais zeppelin' --all --any
	expect_status 2
}

@test "search: a snippet begins with a whole word" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	{
		record elision fr "Titre" "L’horizon s’assombrit pour les pêcheurs de Concarneau." 2024-01-01
		record quote fr "Titre" "« L'horizon s'éclaircit », a dit le maire de Penmarch." 2024-01-01
		record far fr "Titre" "Un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze, dit-on. C'est ce que l'amiral de Douarnenez a toujours dit, et bien d'autres avec lui, un soir de tempête où les bateaux n'étaient pas encore rentrés au port, ni ceux du village voisin, dont on attendait des nouvelles." 2024-01-01
	} | entente add -q --no-link -
	snippet () { entente search --format jsonl -q "$@" | python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["snippet"])'; }
	[[ "$(snippet Concarneau)" == "L’horizon s’assombrit"* ]]
	[[ "$(snippet Penmarch)" == "« L'horizon s'éclaircit"* ]]
	[[ "$(snippet Douarnenez)" == "… C'est ce que l'amiral"* ]]
}
