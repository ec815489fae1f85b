#!/usr/bin/env bats
# What all commands share: help, options, formats, exit statuses, what goes to which output, colour.

load helper

COMMANDS="add index search show related extract lexicon stats check version help"

setup_file () {
	record pont fr "Le pont de Tarascon ferme" "Le pont de Tarascon est fermé depuis mardi, a dit la préfecture." 2024-03-05 |
		entente add --corpus "$BATS_FILE_TMPDIR/corpus" -
}

setup () { C=$BATS_FILE_TMPDIR/corpus; }

@test "basics: the program's help names every command, on stdout" {
	for how in --help -h help; do
		try $how
		expect_status 0
		[ -z "$stderr" ]
		for c in $COMMANDS; do [[ "$output" == *$'\n'"  $c "* ]]; done
		[[ "$output" == *"Example:"* ]]
	done
}

@test "basics: no command at all is a usage error, with the help on stderr" {
	try
	expect_status 2
	[ -z "$output" ]
	[[ "$stderr" == Usage:* ]]
}

@test "basics: every command has help with a usage line and an example of its own" {
	for c in $COMMANDS; do
		try $c --help
		expect_status 0
		[ -z "$stderr" ]
		[[ "${lines[0]}" == "Usage: entente $c "* ]] || { show_result; return 1; }
		example=$(grep -A1 '^Example:' <<<"$output" | tail -n 1)
		[[ "$example" == "  entente $c"* ]] || { echo "$c: $example"; return 1; }
		by_option=$output
		try help $c
		[ "$status" -eq 0 ]
		[ "$output" = "$by_option" ]
		try $c -h
		[ "$output" = "$by_option" ]
	done
}

@test "basics: the help of a command names every option of the manual's line for it" {
	try search --help
	for o in lang from to limit offset in explain; do [[ "$output" == *"--$o"* ]]; done
	try related --help
	for o in min-probability window lang limit; do [[ "$output" == *"--$o"* ]]; done
	for c in add index search show related extract lexicon stats check version; do
		try $c --help
		for o in corpus format json color quiet verbose help; do [[ "$output" == *"--$o"* ]]; done
	done
}

@test "basics: help needs no corpus and writes none" {
	cd "$BATS_TEST_TMPDIR"
	export XDG_DATA_HOME=$BATS_TEST_TMPDIR/data
	for c in $COMMANDS; do entente $c --help >/dev/null; done
	[ -z "$(ls -A .)" ]
}

@test "basics: version" {
	try version
	expect_status 0
	[[ "$output" =~ ^entente\ [0-9]+\.[0-9]+\.[0-9]+ ]]
	[ -z "$stderr" ]
	plain=$output
	try --version
	expect_status 0
	[ "$output" = "$plain" ]
	entente version --json | python3 -c 'import json, sys; d = json.load(sys.stdin); assert d["entente"] and d["xapian"]'
}

@test "basics: an unknown command, option or format, or an argument too many, is status 2 in one line and a hint" {
	while read -r args; do
		try $args
		expect_status 2
		[ -z "$output" ]
		[ "${#stderr_lines[@]}" -eq 2 ] || { show_result; return 1; }
		[[ "${stderr_lines[0]}" == entente* ]]
		[[ "${stderr_lines[1]}" == "Try 'entente "*"--help'." ]]
	done <<-'END'
	frobnicate
	help frobnicate
	search --frobnicate x
	search x --format xml
	search x --format=
	add x --format json
	search x --color sometimes
	search x --limit many
	search x --limit 0
	search x --limit -1
	search x --offset -1
	search x --from yesteryear
	search x --to 2020-13-40
	search
	show
	related
	related a b
	related a --min-probability 2
	related a --min-probability nan
	related a --lang de
	related a --window -1
	add
	index now
	stats now
	check now
	extract
	lexicon
	lexicon frobnicate
	lexicon show
	lexicon build
	END
}

