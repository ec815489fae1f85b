#!/usr/bin/env bats
# What people read stands in the 80 columns of a terminal, and is whole where it goes into a pipe.

load helper

setup_file () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus
	entente add -q corpus/sample/*.example
}

FR=6cdfffa3622b234a EN=bc733dfdd239cd9c # one event of the sample

setup () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus
	script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip "no pseudo-terminal to be had"
}

# What `entente` with these arguments shows on a terminal of 80 columns, without its colours.
shown () { script -qec "stty cols 80; NO_COLOR=1 $ENTENTE $*" /dev/null </dev/null | tr -d '\r'; }
# The widest line of it, in columns.
widest () { shown "$@" | wc -L; }

@test "terminal: 80 columns are enough for everything that is shown" {
	local wide=
	for command in "search musée -n 30" "search musée --facets" "related $FR" "why $FR $EN" "story $FR" stories "stories --members" \
		"links --format text" "compare $FR $EN" "compare --full $FR $EN" "compare f7dc117c3e414103 bfa16c736c5b49f1 5d0bb49ee8c5c795" "facts $FR" "why-copy bfa16c736c5b49f1 f7dc117c3e414103" stats "lexicon show grève" "judge --list"; do
		width=$(widest "$command")
		[ "$width" -le 80 ] || wide+="$width columns: $command"$'\n'
	done
	echo "$wide"
	[ -z "$wide" ]
}

@test "terminal: a pipe gets titles and quotations whole" {
	title=$(entente show $FR --format jsonl | python3 -c 'import json, sys; print(json.load(sys.stdin)["title"])')
	[ "${#title}" -gt 80 ]
	for command in "why $FR $EN" "story $FR" stories "stories --members" "links --format text" "related $EN"; do
		# shellcheck disable=SC2086
		entente $command >"$BATS_TEST_TMPDIR/out"
		grep -qF "$title" "$BATS_TEST_TMPDIR/out" || { echo "cut: $command"; return 1; }
		! grep -q '…$' "$BATS_TEST_TMPDIR/out"
	done
}

@test "terminal: stories of an answer have their titles, and the answer says what of it is shown" {
	try search Boudin --facets
	[[ "$output" == *$'\nstory\n       3  s'*"  "?*" Boudin "* ]] || { show_result; return 1; }
	try search Boudin -n 2 --offset 2
	[[ "$stderr" == *" articles, 3 to 4 shown" ]]
	try search Boudin -n 100
	[[ "$stderr" == *" articles" ]]
}

@test "terminal: one JSON value a line where a line is asked for" {
	for command in "why $FR $EN" "story $FR" "links --top 1"; do
		# shellcheck disable=SC2086
		[ "$(entente $command --format jsonl | wc -l)" -eq 1 ]
		# shellcheck disable=SC2086
		entente $command --format jsonl | python3 -m json.tool >/dev/null
	done
}

@test "terminal: translations stand in one column, accents or not" {
	try search floods --explain
	show_result
	[ "$(grep -oP '^    \S+ +(?=\d\.\d\d )' <<<"$stderr" | awk '{ print length }' | sort -u | wc -l)" -eq 1 ]
}
