#!/usr/bin/env bats
# entente crawl, and servers that are hostile: each in one way (tests/server/case*.c), all at once, in a network namespace where public
# and private addresses are ours. hostile.sh makes the crawls; the tests read what came of them.
#
# What a hostile server can do, by the numbers of the checklist that the tests were written to, and where that is tested (here, where no
# file is named):
#   T01-T03 time: silence and single bytes      T04 closed, reset; again with a pause: test_crawl.c /crawl/later
#   T05 time: names                             S01 S02 S03 S04 S05 S06 S07 S09 size: bodies without end (S06: framing, nothing runs on)
#   S08 size: cookies                           F01-F09 framing: broken chunks     F10 framing: control characters
#   R01 R02 redirects: a circle                 R03-R06 redirects: none leads to a file     R07 a name that leads inside
#   R08 redirects: from http to https           R09 redirects: Location            R10 robots.txt of where they lead
#   R11 robots.txt: five redirects              B01 B02 robots.txt: 4xx allows     B03 B04 robots.txt: without end
#   B05 robots.txt: what it says now            C01 C04 content: pictures          C02 C03 content: BOM before header
#   C05 C06 feeds, sitemaps; the files that are opened: files.bats                 C07 content: titles that would act
#   C08 sitemaps: what of a gzip can be read    C09 content: 304                   C10 content: a page for every address
#   C11 content: Retry-After                    C12 content: certificates          C13 content: one article
# Politeness when the clock leaps and the crawl is killed: clock.bats. HEAD (of F09) is never sent.

load helper

# Behaviours by the host NAME.case.test; what the log must say of http://NAME.case.test/ is below, at the tests.
BAD="silent drip-head drip-body close reset endless bomb-gzip bomb-deflate bomb-br bomb-zstd nested length-huge length-long length-short
	heads-many head-long cookies chunk-bad chunk-huge both nul-status nul-header bare-lf http09 version9 status099 status999 no-reason
	interim interim-endless body204 body304 alone304 odd-header self onward loc-none loc-empty loc-relative loc-space loc-long loc-user
	wait-hour wait-minus wait-odd wait-date jpeg deep wide long-text no-colon title"
ROBOTS="404 410 401 403 500 503 silent endless html binary utf16 bom cr forbid hops5 hops6 later inside"
# What a redirect must not lead to: places that are no web, and addresses within, however they are written.
INSIDE="file:///etc/passwd gopher://127.0.0.1/x dict://127.0.0.1/x ftp://127.0.0.1/x scp://127.0.0.1/x smb://127.0.0.1/x data:text/html,x javascript:alert(1)
	http://127.0.0.1/ http://[::1]/ http://0/ http://2130706433/ http://0x7f.1/ http://127.1/ http://inside.test/
	http://169.254.169.254/latest/meta-data/ http://10.0.0.1/ http://172.16.0.1/ http://192.168.0.1/ http://100.64.0.1/ http://[fc00::1]/
	http://[fe80::1]/ http://[::ffff:127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://inside10.test/"

# A certificate for $2, signed by the authority or, $1 being self, by itself, in $1.pem. $3… more for openssl.
certificate () {
	local name=$1 host=$2; shift 2
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$name.key" -out "$name.csr" -subj "/CN=$host" -addext "subjectAltName=DNS:$host" 2>/dev/null
	if [ "$name" = self ]; then
		openssl x509 -req -in "$name.csr" -signkey "$name.key" -out "$name.crt" -days 9 -copy_extensions copy 2>/dev/null
	else
		openssl x509 -req -in "$name.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -out "$name.crt" -copy_extensions copy "$@" 2>/dev/null
	fi
	cat "$name.key" "$name.crt" >"$name.pem"
}