@test "basics: what a format's message offers is what the command has" {
	for c in search related show stats check version extract lexicon; do
		try $c --format nonesuch
		expect_status 2
		offered=$(sed -n 's/.*(there are: \(.*\))$/\1/p' <<<"${stderr_lines[0]}" | tr -d ,)
		[ -n "$offered" ]
		for f in $offered; do
			try $c --format $f --help
			expect_status 0
		done
	done
}

@test "basics: --corpus stands before or behind the command, with = or without, and beats ENTENTE_CORPUS" {
	for args in "--corpus $C stats" "--corpus=$C stats" "stats --corpus $C" "stats --corpus=$C"; do
		try $args
		expect_status 0
		[[ "${lines[0]}" == "1 article"* ]]
		ENTENTE_CORPUS=$BATS_TEST_TMPDIR/none try $args
		expect_status 0
	done
	ENTENTE_CORPUS=$C try stats
	expect_status 0
	[[ "${lines[0]}" == "1 article"* ]]
	for args in "--format json --corpus $C search pont" "--json --corpus $C search pont" "-q --color never --corpus $C search --json pont"; do
		entente $args | python3 -m json.tool >/dev/null
	done
}

@test "basics: without either, the corpus is below XDG_DATA_HOME, else below HOME" {
	XDG_DATA_HOME=$BATS_TEST_TMPDIR/data entente add corpus/sample/www.ibsnews.example/news/europe-70341182/index.html
	[ -f "$BATS_TEST_TMPDIR/data/entente/corpus.sqlite" ]
	env -u XDG_DATA_HOME HOME="$BATS_TEST_TMPDIR/home" "$ENTENTE" add corpus/sample/www.ibsnews.example/news/europe-70341182/index.html
	[ -f "$BATS_TEST_TMPDIR/home/.local/share/entente/corpus.sqlite" ]
	# An empty ENTENTE_CORPUS is none.
	XDG_DATA_HOME=$BATS_TEST_TMPDIR/data ENTENTE_CORPUS='' try stats
	expect_status 0
}

@test "basics: no corpus there is status 66 for every command that reads one, and none is made" {
	for args in index "search x" "show x" "related x" stats check; do
		try $args --corpus "$BATS_TEST_TMPDIR/none"
		expect_status 66
		[ -z "$output" ]
		expect_one_line "${args%% *}" "no corpus"
		[[ "$stderr" == *"'entente add' makes one" ]]
		[ ! -e "$BATS_TEST_TMPDIR/none" ]
	done
}

@test "basics: help status, the manual and the program's table are the same list" {
	try help status
	expect_status 0
	sed -E 's/^ *([0-9]+)  .{14} (.*)$/\1 \2/' <<<"$output" >"$BATS_TEST_TMPDIR/help"
	awk '/^\.Sh EXIT STATUS/ { on = 1; next } /^\.Sh/ { on = 0 }
		on && /^\.It/ { number = $2; next } on && number != "" && !/^\./ { print number, $0; number = "" }' \
		man/entente.1 >"$BATS_TEST_TMPDIR/man"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/man")" -ge 10 ]
	diff "$BATS_TEST_TMPDIR/man" "$BATS_TEST_TMPDIR/help"
}

@test "basics: the manual is sound, and names every command and every common option" {
	command -v mandoc >/dev/null && mandoc -T lint -W warning man/entente.1
	for c in $COMMANDS; do grep -qE "^\.It Cm .*\b$c\b" man/entente.1 || { echo "$c is not in the manual"; return 1; }; done
	for o in corpus format json color quiet verbose help; do grep -q -- "-$o" man/entente.1; done
}

@test "basics: 0 found, 1 nothing found, 2 a bad query" {
	try search pont --corpus "$C"; expect_status 0
	try search introuvable --corpus "$C"; expect_status 1
	try search '"pont' --corpus "$C"; expect_status 2
}

