#!/usr/bin/env bats
# entente add: web archives: the sample's pages from a WARC are the sample's pages from its folder.

load helper

# Archives made here: warc.py OUT [DATE] <LIST, a line a page: URL, a tab, its file. The bodies come as servers send
# them, every second one gzip, the others in chunks, beside requests, a redirect, a style sheet and a DNS answer.
setup_file () {
	cat >"$BATS_FILE_TMPDIR/warc.py" <<-'END'
	import gzip, sys

	out, date = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "2026-10-01T10:00:00Z"
	pack = gzip.compress if out.endswith(".gz") else bytes
	count = 0

	def put(f, kind, uri, content_type, block):
	    global count
	    count += 1
	    head = (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {date}\r\n"
	            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{count:012d}>\r\n"
	            f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n")
	    f.write(pack(head.encode() + block + b"\r\n\r\n"))

	def response(f, uri, head, body=b""):
	    put(f, "response", uri, "application/http; msgtype=response", head.encode() + b"\r\n" + body)

	with open(out, "wb") as f:
	    put(f, "response", "dns:www.example", "text/dns", b"20261001100000\n")
	    response(f, "http://www.example/style.css", "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n", b"a { color: red }")
	    response(f, "http://www.example/old.html", "HTTP/1.1 301 Moved\r\nLocation: /new.html\r\nContent-Type: text/html\r\n")
	    for n, line in enumerate(sys.stdin):
	        uri, path = line.rstrip("\n").split("\t")
	        body = open(path, "rb").read()
	        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	        if n % 2:
	            body = gzip.compress(body)
	            head += "Content-Encoding: gzip\r\n"
	        else:
	            pieces = [body[i:i + 1000] for i in range(0, len(body), 1000)] + [b""]
	            body = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces)
	            head += "Transfer-Encoding: chunked\r\n"
	        put(f, "request", uri, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n")
	        response(f, uri, head, body)
	END
}

setup () {
	SAMPLE=$PWD/corpus/sample
	cd "$BATS_TEST_TMPDIR"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
}

warc () { python3 "$BATS_FILE_TMPDIR/warc.py" "$@"; }
# Every page of the sample with its address, a line each: articles by gold.tsv, the others by their paths.
sample_pages () {
	tail -n +2 "$SAMPLE/gold.tsv" | while IFS="$(printf '\t')" read -r path url _; do printf '%s\t%s\n' "$url" "$SAMPLE/$path"; done
	tail -n +2 "$SAMPLE/gold.tsv" | cut -f 1 | sort >gold
	(cd "$SAMPLE" && find . -name '*.html' | sed 's|^\./||' | sort) | comm -23 - gold | while read -r path; do
		printf 'http://%s\t%s\n' "${path%index.html}" "$SAMPLE/$path"
	done
}
# A page with the title $1.
page () {
	printf '<!DOCTYPE html><html lang="en"><head><title>%s</title></head><body><article><h1>%s</h1>' "$1" "$1"
	for day in Monday Tuesday Wednesday Thursday; do
		printf '<p>On %s the county council said that the bridge over the river stays closed until its piers are inspected.</p>' "$day"
	done
	printf '</article></body></html>\n'
}
sql () { sqlite3 "file:${2-corpus}/corpus.sqlite?mode=ro" "$1"; }
ARTICLES="SELECT title, text, authors, language FROM article WHERE id <> 'README' ORDER BY title, text"

@test "warc: the sample's articles are those of its folder, under their addresses" {
	sample_pages | warc sample.warc.gz
	try add --no-index sample.warc.gz
	show_result
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[[ "$output" == "56 added, "*" other files passed over" ]]
	entente add --no-index -q --corpus folder "$SAMPLE"
	sql "$ARTICLES" >got
	sql "$ARTICLES" folder >want
	[ -s want ]
	diff want got
	# By address, whether the page names it itself or only the archive does.
	sql "SELECT url FROM article ORDER BY url" | LC_ALL=C sort >got
	tail -n +2 "$SAMPLE/gold.tsv" | cut -f 2 | LC_ALL=C sort | diff - got
	sql "SELECT id FROM article WHERE canonical_url IS NOT NULL ORDER BY id" folder >want
	[ "$(wc -l <want)" -gt 40 ]
	sql "SELECT id FROM article ORDER BY id" | comm -13 - want | diff /dev/null -
	[ "$(sql "SELECT count(*) FROM article WHERE date_fetched = '2026-10-01T10:00:00Z'")" -eq 56 ]
}

@test "warc: packed, not packed and on standard input hold the same; a second time changes nothing" {
	sample_pages | warc sample.warc.gz
	sample_pages | warc sample.warc
	entente add --no-index -q sample.warc.gz
	try add --no-index sample.warc.gz
	[[ "$output" == "0 added, 56 already there, "* ]]
	sql "$ARTICLES" >want
	entente add --no-index -q --corpus plain sample.warc
	sql "$ARTICLES" plain | diff want -
	entente add --no-index -q --corpus stdin - <sample.warc.gz
	sql "$ARTICLES" stdin | diff want -
	cat sample.warc | entente add --no-index -q --corpus pipe -
	sql "$ARTICLES" pipe | diff want -
	# In a folder it is found too.
	mkdir in && mv sample.warc in/
	entente add --no-index -q --corpus below in
	sql "$ARTICLES" below | diff want -
}

@test "warc: provenance names the record, and it is there" {
	page "Bridge closed" >a.html
	printf 'http://news.example/a.html\ta.html\n' | warc a.warc.gz
	entente add --no-index a.warc.gz
	entente show http://news.example/a.html --json >shown
	python3 - <<-'END'
	import gzip, json, os
	warc = json.load(open("shown"))["provenance"]["warc"]
	assert warc["file"] == os.path.realpath("a.warc.gz"), warc
	with open("a.warc.gz", "rb") as f:
	    f.seek(warc["offset"])
	    head = gzip.open(f).read(400).decode()
	assert head.startswith("WARC/1.1\r\nWARC-Type: response\r\n"), head
	assert "WARC-Record-ID: <%s>" % warc["record_id"] in head, (head, warc)
	END
}

@test "warc: the later fetch is an update, in whatever order the archives come" {
	page "Bridge closed" >a.html
	page "Bridge open" >b.html
	{ printf 'http://news.example/x?utm_source=a\ta.html\n'; printf 'http://news.example/x\tb.html\n'; } >list
	warc both.warc.gz <list
	try add --no-index both.warc.gz
	[[ "$output" == "1 added, 1 updated, "* ]]
	[ "$(sql 'SELECT title FROM article')" = "Bridge open" ]
	[ "$(sql 'SELECT title FROM version')" = "Bridge closed" ]
	# Again, nothing goes back and forth.
	before=$(sql .dump | cksum)
	try add --no-index both.warc.gz
	[[ "$output" == "0 added, 2 already there, "* ]]
	[ "$(sql .dump | cksum)" = "$before" ]
	printf 'http://news.example/x\ta.html\n' | warc older.warc.gz 2026-09-30T10:00:00Z
	printf 'http://news.example/x\ta.html\n' | warc newer.warc.gz 2026-10-02T10:00:00Z
	try add --no-index newer.warc.gz older.warc.gz
	[[ "$output" == "0 added, 1 updated, 1 already there, "* ]]
	[ "$(sql 'SELECT title || date_fetched FROM article')" = "Bridge closed2026-10-02T10:00:00Z" ]
}

@test "warc: damaged records are named with their places, with 65, and the others are kept" {
	for n in 1 2 3; do page "Bridge closed $n" >$n.html; printf 'http://news.example/%s\t%s.html\n' $n $n; done | warc good.warc.gz
	# The second page loses a byte in its middle; the archive its end.
	python3 - <<-'END'
	import zlib
	data = open("good.warc.gz", "rb").read()
	starts, at = [], 0
	while at < len(data):
	    starts.append(at)
	    d = zlib.decompressobj(31)
	    d.decompress(data[at:])
	    at = len(data) - len(d.unused_data)
	second = starts[-3]
	middle = (second + starts[-2]) // 2
	open("bad.warc.gz", "wb").write(data[:middle] + data[middle + 1:-9])
	open("places", "w").write("%d %d\n" % (second, starts[-1] - 1))
	END
	read -r second last <places
	try add --no-index bad.warc.gz
	show_result
	[ "$status" -eq 65 ]
	[[ "$stderr" == *"entente add: warning: bad.warc.gz:offset $second: "* ]]
	[[ "$stderr" == *"entente add: warning: bad.warc.gz:offset $last: gzip member cut short"* ]]
	[ "$(sql 'SELECT title FROM article')" = "Bridge closed 1" ]
	echo "no archive" >fake.warc
	try add --no-index fake.warc
	[ "$status" -eq 65 ]
	expect_one_line add fake.warc
}

@test "warc: an archive of any length is read in little memory" {
	for n in $(seq 40); do page "Bridge closed $n" >$n.html; printf 'http://news.example/%s\t%s.html\n' $n $n; done | warc one.warc.gz
	# 100 MiB of film between the pages, and a page that says it is larger than the disk.
	python3 - <<-'END'
	import gzip
	film = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + bytes(100 << 20)
	head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/%s\r\nWARC-Date: 2026-10-01T10:00:00Z\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
	end = gzip.compress((head % ("huge", 10 ** 15)).encode() + b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>" * 50000)
	one = open("one.warc.gz", "rb").read()
	open("long.warc.gz", "wb").write(one + gzip.compress((head % ("film", len(film))).encode() + film + b"\r\n\r\n") + end)
	END
	[ -z "$(ldd "$ENTENTE" | grep -i asan)" ] || skip "the sanitizer's own memory is counted"
	(ulimit -v 300000 && exec "$ENTENTE" add --no-index long.warc.gz) >said 2>told || status=$?
	cat said told
	[ "${status-0}" -eq 65 ]
	grep -q "^40 added" said
	grep -q "over 32 MiB" told
}