setup_file () {
	unshare=(unshare -nm); [ "$(id -u)" -eq 0 ] || unshare=(unshare -rnm)
	if ! "${unshare[@]}" sh -c 'ip link set lo up && ip addr add 9.9.9.1/32 dev lo && mount --bind /etc/hosts /etc/hosts' 2>/dev/null; then
		export NO_NAMESPACE=1
		return
	fi
	export SERVER
	sh=$PWD/tests/cli/hostile.sh
	cd "$BATS_FILE_TMPDIR"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -subj /CN=tests -keyout ca.key -out ca.pem 2>/dev/null
	certificate good good.tls.test -days 9
	certificate wrong another.tls.test -days 9
	certificate self self.tls.test
	# -days cannot be in the past
	certificate expired expired.tls.test -days 0
	{
		for n in $BAD; do echo "$n"; done
		for n in $ROBOTS; do echo "robots-$n"; done
		local i=0
		for n in $INSIDE; do i=$((i + 1)); echo "redirect$i"; done
		printf '%s\n' redirect pdf charset soft404 calendar twice canonical etag empty304 rebind feeds gz sitemap-self sitemap-nest
	} >names
	{
		for n in $BAD; do echo "http://$n.case.test/"; done
		for n in $ROBOTS; do [ "$n" = later ] || for p in 1 3 4; do echo "http://robots-$n.case.test/page/$p.html"; done; done
		i=0
		for n in $INSIDE; do i=$((i + 1)); echo "http://redirect$i.case.test/?$n"; done
		for n in $INSIDE; do case $n in http://*) echo "$n" ;; esac; done
		echo "http://redirect.case.test/?http://robots-forbid.case.test/page/9.html"
		echo "http://redirect.case.test/?https://good.tls.test/page/1.html"
		echo "http://redirect.case.test/?http://good.tls.test/page/2.html"
		printf '%s\n' "http://good.tls.test/loop" "http://cookies.case.test/again"
		printf '%s\n' "http://pdf.case.test/page/1.html" "http://title.case.test/story.html"
		for n in bom header utf7 utf32 junk; do echo "http://charset.case.test/$n.html"; done
		for n in 1 2; do echo "http://soft404.case.test/gone-$n.html"; done
		echo "http://calendar.case.test/2026/11/22/"
		printf '%s\n' "http://twice.case.test/a.html" "http://twice.case.test/a.html?utm_source=x" "http://twice.case.test/print/a.html"
		echo "http://canonical.case.test/story.html"
		printf '%s\n' "http://etag.case.test/page/6.html" "http://empty304.case.test/page/1.html" "http://rebind.case.test/page/1.html"
		echo "http://robots-later.case.test/page/1.html"
		for n in good expired wrong self stall ssl3; do echo "https://$n.tls.test/page/1.html"; done
		printf '%s\n' "http://nothere.test/" "http://slow.dns.test/" "http://9.9.9.1:81/"
		for n in $(seq 30); do echo "http://www.site.test/page/$n.html"; done
	} >urls
	# In a namespace of processes too: whatever becomes of the script, none of what it started is left. It takes half a minute.
	# With its own /proc where that may be: a leak checker looks its process up there.
	pids=(-pf --kill-child); ! "${unshare[@]}" -pf --mount-proc true 2>/dev/null || pids+=(--mount-proc)
	timeout -k 5 200 "${unshare[@]}" "${pids[@]}" "$sh" "$PWD" >out 2>&1 3>&- || { echo "hostile.sh: status $?"; cat out; return 1; }
	cat out
}
setup () {
	[ -z "${NO_NAMESPACE-}" ] || skip "no network namespace here"
	cd "$BATS_FILE_TMPDIR"
}

# What came of the URLs that the regular expression $2 matches, in crawl $1: "WHAT OUTCOME STATUS REASON" a line, redirects and robots.txt left out.
said () { sed -nE "s~^$2	~~p" "$1.tsv"; }
# Each case of $1 (names) came to what the pattern $2 matches: said() of it.
each () {
	local n got bad=0
	for n in $1; do
		got=$(said first "http://$n\.case\.test/")
		# shellcheck disable=SC2053
		[[ "$got" == $2 ]] || { echo "$n: $got"; bad=1; }
	done
	[ $bad -eq 0 ]
}
sql () { sqlite3 "file:corpus/corpus.sqlite?mode=ro" "$1"; }
# Requests that the server saw for host $1 (and path $2).
asked () { grep -c "\"host\":\"$1\",\"path\":\"${2-}" server.log || true; }

@test "hostile: all of it ends, within its time and memory, with one line of result" {
	cat first.out first.err first.cost
	read -r status mib seconds <first.cost
	[ "$status" -eq 65 ]
	[ -n "$(ldd "$ENTENTE" | grep -i asan)" ] || [ "$mib" -le 256 ]
	[ "${seconds%.*}" -le 20 ]
	[ "$(wc -l <first.out)" -eq 1 ]
	# only hosts that cannot be asked for their robots.txt are put off
	[ -z "$(sql "SELECT url FROM crawl_url WHERE state = 0 AND url NOT LIKE '%robots-50%' AND url NOT LIKE '%silent%' AND url NOT LIKE '%stall%' AND url NOT LIKE '%:81/'
		AND url NOT LIKE '%robots-later%' AND url NOT LIKE '%feeds%'")" ]
}