@test "basics: data on stdout, all else on stderr" {
	try search pont --corpus "$C"
	[[ "$output" == *"Le pont de Tarascon ferme"* ]]
	[[ "$output" != *"1 article"* ]]
	[ "$stderr" = "1 article" ]
	try search introuvable --corpus "$C"
	[ -z "$output" ]
	[ -n "$stderr" ]
	try stats --corpus "$C"
	[ -z "$stderr" ]
}

@test "basics: no progress when stderr is no terminal" {
	record a en "One" "The council met on Tuesday and spoke of the bridge." >"$BATS_TEST_TMPDIR/a.jsonl"
	try add --corpus "$BATS_TEST_TMPDIR/c" "$BATS_TEST_TMPDIR/a.jsonl"
	expect_status 0
	[ -z "$stderr" ]
	try index --rebuild --corpus "$BATS_TEST_TMPDIR/c"
	[ -z "$stderr" ]
}

@test "basics: progress on a terminal is wiped again, and -q shows none" {
	script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "no pseudo-terminal to be had"
	for i in $(seq 40); do record "n$i" en "Article $i" "The council met on Tuesday and spoke of bridge number $i, and of $((i * 7)) others."; done >"$BATS_TEST_TMPDIR/many.jsonl"
	# A pipe that is slow enough to draw a line at all.
	cmd="(head -n 20 $BATS_TEST_TMPDIR/many.jsonl; sleep 0.3; tail -n 20 $BATS_TEST_TMPDIR/many.jsonl) | $ENTENTE add --corpus $BATS_TEST_TMPDIR"
	script -qec "$cmd/c1 -" /dev/null >"$BATS_TEST_TMPDIR/loud" </dev/null
	grep -q 'read: [0-9]' "$BATS_TEST_TMPDIR/loud"
	# The last thing before the summary wipes the line.
	grep -q $'\e\[K40 added' "$BATS_TEST_TMPDIR/loud"
	script -qec "$cmd/c2 -q -" /dev/null >"$BATS_TEST_TMPDIR/quiet" </dev/null
	[ ! -s "$BATS_TEST_TMPDIR/quiet" ]
}

@test "basics: colour only on a terminal, and NO_COLOR, TERM=dumb and --color are obeyed" {
	esc=$'\e'
	[[ "$(entente search pont --corpus "$C" 2>/dev/null)" != *"$esc"* ]]
	[[ "$(entente search pont --corpus "$C" --color always 2>/dev/null)" == *"$esc[1m"* ]]
	[[ "$(NO_COLOR=1 entente search pont --corpus "$C" --color always 2>/dev/null)" == *"$esc"* ]]
	script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "no pseudo-terminal to be had"
	on_terminal () { script -qec "$1 $ENTENTE search pont --corpus $C $2" /dev/null </dev/null; }
	[[ "$(on_terminal 'TERM=xterm' '')" == *"$esc[1m"* ]]
	[[ "$(on_terminal 'TERM=xterm NO_COLOR=1' '')" != *"$esc"* ]]
	[[ "$(on_terminal 'TERM=xterm NO_COLOR=' '')" == *"$esc[1m"* ]]
	[[ "$(on_terminal 'TERM=dumb' '')" != *"$esc"* ]]
	[[ "$(on_terminal 'TERM=xterm' '--color never')" != *"$esc"* ]]
	[[ "$(on_terminal 'TERM=xterm' '--format jsonl')" != *"$esc"* ]]
}

@test "basics: -q silences warnings and remarks, not errors and not data" {
	try search pont --corpus "$C" -q
	expect_status 0
	[ -n "$output" ]
	[ -z "$stderr" ]
	try search pont --corpus "$BATS_TEST_TMPDIR/none" -q
	expect_status 66
	expect_one_line search "no corpus"
	record a en "One" "The council met on Tuesday and spoke of the bridge." >"$BATS_TEST_TMPDIR/a.jsonl"
	try add --corpus "$BATS_TEST_TMPDIR/c" -q "$BATS_TEST_TMPDIR/a.jsonl"
	expect_status 0
	[ -z "$output$stderr" ]
}

