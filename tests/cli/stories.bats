#!/usr/bin/env bats
# entente stories, story, judge, link: on the sample web, and on articles made here.

load helper

setup_file () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/sample SOURCE_DATE_EPOCH=1781000000
	entente add -q corpus/sample/*.example
}

setup () {
	export SAMPLE=$BATS_FILE_TMPDIR/sample SOURCE_DATE_EPOCH=1781000000
	cp -r "$SAMPLE" "$BATS_TEST_TMPDIR/corpus"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
}

# id and story of every article that is in a story, sorted.
members () { entente stories -q --min-size 1 --members --format tsv "$@" | sort; }
# The id of the article whose title begins with $1.
id_of () { entente search -q --copies -n 1000 'lang:fr OR lang:en' --format jsonl | grep -F "\"title\":\"$1" | ids; }
story_of () { members | awk -F '\t' -v id="$1" '$1 == id { print $2 }'; }

@test "stories: add makes them; a title for each language; recent ones first" {
	try stories --lang-pair fr,en
	expect_status 0
	[[ "$output" == *"  fr  Le Boudin volé à Honfleur retrouvé"* ]]
	[[ "$output" == *"  en  Stolen Boudin seascape found"* ]]
	dates=$(entente stories --format tsv | cut -f 7)
	[ "$dates" = "$(sort -r <<<"$dates")" ]
	[ "$(entente stories --sort size --format tsv | cut -f 2)" = "$(entente stories --format tsv | cut -f 2 | sort -nr)" ]
}

@test "stories: copies of one dispatch count once" {
	row=$(entente stories --format tsv | grep 'Ardèche : deux morts')
	[ "$(cut -f 2 <<<"$row")" -lt "$(cut -f 3 <<<"$row")" ]
}

@test "stories: by day, size and number" {
	[ "$(entente stories --from 2026-04 --to 2026-04 --format tsv | cut -f 7 | grep -vc '^2026-04')" -eq 0 ]
	[ "$(entente stories --min-size 3 --format tsv | awk -F '\t' '$2 < 3' | wc -l)" -eq 0 ]
	[ "$(entente stories -n 3 --format jsonl | wc -l)" -eq 3 ]
	entente stories --json | python3 -c 'import json, sys; assert len(json.load(sys.stdin)) > 5'
	try stories --lang-pair de
	expect_status 1
	try stories --sort often
	expect_status 2
	try stories --from yesteryear
	expect_status 2
	try stories --lang-pair français
	expect_status 2
}

@test "stories: what only one language reports" {
	[ "$(entente stories --only fr --format tsv | cut -f 5 | sort -u)" = fr ]
	[ "$(entente stories --only en --min-size 1 --format tsv | cut -f 5 | sort -u)" = en ]
	all=$(entente stories --min-size 1 --format tsv | wc -l) both=$(entente stories --lang-pair fr,en --min-size 1 --format tsv | wc -l)
	fr=$(entente stories --only fr --min-size 1 --format tsv | wc -l) en=$(entente stories --only en --min-size 1 --format tsv | wc -l)
	[ "$all" -eq $((both + fr + en)) ] && [ "$both" -gt 0 ]
	[ "$(entente stories --only en,fr --min-size 1 --format tsv | wc -l)" -eq "$both" ]
	try stories --only fr --lang-pair fr,en
	expect_status 2
	try stories --only french
	expect_status 2
}

@test "stories: the members, as the record and the list have them" {
	members >"$BATS_TEST_TMPDIR/members"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/members")" -ge 30 ]
	while read -r id story; do
		[ "$(entente show "$id" --format jsonl | sed -E 's/.*"story":"([^"]*)".*/\1/')" = "$story" ]
	done < <(head -n 5 "$BATS_TEST_TMPDIR/members")
	entente stories --min-size 1 --members --format jsonl | python3 -c '
import json, sys
for line in sys.stdin:
    story = json.loads(line)
    for member in story["members"]:
        print(member, story["id"], sep="\t")' | sort | diff "$BATS_TEST_TMPDIR/members" -
}

@test "story: its reports by language, and the earlier stage of it" {
	id=$(id_of "Le Boudin volé")
	try story "$id"
	expect_status 0
	[[ "$output" == *French*"Le Boudin volé à Honfleur"* ]]
	[[ "$output" == *"Related stories before it"*"Thieves Steal Boudin"* ]]
	# By its own id, and a beginning of that.
	story=$(story_of "$id")
	[ "$(entente story "$story")" = "$output" ]
	entente story "$story" --json | python3 -c '
import json, sys
d = json.load(sys.stdin)
assert len(d["members"]) == d["articles"] and d["related"][0]["before"]'
	[ "$(entente story "$story" --format tsv | wc -l)" -eq 2 ]
	try story snothing
	expect_status 66
	try story
	expect_status 2
}

@test "judge: different parts, same joins; both outlive --rebuild and the article" {
	a=$(id_of "Le Boudin volé") b=$(id_of "Stolen Boudin") c=$(id_of "Open d'Annecy")
	[ "$(story_of "$a")" = "$(story_of "$b")" ]
	entente judge -q "$a" "$b" different
	[ -z "$(story_of "$a")" ] || [ "$(story_of "$a")" != "$(story_of "$b")" ]
	entente judge -q "$a" "$c" same
	[ "$(story_of "$a")" = "$(story_of "$c")" ]
	entente link -q --rebuild
	[ "$(story_of "$a")" = "$(story_of "$c")" ]
	[ "$(story_of "$a")" != "$(story_of "$b")" ]
	# Kept while the corpus is made anew from nothing.
	entente judge --export "$BATS_TEST_TMPDIR/verdicts.jsonl"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/verdicts.jsonl")" -eq 2 ]
	cp -r "$SAMPLE" "$BATS_TEST_TMPDIR/other"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/other
	entente judge -q --import "$BATS_TEST_TMPDIR/verdicts.jsonl"
	[ "$(story_of "$a")" = "$(story_of "$c")" ]
	[ "$(entente judge --list --format jsonl | wc -l)" -eq 2 ]
	# Twice is once, and a mind may change.
	entente judge --import "$BATS_TEST_TMPDIR/verdicts.jsonl" | grep -q ' 0 new'
	entente judge -q "$b" "$a" same
	[ "$(story_of "$a")" = "$(story_of "$b")" ]
	[ "$(entente judge --list --format jsonl | wc -l)" -eq 2 ]
}