@test "hostile: other hosts go on: thirty pages, one after the other" {
	[ "$(said first 'http://www\.site\.test/.*' | grep -c '^added')" -eq 30 ]
	python3 - <<-'END'
	import json
	t = [r["us"] for r in map(json.loads, open("server.log")) if r["host"] == "www.site.test" and "/page/" in r["path"]][:30]
	assert t[-1] - t[0] < 10e6, (t[-1] - t[0]) / 1e6
	END
}

@test "time: silence and single bytes are timeouts; closed and reset connections incomplete" {
	each "silent drip-head drip-body" "* timeout *"
	each "close reset" "failed incomplete *"
}

@test "time: names that are not there, that nobody answers for, and ports where nobody listens" {
	[[ "$(said first 'http://nothere\.test/')" == "failed "* ]]
	[[ "$(said first 'http://slow\.dns\.test/')" == "failed "* ]]
	[[ "$(said first 'http://9\.9\.9\.1:81/')" != *" 200 "* ]]
}

@test "size: bodies without end and bombs are cut at the limit, headers too; lengths that lie are errors" {
	each "endless bomb-gzip bomb-deflate bomb-br bomb-zstd long-text" "failed too-big *"
	each "heads-many head-long interim-endless loc-long" "failed headers-too-big *"
	each "nested length-huge" "failed bad-response *"
	each "length-long" "failed incomplete *"
	each "length-short" "no?article ok 200 *"
	# what came behind the length is nobody's answer
	! grep -rqa HEIMLICH corpus/
	[ "$(du -sm corpus | cut -f 1)" -le 64 ]
}

