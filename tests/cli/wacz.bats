#!/usr/bin/env bats
# entente add: archives in a ZIP, and archives that are interrupted and gone on with.

load helper

# pages.py OUT FROM TO: a WARC with these pages; filler.py OUT N: one with N requests and nothing else.
# zip.py OUT METHOD FILE…: a WACZ with the archives, method "stored" or "deflated".
setup_file () {
	cat >"$BATS_FILE_TMPDIR/make.py" <<-'END'
	import gzip, sys, zipfile

	def record(kind, uri, block):
	    return (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2026-10-01T10:00:00Z\r\n"
	            f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"

	def page(n):
	    text = "".join(f"<p>On {d} the council said that bridge number {n} over the river stays closed until its piers "
	                   "are inspected by an engineer.</p>" for d in ("Monday", "Tuesday", "Wednesday", "Thursday"))
	    html = (f'<!DOCTYPE html><html lang="en"><head><title>Bridge {n} closed</title></head><body><article>'
	            f"<h1>Bridge {n} closed</h1>{text}</article></body></html>")
	    return record("response", f"http://news.example/{n}.html",
	                  f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}".encode())

	what, out, *rest = sys.argv[1:]
	if what == "pages":
	    with open(out, "wb") as f:
	        for n in range(int(rest[0]), int(rest[1])):
	            f.write(gzip.compress(page(n)) if out.endswith(".gz") else page(n))
	elif what == "filler":
	    with open(out, "wb") as f:
	        f.write(record("request", "http://news.example/", b"GET / HTTP/1.1\r\n\r\n") * int(rest[0]))
	else:
	    method = {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED}[rest[0]]
	    with zipfile.ZipFile(out, "w", method) as z:
	        z.writestr("datapackage.json", "{}")
	        z.writestr("pages/pages.jsonl", "{}\n")
	        z.writestr("indexes/index.cdx.gz", gzip.compress(b"com,example)/"))
	        for name in rest[1:]:
	            z.write(name, "archive/" + name)
	END
}
setup () {
	cd "$BATS_TEST_TMPDIR"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
}
make_ () { python3 "$BATS_FILE_TMPDIR/make.py" "$@"; }
sql () { sqlite3 "file:corpus/corpus.sqlite?mode=ro" "$1"; }

@test "wacz: the articles of its archives, stored or deflated, with their place in provenance" {
	make_ pages a.warc.gz 0 4
	make_ pages b.warc 4 6
	for method in stored deflated; do
		rm -rf corpus
		make_ zip it.wacz $method a.warc.gz b.warc
		try add --no-index it.wacz
		show_result
		expect_status 0
		[ "$output" = "6 added" ]
		[ "$(sql "SELECT json_extract (provenance, '\$.warc.file') FROM article WHERE url LIKE '%/5.html'")" = "$(realpath it.wacz)#archive/b.warc" ]
		try add --no-index it.wacz
		[ "$output" = "0 added, 6 already there" ]
		[ "$(sql 'SELECT count(*) FROM archive_place')" -eq 0 ]
	done
}

@test "wacz: one member damaged costs that member; what is no ZIP is one line" {
	make_ pages a.warc.gz 0 4
	# a byte in the second of four
	python3 - <<-'END'
	data = bytearray(open("a.warc.gz", "rb").read())
	data[len(data) * 3 // 8] ^= 0xff
	open("a.warc.gz", "wb").write(data)
	END
	make_ zip it.wacz stored a.warc.gz
	try add --no-index it.wacz
	show_result
	expect_status 65
	[[ "$output" == "3 added, "* ]]
	[[ "$stderr" == *"it.wacz#archive/a.warc.gz:offset "* ]]
	echo "no archive" >no.wacz
	try add --no-index no.wacz
	expect_status 65
	expect_one_line add no.wacz
	make_ zip none.wacz stored
	try add --no-index none.wacz
	expect_status 65
	expect_one_line add "no archive in the ZIP"
}

# $1 an archive with articles 0 to 3, many other records, articles 4 and 5: interrupted among the others, it goes on from there.
go_on () {
	"$ENTENTE" add --no-index "$1" >said 2>&1 3>&- &
	pid=$!
	wait_for holds $pid corpus
	sleep 0.3
	kill -TERM $pid
	start=$(date +%s%N)
	status=0
	wait $pid || status=$?
	cat said
	[ $status -eq 130 ]
	[ $(($(date +%s%N) - start)) -lt 2000000000 ]
	[ "$(sql 'SELECT count(*) FROM article')" -eq 4 ]
	[ "$(sql 'SELECT count(*) FROM archive_place WHERE at > 0')" -ge 1 ]
	try add --no-index "$1"
	show_result
	expect_status 0
	[[ "$output" == "2 added, "*", 1 archive gone on with" ]]
	[ "$(sql 'SELECT count(*) FROM archive_place')" -eq 0 ]
}

@test "warc: a signal ends it also where there are no articles, and the next run goes on there" {
	make_ pages a.warc 0 4
	make_ filler f.warc 500000
	make_ pages b.warc 4 6
	cat f.warc >>a.warc && rm f.warc && cat b.warc >>a.warc
	go_on a.warc
}

@test "wacz: interrupted, it goes on where it was" {
	make_ pages a.warc 0 4
	make_ filler f.warc 500000
	make_ pages b.warc 4 6
	cat f.warc >>a.warc && rm f.warc
	make_ zip it.wacz stored a.warc b.warc && rm a.warc
	go_on it.wacz
}

@test "warc: another file of the same name is read from its start" {
	make_ pages a.warc 0 4
	entente add -q --no-index a.warc
	sqlite3 corpus/corpus.sqlite "INSERT INTO archive_place VALUES ('$(realpath a.warc)', 1, 1, 1000000, 0)"
	make_ pages a.warc 0 6
	try add --no-index a.warc
	[ "$output" = "2 added, 4 already there" ]
}
