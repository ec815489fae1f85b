#!/usr/bin/env bats
# entente lexicon: what it prints, and how it fails.

load helper

@test "lexicon show: both directions, best first, with weight, source and licence" {
	try lexicon show ambassade
	expect_status 0
	[[ "${lines[0]}" =~ ^"fr → en  0."[0-9]+"  embassy ".*"freedict: CC BY-SA 3.0" ]]
	try lexicon show strike
	expect_status 0
	[[ "$output" == *"en → fr "*"  grève "* ]]
}

@test "lexicon show: phrases, accents and capitals as people type them" {
	try lexicon show garde à vue
	expect_status 0
	[[ "$output" == *"  custody "* ]]
	try lexicon show "PÉKIN"
	[[ "$output" == *"  Beijing "* ]]
	try lexicon show pekin
	[[ "$output" == *"  Beijing "* ]]
	try lexicon show croiront
	[[ "${lines[0]}" == *"  believe "* ]]
}

@test "lexicon show: plurals that the stemmer leaves apart from their singular" {
	for pair in emplois:job lois:law jeux:game lieux:place genoux:knee vœux:vow; do
		try lexicon show "${pair%:*}"
		[[ "$output" =~ "  ${pair#*:}"s?"  " ]] || { show_result; echo "$pair"; return 1; }
	done
	try lexicon show job
	[[ "$output" == *"emploi"* ]]
}

@test "lexicon show --json is JSON whatever the word" {
	try lexicon show --json 'gr"ève	\'
	[ "$status" -le 1 ]
	printf '%s' "$output" | python3 -c 'import json, sys; d = json.load(sys.stdin); assert set(d) == {"word", "fr", "en"}'
	try lexicon show --json grève
	expect_status 0
	printf '%s' "$output" | python3 -c '
import json, sys
rows = json.load(sys.stdin)["fr"]
assert rows[0]["translation"] == "strike", rows
assert abs(sum(r["weight"] for r in rows) - 1) < .01
assert all(r["sources"][0]["licence"] for r in rows)
assert [r["weight"] for r in rows] == sorted((r["weight"] for r in rows), reverse=True)'
}