@test "size: cookies are not kept" {
	each cookies "no?article ok 200 *"
	[ "$(asked cookies.case.test /again)" -eq 1 ]
	! zcat corpus/warc/*.gz | grep -qa KEKS
}

@test "framing: broken chunks, headers and versions are errors; what curl can read is read; nothing runs on" {
	each "chunk-bad chunk-huge http09 version9 status099 status999 nul-status nul-header no-colon" "failed bad-response *"
	each "both bare-lf no-reason interim odd-header" "no?article ok 200 *"
	each "body204" "* ok 204 *"
	each "body304 alone304" "failed ok 304 *"
}

@test "framing: control characters of headers reach no line of ours" {
	[ -z "$(cat first.log first.out first.err second.log | tr -d '\n' | LC_ALL=C tr -cd '\000-\037\177')" ]
	python3 -c 'import json; [json.loads(line) for line in open("first.log")]'
}

@test "redirects: a circle and a way without end stop after ten" {
	each "self onward" "failed ok 302 too?many?redirects"
	[ "$(asked self.case.test /\")" -le 11 ]
	[ "$(asked onward.case.test '/[0-9]*"')" -le 11 ]
}

@test "redirects: Location none, empty, relative, with spaces, too long, with a password" {
	each "loc-none loc-empty" "failed ok 302 *"
	each "loc-relative" "* ok 200 *"
	each "loc-space" "failed * 404 *"
	each "loc-user" "* ok 200 *"
	! grep -qa "Authorization" <(zcat corpus/warc/*.gz)
	! grep -q "secret" first.log
}

@test "redirects: none leads to a file, another protocol, or an address within; no URL does, no name" {
	local n=0 bad=0 got where
	for where in $INSIDE; do
		n=$((n + 1))
		got=$(said first "http://redirect$n\.case\.test/.*")
		[[ "$got" == refused* || "$got" == failed* ]] || { echo "$where: $got"; bad=1; }
	done
	[ $bad -eq 0 ]
	# The server listens there, and nobody came.
	grep -q '"to":"9.9.9.1"' server.log
	run grep -vE '"to":"9\.9\.9\.[0-9]"' server.log
	[ -z "$output" ]
}

@test "redirects: a name that leads inside the second time is not followed there" {
	[[ "$(said first 'http://rebind\.case\.test/.*')" == "added ok 200"* ]]
	[[ "$(said second 'http://rebind\.case\.test/.*')" == "refused "* || "$(said second 'http://rebind\.case\.test/.*')" == "failed "* ]]
	[ "$(asked rebind.case.test /page/2.html)" -eq 0 ]
}

@test "redirects: robots.txt of where they lead is asked" {
	[[ "$(said first 'http://redirect\.case\.test/.*forbid.*')" == "refused "* ]]
	[ "$(asked robots-forbid.case.test /page/)" -eq 0 ]
}

@test "redirects: from http to https and back; round and round" {
	[[ "$(said first 'http://good\.tls\.test/loop')" == "failed ok 302 too"* ]]
	[ "$(asked good.tls.test /loop)" -le 11 ]
	[[ "$(said first 'http://redirect\.case\.test/\?https://good.*')" =~ ^(added|same)\ ok\ 200 ]]
	[[ "$(said first 'http://redirect\.case\.test/\?http://good.*')" =~ ^(added|same)\ ok\ 200 ]]
}

# Which pages of robots-$1 were fetched, of 1, 3 and 4.
fetched () { for p in 1 3 4; do [ "$(asked "robots-$1.case.test" "/page/$p.html")" -eq 0 ] || printf '%s' $p; done; }

@test "robots.txt: 4xx allows, 5xx and silence forbid" {
	for n in 404 410 401 403; do [ "$(fetched $n)" = 134 ] || { echo "$n: $(fetched $n)"; return 1; }; done
	for n in 500 503 silent inside; do [ -z "$(fetched $n)" ] || { echo "$n: $(fetched $n)"; return 1; }; done
}

@test "robots.txt: without end, the beginning counts; rubbish allows; a BOM and bare CR are read" {
	[ "$(fetched endless)" = 14 ]
	for n in html binary utf16; do [ "$(fetched $n)" = 134 ] || { echo "$n: $(fetched $n)"; return 1; }; done
	for n in bom cr; do [ -z "$(fetched $n)" ] || { echo "$n: $(fetched $n)"; return 1; }; done
}

@test "robots.txt: five redirects are followed, a sixth means that there is none" {
	[ "$(fetched hops5)" = 14 ]
	[ "$(fetched hops6)" = 134 ]
}

@test "robots.txt: what it says now counts after a day" {
	[[ "$(said first 'http://robots-later\.case\.test/.*')" == "added "* ]]
	[[ "$(said second 'http://robots-later\.case\.test/.*')" == "added "* ]]
	[ "$(asked robots-later.case.test /robots.txt)" -eq 2 ]
	[[ "$(said third 'http://robots-later\.case\.test/.*')" == "refused "* ]]
	[ "$(asked robots-later.case.test /page/3.html)" -eq 0 ]
}

@test "content: pictures and PDF are no text; trees too deep or wide end" {
	each "jpeg" "no?article ok 200 *"
	[[ "$(said first 'http://pdf\.case\.test/.*')" == "no article ok 200 "* ]]
	each "deep wide" "* ok 200 *"
}

@test "content: BOM before header before meta; no UTF-7, no UTF-32" {
	for n in bom header junk; do
		[ "$(sql "SELECT title FROM article WHERE url = 'http://charset.case.test/$n.html'")" = "Les écluses d'été à Brévannes" ] ||
			[ "$(sql "SELECT count(*) FROM article WHERE title = 'Les écluses d''été à Brévannes'")" -ge 1 ]
	done
	[ "$(said first 'http://charset\.case\.test/.*' | grep -cE '^(added|same) ')" -eq 5 ]
}

@test "content: titles that would act are stored clean, and shown clean" {
	[[ "$(said first 'http://title\.case\.test/story.html')" == "added ok 200"* ]]
	[ "$(sql "SELECT title FROM article WHERE url LIKE 'http://title.%'" | LC_ALL=C tr -cd '\000-\011\013-\037\177' | wc -c)" -eq 0 ]
	entente --corpus corpus show "$(sql "SELECT id FROM article WHERE url LIKE 'http://title.%'")" >shown
	[ "$(LC_ALL=C tr -cd '\000-\010\013-\037\177' <shown | wc -c)" -eq 0 ]
	entente --corpus corpus show --json "$(sql "SELECT id FROM article WHERE url LIKE 'http://title.%'")" | python3 -m json.tool >/dev/null
}

@test "content: 304 keeps what there was, and an ETag comes back as it was" {
	[[ "$(said first 'http://etag\.case\.test/.*')" == "added ok 200"* ]]
	[[ "$(said second 'http://etag\.case\.test/.*')" == "unchanged ok 304"* ]]
	[[ "$(said first 'http://empty304\.case\.test/.*')" == "added ok 200"* ]]
	[ "$(sql "SELECT length (text) > 300 FROM article WHERE url LIKE 'http://etag.%'")" = 1 ]
	[ "$(sql "SELECT length (text) > 300 FROM article WHERE url LIKE 'http://empty304.%'")" = 1 ]
}

@test "content: a page that says that there is none is no article" {
	[ "$(said first 'http://soft404\.case\.test/.*' | grep -c '^no article')" -eq 2 ]
	[[ "$(said first 'http://calendar\.case\.test/.*')" == "no article"* ]]
}

@test "content: a page for every address, and a calendar without end, are left when links are followed" {
	cat trap.out trap.cost
	read -r status mib seconds <trap.cost
	# it ended by itself
	[ "${seconds%.*}" -lt 24 ]
	[ "$(sqlite3 corpus3/corpus.sqlite "SELECT count(*) FROM crawl_url WHERE state = 0")" -eq 0 ]
	[ "$(asked calendar.case.test)" -le 400 ]
	# 200 pages and what was queued by then, which is more where reading is slow beside fetching
	[ "$(asked soft404.case.test)" -le 2000 ]
	[ "$(asked soft404.case.test)" -ge 20 ]
}

@test "content: Retry-After pauses the host; what is none of the kind is as if it were not there" {
	each "wait-hour wait-date wait-minus wait-odd" "failed ok * HTTP*"
	pause () { sql "SELECT (pause_ms - last_ms) / 1000 FROM crawl_host WHERE host = '$1.case.test'"; }
	for n in wait-hour wait-date; do [ "$(pause $n)" -ge 3500 ]; [ "$(pause $n)" -le 3700 ]; done
	for n in wait-minus wait-odd; do [ "$(pause $n)" -ge 1 ]; [ "$(pause $n)" -le 600 ]; done
}

@test "content: certificates expired, of another, of nobody, old TLS and a handshake that stalls are refused" {
	[[ "$(said first 'https://good\.tls\.test/.*')" =~ ^(added|same)\ ok\ 200 ]]
	for n in expired wrong self ssl3 stall; do
		[[ "$(said first "https://$n\.tls\.test/.*")" != *" 200 "* ]]
		[ "$(asked $n.tls.test)" -eq 0 ]
	done
	[ "$(grep -c '"robots unreachable","outcome":"TLS"' first.log)" -ge 4 ]
}

@test "content: one article under several addresses is one; another's address is not taken" {
	[ "$(sql "SELECT count(*) FROM article WHERE url LIKE 'http://twice.%' AND provenance NOT LIKE '%canonical.case%'")" -eq 1 ]
	[ "$(asked twice.case.test /a.html?utm)" -eq 0 ]
	[ "$(sql "SELECT count(*) FROM article WHERE title LIKE 'A claim on%' AND url LIKE 'http://twice.%'")" -eq 0 ]
}

@test "feeds: entities are not expanded, files and addresses within not read; a million items end" {
	cat feeds.out feeds.err feeds.cost
	read -r status mib seconds <feeds.cost
	[ "$status" -eq 0 ] || [ "$status" -eq 65 ]
	[ -n "$(ldd "$ENTENTE" | grep -i asan)" ] || [ "$mib" -le 256 ]
	for n in laughs million file net dtd include private inside-map inside-index; do [ "$(asked feeds.case.test "/$n.xml")" -ge 1 ]; done
	! sqlite3 corpus2/corpus.sqlite .dump | grep -q -e 'lollol' -e 'root:x:0'
	! grep -qE '"path":"/(entity|a.dtd|inside["./&])' server.log
}

@test "sitemaps: indexes of themselves and of ever more indexes end; what of a gzip can be read is" {
	[ "$(asked sitemap-self.case.test)" -le 60 ]
	[ "$(asked sitemap-nest.case.test)" -le 60 ]
	for n in 1 2; do [ "$(asked gz.case.test /page/$n.html)" -eq 1 ]; done
}
