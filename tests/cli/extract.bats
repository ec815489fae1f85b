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

@test "extract: a page off the web, when robots.txt allows it" {
	W=$BATS_TEST_TMPDIR/web
	mkdir -p "$W/127.0.0.1"
	cd "$BATS_TEST_TMPDIR"
	start_server --web "$W" http=127.0.0.1:0
	cp "$P" "$W/127.0.0.1/bridge.html"
	mkdir "$W/127.0.0.1/private"
	cp "$P" "$W/127.0.0.1/private/page.html"
	printf 'User-agent: *\nDisallow: /private/\n' > "$W/127.0.0.1/robots.txt"
	try extract --allow-private --format jsonl "http://127.0.0.1:$port/bridge.html"
	expect_status 0
	[[ "$output" == *"\"url\":\"http://127.0.0.1:$port/bridge.html\""*'"title":"A bridge closes"'* ]]
	[[ "$output" != *'"date_fetched":null'* ]]
	try extract --allow-private "http://127.0.0.1:$port/private/page.html"
	expect_status 77
	expect_one_line extract "robots.txt forbids it: Disallow: /private/ (line 2)"
	try extract --allow-private "http://127.0.0.1:$port/none.html"
	expect_status 66
	expect_one_line extract "status 404"
	# From a list too, and those that fail are passed over.
	printf '%s\n' "http://127.0.0.1:$port/none.html" "{\"id\":\"one\",\"url\":\"http://127.0.0.1:$port/bridge.html\"}" > "$BATS_TEST_TMPDIR/list"
	try extract --allow-private --batch "$BATS_TEST_TMPDIR/list"
	expect_status 65
	[ "$(printf '%s\n' "$output" | ids)" = "one" ]
	stop_server
}

@test "extract: addresses on private networks, and what is no server" {
	try extract http://127.0.0.1:9/page.html
	expect_status 77
	expect_one_line extract "http://127.0.0.1:9/page.html: "
	try extract --allow-private http://127.0.0.1:9/page.html
	expect_status 69
	try extract http:///
	expect_status 66
}

@test "extract: --learn leaves out what repeats over the pages of a list" {
	local n w
	for n in $(seq 25); do
		w=$(printf '%b' "\\x$(printf %x $((96 + n)))")
		cat > "$BATS_TEST_TMPDIR/$n.html" <<-HTML
		<html lang=en><head><link rel=canonical href=https://www.post.example/news/$n></head><body><h1>Quarter $w reopens its bridge</h1><article>
		<p>The bridge of quarter $w was opened again on Monday, as engineer $w had promised in the spring.</p>
		<p>Get the harbour news every morning in our letter</p>
		<p>Mayor $w cut the ribbon, and the children of school $w sang a song that was written for the day.</p>
		<p>The old ferry of quarter $w will go on running until October, and then be sold, said captain $w.</p></article></body></html>
		HTML
		echo "$BATS_TEST_TMPDIR/$n.html"
	done > "$BATS_TEST_TMPDIR/list"
	entente extract --batch "$BATS_TEST_TMPDIR/list" > "$BATS_TEST_TMPDIR/plain"
	[ "$(grep -c '"text":"[^"]*harbour news' "$BATS_TEST_TMPDIR/plain")" -eq 25 ]
	entente extract --learn --batch - < "$BATS_TEST_TMPDIR/list" > "$BATS_TEST_TMPDIR/learnt"
	[ "$(wc -l < "$BATS_TEST_TMPDIR/learnt")" -eq 25 ]
	! grep -q '"text":"[^"]*harbour news' "$BATS_TEST_TMPDIR/learnt"
	[ "$(grep -c '"furniture":\["Get the harbour news every morning in our letter"\]' "$BATS_TEST_TMPDIR/learnt")" -eq 25 ]
	try extract --learn --why "$BATS_TEST_TMPDIR/1.html"
	expect_status 0
}