@test "lexicon show, stats: a line for each translation and each source, as JSON and in columns" {
	try lexicon show grève --format tsv
	expect_status 0
	[[ "${lines[0]}" == $'fr\ten\t0.'*$'\tstrike\t'*freedict* ]] || { show_result; return 1; }
	[ "$(awk -F '\t' '{ print NF }' <<<"$output" | sort -u)" = 5 ]
	rows=${#lines[@]}
	try lexicon show grève --format jsonl
	python3 -c 'import json, sys
rows = [json.loads(line) for line in sys.stdin]
assert len(rows) == int(sys.argv[1])
assert rows[0]["from"] == "fr" and rows[0]["to"] == "en" and rows[0]["translation"] == "strike", rows
assert all(r["sources"][0]["licence"] for r in rows)' "$rows" <<<"$output"
	try lexicon show qwxzzy --format jsonl
	expect_status 1
	[ -z "$output" ]
	[ "$(entente lexicon stats --format tsv | awk -F '\t' 'NF == 3 && $3 ~ /^[0-9]+$/' | wc -l)" -eq "$(entente lexicon stats | grep -c 'pairs read$')" ]
	[ "$(entente lexicon stats --format jsonl | wc -l)" -eq 1 ]
}

@test "lexicon show: a word without translation is status 1" {
	try lexicon show qwxzzy
	expect_status 1
	[ -z "$output" ]
	expect_one_line lexicon "no translation of 'qwxzzy'"
}

@test "lexicon stats names the sources and their licences" {
	try lexicon stats
	expect_status 0
	[[ "$output" == *"French → English"*"English → French"* ]]
	[[ "$output" == *"FreeDict"*"CC BY-SA 3.0"* ]]
	[[ "$output" == *"GeoNames"*"CC BY 4.0"* ]]
}

@test "lexicon: no lexicon, a damaged one, and wrong words have their statuses" {
	ENTENTE_LEXICON="$BATS_TEST_TMPDIR/none" try lexicon stats
	expect_status 69
	expect_one_line lexicon "no such lexicon"
	head -c 5000 "$ENTENTE_LEXICON" >"$BATS_TEST_TMPDIR/cut"
	try lexicon stats --lexicon "$BATS_TEST_TMPDIR/cut"
	[ "$status" -ne 0 ]
	expect_one_line lexicon "build it anew with 'entente lexicon build"
	try lexicon frobnicate
	expect_status 2
	try lexicon show
	expect_status 2
	try lexicon build
	expect_status 2
}

@test "lexicon build: without dictionaries it says which are missing, fails, and makes no file" {
	mkdir "$BATS_TEST_TMPDIR/share"
	try lexicon build --from "$BATS_TEST_TMPDIR/share" --output "$BATS_TEST_TMPDIR/out"
	expect_status 69
	[[ "$stderr" == *"dict-freedict-fra-bul left out: not installed"* ]]
	[[ "$stderr" == *"unicode-cldr-core left out"* ]]
	[ ! -e "$BATS_TEST_TMPDIR/out" ]
}

@test "lexicon build: with some of the packages it goes on, and the result is used" {
	mkdir -p "$BATS_TEST_TMPDIR/share/dictd"
	for pair in fra-bul eng-bul; do
		for file in dict.dz index; do
			[ -f "/usr/share/dictd/freedict-$pair.$file" ] || skip "dict-freedict-$pair is not installed"
			ln -s "/usr/share/dictd/freedict-$pair.$file" "$BATS_TEST_TMPDIR/share/dictd/"
		done
	done
	try lexicon build --from "$BATS_TEST_TMPDIR/share" --output "$BATS_TEST_TMPDIR/small"
	expect_status 0
	[[ "$stderr" == *"dict-freedict-pol-eng left out"* ]]
	[[ "$stderr" != *"fra-bul"* ]]
	try lexicon show --lexicon "$BATS_TEST_TMPDIR/small" ambassade
	[[ "${lines[0]}" == *"  embassy "* ]]
	# The same sources give the same file.
	entente lexicon build -q --from "$BATS_TEST_TMPDIR/share" --output "$BATS_TEST_TMPDIR/again"
	cmp "$BATS_TEST_TMPDIR/small" "$BATS_TEST_TMPDIR/again"
}

@test "lexicon build: where no file can be made, one line and status 73" {
	mkdir -p "$BATS_TEST_TMPDIR/share/dictd"
	ln -s /usr/share/dictd/freedict-fra-bul.* /usr/share/dictd/freedict-eng-bul.* "$BATS_TEST_TMPDIR/share/dictd/"
	try lexicon build -q --from "$BATS_TEST_TMPDIR/share" --output "$BATS_TEST_TMPDIR/none/out"
	expect_status 73
	expect_one_line lexicon "cannot create"
}

@test "lexicon add, remove: the user's own words win, in search too, and survive a new lexicon" {
	export XDG_DATA_HOME=$BATS_TEST_TMPDIR/data ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	{ record a en 'The zorble of Valmont' 'A zorble was seen in Valmont.'; record b en 'Nothing' 'Nobody at all.'; } | entente add -q -
	[ "$(found 'ambassade')" = "" ]
	entente lexicon add ambassade zorble
	[ "$(found 'ambassade')" = "a" ]
	try lexicon show ambassade
	[[ "${lines[0]}" == "fr → en  0.900  zorble  (user: "* ]]
	cp "$ENTENTE_LEXICON" "$BATS_TEST_TMPDIR/new.bin"
	ENTENTE_LEXICON=$BATS_TEST_TMPDIR/new.bin try lexicon show zorble
	[[ "$output" == "en → fr  1.000  ambassade  (user: "* ]]
	entente lexicon remove ambassade zorble
	[ "$(found 'ambassade')" = "" ]
	entente lexicon remove ambassades embassy
	try lexicon show ambassade
	[[ "$output" != *embassy* ]]
	try lexicon add le the
	expect_status 2
	try lexicon add ambassade
	expect_status 2
}

@test "lexicon train: words learnt from parallel lines go into a lexicon under their own source" {
	cd "$BATS_TEST_TMPDIR"
	local fr=(fleuve pont village rempart) en=(zaragon zibbet zunnel zorb) i k
	for i in {0..3} {0..3}; do for k in {0..3}; do
		[ "$i" = "$k" ] || { echo "le ${fr[i]} et le ${fr[k]}" >>fr; echo "the ${en[k]}, and the ${en[i]}" >>en; }
	done; done
	try lexicon train --parallel fr en --output trained.tsv
	expect_status 0
	[[ "$output" == "4 pairs of words from 24 pairs of lines, 0 skipped" ]]
	mkdir share
	try lexicon build --from share --trained trained.tsv --output lexicon.bin
	expect_status 0
	try lexicon show --lexicon lexicon.bin rempart
	[[ "$output" == "fr → en  1.000  zorb  (trained: that of the text)" ]]
	sed 's/zorb/zorb\textra/' trained.tsv >bad.tsv
	try lexicon build --from share --trained bad.tsv --output bad.bin
	[ "$status" -ne 0 ]
	[[ "$stderr" == *"bad.tsv:"*": expected French TAB English"* ]]
	[ ! -e bad.bin ]
	head -3 en >short
	try lexicon train --parallel fr short --output none.tsv
	expect_status 65
	expect_one_line lexicon "short ends after line 3"
	[ ! -e none.tsv ]
}
