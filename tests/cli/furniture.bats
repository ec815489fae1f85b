#!/usr/bin/env bats
# entente furniture: what repeats over the pages of one site is learnt by add, left out of later pages, shown and forgotten.

load helper

setup () {
	D=$BATS_TEST_TMPDIR/pages
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
}

texts () { sqlite3 "$ENTENTE_CORPUS/corpus.sqlite" "SELECT count(*) FROM article WHERE text LIKE '%$1%'"; }

@test "furniture: an offer on every page is learnt, and later pages come without it" {
	offer_pages "$D" 1 30
	try add --no-index "$D"
	expect_status 0
	try furniture list
	expect_status 0
	[[ "$output" == *"post.example  (30 pages)"* ]]
	[[ "$output" == *"30 of 30"*"Get the harbour news every morning in our letter"* ]]
	[ "${#lines[@]}" -eq 2 ]
	offer_pages "$D" 31 40
	try add --no-index "$D"
	expect_status 0
	[ "$(texts 'The harbour was dug by hand')" -eq 2 ]
	for n in 31 40; do
		try show --format json "https://www.post.example/news/$n"
		[[ "$output" != *"\"text\":"*"harbour news"*"\"authors\""* ]]
		[[ "$output" == *'"furniture"'*"Get the harbour news"* ]]
	done
}

@test "furniture: learning over many small runs is learning in one" {
	offer_pages "$D" 1 24
	for n in $(seq 24); do entente add -q --no-index "$D/page-$n.html"; done
	entente furniture list --format tsv > "$BATS_TEST_TMPDIR/many"
	ENTENTE_CORPUS=$BATS_TEST_TMPDIR/other
	for n in $(seq 24); do echo "$D/page-$n.html"; done | xargs "$ENTENTE" add -q --no-index
	entente furniture list --format tsv > "$BATS_TEST_TMPDIR/one"
	cmp "$BATS_TEST_TMPDIR/many" "$BATS_TEST_TMPDIR/one"
	grep -q '^post.example	24	24	' "$BATS_TEST_TMPDIR/one"
}

@test "furniture: a line can be kept, a site forgotten" {
	offer_pages "$D" 1 22
	entente add -q --no-index "$D"
	try furniture keep www.post.example 'Get the harbour news every morning in our letter'
	expect_status 0
	try furniture list post.example --format json
	[[ "$output" == *'"kept": true'* ]]
	offer_pages "$D" 23 23
	entente add -q --no-index "$D/page-23.html"
	[ "$(texts 'Get the harbour news')" -eq 21 ] # the first twenty, and the last
	try furniture forget https://www.post.example/
	expect_status 0
	try furniture forget post.example
	expect_status 1
	try furniture list
	expect_status 1
	expect_one_line furniture "nothing is learnt"
}

@test "furniture: what it does not take" {
	offer_pages "$D" 1 1
	entente add -q --no-index "$D"
	try furniture show
	expect_status 2
	try furniture keep post.example ad
	expect_status 2
	try furniture forget
	expect_status 2
	try --corpus "$BATS_TEST_TMPDIR/none" furniture list
	expect_status 66
}