@test "basics: -- ends the options" {
	mkdir "$BATS_TEST_TMPDIR/d"
	cd "$BATS_TEST_TMPDIR/d"
	record odd en "One" "The council met on Tuesday and spoke of the bridge." >--help.jsonl
	try add --corpus ../c -- --help.jsonl
	expect_status 0
	[ "$output" = "1 added" ]
	try show --corpus ../c -- odd
	expect_status 0
}

@test "basics: a reader that goes away is no error, a full disk behind stdout is" {
	for i in $(seq 40); do record "n$i" en "Article $i" "The council met on Tuesday and spoke of bridge number $i."; done |
		entente add --corpus "$BATS_TEST_TMPDIR/c" - >/dev/null
	entente search council -n 40 --corpus "$BATS_TEST_TMPDIR/c" 2>"$BATS_TEST_TMPDIR/err" | head -n 1 >/dev/null
	! grep -i "cannot write" "$BATS_TEST_TMPDIR/err"
	[ -c /dev/full ] || skip "no /dev/full"
	status=0
	entente search council --json --corpus "$BATS_TEST_TMPDIR/c" >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
	[ "$status" -eq 74 ]
	[ "$(wc -l <"$BATS_TEST_TMPDIR/err")" -eq 1 ]
}

@test "basics: messages hold no control characters, whatever the arguments hold" {
	for c in show related search extract; do
		for arg in $'\e[31mred\a' $'a\rb' $'\xff\xfe' $'\u202e'; do
			"$ENTENTE" $c "$arg" --corpus "$C" >"$BATS_TEST_TMPDIR/out" 2>&1 || true
			! grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$BATS_TEST_TMPDIR/out"
			! grep -q $'\u202e' "$BATS_TEST_TMPDIR/out"
			iconv -f UTF-8 -t UTF-8 "$BATS_TEST_TMPDIR/out" >/dev/null
		done
	done
}

@test "basics: no lexicon: lexicon says so with 69, search and related warn and go on" {
	ENTENTE_LEXICON=$BATS_TEST_TMPDIR/none try lexicon stats
	expect_status 69
	expect_one_line lexicon lexicon
	ENTENTE_LEXICON=$BATS_TEST_TMPDIR/none try search pont --corpus "$C"
	expect_status 0
	[[ "$stderr" == *"no translations"* ]]
	echo nonsense >"$BATS_TEST_TMPDIR/bad"
	ENTENTE_LEXICON=$BATS_TEST_TMPDIR/bad try search pont --corpus "$C"
	expect_status 0
	[[ "$stderr" == *"no translations"* ]]
}

@test "basics: show: one article is a JSON object, several are one array, and numbers are written short" {
	record two en "Two" "The council met on Tuesday and spoke of the bridge." | entente add -q --corpus "$BATS_TEST_TMPDIR/c" -
	record three en "Three" "The council met on Friday and spoke of the harbour." | sed 's/}$/, "language_confidence": 0.99}/' |
		entente add -q --corpus "$BATS_TEST_TMPDIR/c" -
	entente show three --json --corpus "$BATS_TEST_TMPDIR/c" | python3 -c 'import json, sys; assert json.load(sys.stdin)["title"] == "Three"'
	entente show three two --json --corpus "$BATS_TEST_TMPDIR/c" | python3 -c 'import json, sys; assert [d["id"] for d in json.load(sys.stdin)] == ["three", "two"]'
	for f in json jsonl; do ! entente show three --format $f --corpus "$BATS_TEST_TMPDIR/c" | grep -E '[0-9]\.[0-9]{16}'; done
}

@test "a corpus of an older version: the command that is named brings it up to date" {
	old=$BATS_TEST_TMPDIR/old
	mkdir "$old"
	python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open("tests/data/store_v1.sql").read())' "$old/corpus.sqlite"
	try stats --corpus "$old"
	expect_status 78
	expect_one_line stats "'entente index' brings it up to date"
	try index --corpus "$old"
	expect_status 0
	try stats --corpus "$old"
	expect_status 0
	try check --corpus "$old"
	expect_status 0
}
