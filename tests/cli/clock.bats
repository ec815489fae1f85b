#!/usr/bin/env bats
# entente crawl when the machine's clock leaps by days, while it crawls and between two crawls, of which the first is killed: its manners stay.

load helper

setup () {
	fake=$BATS_TEST_TMPDIR/leap.so
	cc -shared -fPIC -o "$fake" tests/cli/leap.c
	# a sanitizer wants to be the first library
	[ -z "$(ldd "$ENTENTE" | grep -i asan)" ] || skip "not under a sanitizer"
	cd "$BATS_TEST_TMPDIR"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	start_server --log server.log --pages 60 http=127.0.0.1:0
	to+=(--no-index --max-age 0 --delay 0.2)
}
teardown () {
	stop_server
	[ -z "${crawl-}" ] || kill -9 "$crawl" 2>/dev/null || true
}

# Crawl with a clock that is off by so many seconds as stand in the file offset, at any moment (leap.c).
begin () {
	env LD_PRELOAD="$fake" LEAP_FILE="$PWD/offset" "$ENTENTE" crawl -q --log log "${to[@]}" "$@" >said 2>&1 3>&- &
	crawl=$!
}
leap () { echo "$1" >offset.new; mv offset.new offset; }
# So many pages were asked for.
sees () { wait_for pages "$1" || wait_for pages "$1" || wait_for pages "$1"; }
pages () { [ "$(grep -c '"path":"/page/' server.log)" -ge "$1" ]; }

@test "clock: leaps of a day, either way, before a crawl, in it, and between a killed one and the next" {
	entente source add -q --no-discover --kind sitemap http://a.site.test/sitemap.xml http://b.site.test/sitemap.xml >/dev/null
	leap 0
	begin
	sees 6
	leap 86400
	sees 12
	leap -86400
	sees 18
	kill -9 $crawl
	wait $crawl || true
	begin
	sees 24
	kill -9 $crawl
	wait $crawl || true
	leap 86400
	begin
	sees 30
	leap 0
	sees 36
	kill -TERM $crawl
	status=0; wait $crawl || status=$?
	crawl=
	cat said
	[ $status -eq 130 ]
	# the clock was indeed off: of what was logged some is of yesterday, some of tomorrow
	[ "$(sed -nE 's/.*"time":"([0-9-]{10}).*/\1/p' log | sort -u | wc -l)" -ge 2 ]
	python3 - <<-'END'
	import collections, json
	last, times = {}, collections.Counter()
	for r in map(json.loads, open("server.log")):
	    host = r["host"]
	    assert r["open"] == 1, r
	    assert host in last or r["path"] == "/robots.txt", r
	    assert r["us"] - last.get(host, 0) >= 198000, (r, r["us"] - last[host])
	    last[host] = r["us"]
	    times[host + r["path"]] += 1
	# robots.txt is kept a day: once, and again when it seems to be older
	assert all(times[h + "/robots.txt"] <= 4 for h in last), times
	# of pages only those under way at a kill come again
	assert sum(n - 1 for url, n in times.items() if "/page/" in url) <= 4, times
	END
}

@test "clock: a wait that a server asked for is kept when the clock is put back a day, and does not grow for ever" {
	stop_server
	start_server --log case.log case=127.0.0.1:0
	to+=(--no-index --retries 0 --delay 0.1 --max-time 2s)
	leap 0
	begin http://wait-hour.case.test/
	wait $crawl || true
	[ "$(grep -c '"path":"/"' case.log)" -eq 1 ]
	for clock in -86400 0 1800; do
		leap $clock
		begin http://wait-hour.case.test/page/1.html
		wait $crawl || true
		[ "$(grep -c 'page/1.html' case.log)" -eq 0 ]
	done
	leap 7200
	begin http://wait-hour.case.test/page/1.html
	wait $crawl || true
	crawl=
	[ "$(grep -c 'page/1.html' case.log)" -eq 1 ]
}
