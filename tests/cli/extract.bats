#!/usr/bin/env bats
# entente extract: one page, many pages, why, and pages that are none.

load helper

setup () {
	P=$BATS_TEST_TMPDIR/page.html
	cat > "$P" <<-'HTML'
	<html lang=en><head><title>A bridge closes - The Post</title>
	<meta property="article:published_time" content="2020-09-08T18:30:00+02:00"></head>
	<body><nav><a href=/>Home</a></nav><h1>A bridge closes</h1><article>
	<p>The council of Brightwater voted on Tuesday to close the old bridge, engineers having warned of it.</p>
	<h2>What next</h2>
	<p>Mayor Ada Quill said that the works would begin in October, and that a ferry would run meanwhile.</p>
	</article><div class=comments><p>I have lived here for forty years, and never saw such a thing happen.</p></div></body></html>
	HTML
}

@test "extract: text, a title and paragraphs" {
	try extract "$P"
	expect_status 0
	[ -z "$stderr" ]
	[ "${lines[0]}" = "A bridge closes" ]
	[[ "$output" == *"What next"*"a ferry would run meanwhile."* ]]
	[[ "$output" != *"forty years"* ]]
}

@test "extract: standard input, JSON, HTML" {
	run bash -c '"$ENTENTE" extract --format jsonl - < "$1"' _ "$P"
	[ "$status" -eq 0 ]
	[[ "$output" == *'"title":"A bridge closes"'*'"date_published":"2020-09-08T18:30:00+02:00"'* ]]
	try extract --format html "$P"
	expect_status 0
	[[ "$output" == *"<h2>What next</h2>"* ]]
}

@test "extract: --why names the rules that won" {
	try extract --why "$P"
	expect_status 0
	[[ "$output" == *"date_published   * meta:article:published_time"* ]]
	[[ "$output" == *"blocks "*"comments"* ]]
}

@test "extract: a batch keeps its order, passes over what is no page, and says how many" {
	printf 'junk' | gzip > "$BATS_TEST_TMPDIR/x.bin"
	printf '{"id":"one","path":"%s"}\n%s\n{"id":"two","path":"%s"}\n' "$P" "$BATS_TEST_TMPDIR/x.bin" "$P" > "$BATS_TEST_TMPDIR/list"
	try extract --batch "$BATS_TEST_TMPDIR/list"
	expect_status 65
	[ "$(printf '%s\n' "$output" | ids)" = "one two" ]
	[[ "$stderr" == *"gzip data"* ]]
	[[ "$stderr" == *"1 of 3 pages"* ]]
}

@test "extract: what is no page gives one line and a status" {
	: > "$BATS_TEST_TMPDIR/empty.html"
	try extract "$BATS_TEST_TMPDIR/empty.html"
	expect_status 65
	expect_one_line extract "the page is empty"
	try extract "$BATS_TEST_TMPDIR/none.html"
	expect_status 66
	expect_one_line extract "No such file"
	try extract
	expect_status 2
}
