#!/usr/bin/env bats
# Copies of one dispatch: their group in the record and in the index, and what `why-copy` says of a pair.

load helper

setup () { export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus; }
setup_file () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus
	local text='The port of Valmont will stay closed until Thursday after a crane fell across the main quay on Monday night, the harbour authority said. Nobody was hurt. Some 40 ships are waiting outside, among them two ferries with 1,200 passengers.'
	{
		record gazette en 'Crane falls in Valmont' "$text" 2024-03-05
		record courier en 'Harbour shut after accident' "$text Shares in the operator lost four per cent in early trading." 2024-03-05
		record herald en 'Valmont quay blocked' 'A crane has collapsed in Valmont harbour and left 40 vessels stranded at sea. Officials do not expect to reopen before Thursday. Passengers on a pair of ferries, 1,200 in all, are to reach land aboard tugs in the course of Tuesday.' 2024-03-05
		record brief en 'In brief' 'Port shut.' 2024-03-05
	} | entente add -q -
}

@test "copies share a group named by the first, in the record" {
	run -0 bash -c "'$ENTENTE' show gazette courier herald --format jsonl | grep -o '\"copy_group\":[^,]*'"
	[ "$output" = $'"copy_group":"gazette"\n"copy_group":"gazette"\n"copy_group":null' ]
}

@test "why-copy shows the passages, and their places are right" {
	try why-copy gazette courier
	expect_status 0
	[[ "$output" == *'Copies: '* ]]
	[[ "$output" == *'Both are in the copy group gazette.'* ]]
	local line
	while IFS= read -r line; do [ "${#line}" -le 80 ]; done <<<"$output"
	try why-copy gazette courier --format tsv
	expect_status 0
	IFS=$'\t' read -r words a_start a_end b_start b_end text <<<"$(sed -n 2p <<<"$output")"
	[ "$words" -eq "$(wc -w <<<"$text")" ]
	[ "$a_start-$a_end" = "$b_start-$b_end" ]
	[ "${#text}" -eq $((a_end - a_start)) ]
	[[ "$text" == 'The port of Valmont'*'1,200 passengers' ]]
}

@test "why-copy of the same event in other words says no" {
	try why-copy gazette herald --json
	expect_status 1
	python3 -c 'import json, sys; r = json.load(sys.stdin); assert r["is_copy"] is False and r["resemblance"] < .1 and r["passages"] == [] and r["b"]["id"] == "herald"' <<<"$output"
	try why-copy gazette brief
	expect_status 1
	[[ "$output" == *'Too short to say'* ]]
}

@test "why-copy names what is wrong" {
	try why-copy gazette
	expect_status 2
	try why-copy gazette nobody
	expect_status 66
	expect_one_line why-copy "no article 'nobody'"
}