@test "judge: what is no judgement is refused" {
	a=$(id_of "Le Boudin volé") b=$(id_of "Stolen Boudin")
	try judge "$a" "$b" perhaps
	expect_status 2
	try judge "$a" "$a" same
	expect_status 2
	try judge "$a" nothing same
	expect_status 66
	try judge --list
	expect_status 1
	printf '%s\t%s\tsame\nnonsense\n' "$a" "$b" >"$BATS_TEST_TMPDIR/v.tsv"
	try judge --import "$BATS_TEST_TMPDIR/v.tsv"
	expect_status 65
	[[ "$stderr" == *"v.tsv:2"* ]]
	[ "$(entente judge --list | cut -f 3)" = same ]
	try judge --import /nowhere
	expect_status 66
}

@test "stories: a merger is told, and the id that went finds the story" {
	a=$(id_of "Le Boudin volé") c=$(id_of "Open d'Annecy")
	one=$(story_of "$a") two=$(story_of "$c")
	[ -n "$one" ] && [ -n "$two" ] && [ "$one" != "$two" ]
	entente judge -q "$a" "$c" same
	if [ "$(story_of "$a")" = "$one" ]; then gone=$two; else gone=$one; fi
	try story "$gone"
	expect_status 0
	[[ "$output" == *History*"$gone"* ]]
	entente story "$gone" --json | python3 -c 'import json, sys; assert json.load(sys.stdin)["history"]'
}

@test "link: says what it did; nothing to do is done; --rebuild changes nothing" {
	members >"$BATS_TEST_TMPDIR/before"
	try link
	expect_status 0
	[[ "$output" == "0 articles linked"* ]]
	try link --rebuild
	expect_status 0
	members | diff "$BATS_TEST_TMPDIR/before" -
	try link nonsense
	expect_status 2
}

@test "link: --no-link leaves it for later; one by one comes to the same as all at once" {
	members | cut -f 1 >"$BATS_TEST_TMPDIR/whole"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/late
	entente add -q --no-link corpus/sample/*.example
	try stories
	expect_status 1
	entente link -q
	members | diff <(ENTENTE_CORPUS=$SAMPLE members) -
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/slow
	for site in corpus/sample/*.example; do entente add -q "$site"; done
	members | cut -f 1 | diff "$BATS_TEST_TMPDIR/whole" -
}

@test "link: an edited article leaves its story, and comes back" {
	a=$(id_of "Le Boudin volé")
	entente show "$a" --format jsonl >"$BATS_TEST_TMPDIR/a.jsonl"
	before=$(story_of "$a")
	record "$a" fr "La météo de demain" "Des nuages, et du soleil dans le Sud. Les températures seront de saison." 2026-04-21 >"$BATS_TEST_TMPDIR/other.jsonl"
	entente add -q "$BATS_TEST_TMPDIR/other.jsonl"
	[ -z "$(story_of "$a")" ]
	entente add -q "$BATS_TEST_TMPDIR/a.jsonl"
	[ -n "$(story_of "$a")" ]
	[ "$(story_of "$a")" = "$(story_of "$(id_of "Stolen Boudin")")" ]
}

@test "link: without a lexicon stories wait, and that is said" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/none
	ENTENTE_LEXICON=/nowhere try add corpus/sample/hexapresse.example
	expect_status 0
	[[ "$stderr" == *"entente link"* ]]
	ENTENTE_LEXICON=/nowhere try link
	expect_status 69
	entente link -q
	entente stories -q || [ $? -eq 1 ]
}

# The groups of articles, whatever their stories' ids.
groups () { members | awk -F '\t' '{ g[$2] = g[$2] " " $1 } END { for (s in g) print g[s] }' | sort; }

@test "link: kill -9 while articles come, and the same command again: the same stories" {
	groups >"$BATS_TEST_TMPDIR/whole"
	RANDOM=${CRASH_SEED:-$((SECONDS + $$))}
	echo "CRASH_SEED=$RANDOM repeats this"
	for _ in $(seq $((${KILLS:-4} / 2))); do
		rm -rf "$ENTENTE_CORPUS"
		for _ in 1 2; do
			kill_after "for site in corpus/sample/*.example; do '$ENTENTE' add \$site || exit; done" $((RANDOM % 1500 + 50))
		done
		entente add -q corpus/sample/*.example
		try check
		expect_status 0
		groups | diff "$BATS_TEST_TMPDIR/whole" -
	done
}

@test "link: kill -9 while all is made anew: nothing changed, ids and all" {
	members >"$BATS_TEST_TMPDIR/before"
	RANDOM=${CRASH_SEED:-$((SECONDS + $$))}
	echo "CRASH_SEED=$RANDOM repeats this"
	for _ in $(seq $((${KILLS:-4} / 2))); do
		kill_after "'$ENTENTE' link --rebuild" $((RANDOM % 150))
		members | diff "$BATS_TEST_TMPDIR/before" -
	done
	entente link -q --rebuild
	members | diff "$BATS_TEST_TMPDIR/before" -
}
