#!/bin/bash
# hostile.sh DIR: crawl hosts that misbehave, in a network of our own; what came of it is left in DIR for hostile.bats.
# Called by that in a new network and mount namespace: the addresses below are public ones there, and only there.
set -eu
dir=$1
cd "$dir"
server='' dns=''
# shellcheck disable=SC2086
trap 'kill $server $dns 2>/dev/null || true' EXIT
ip link set lo up
public="9.9.9.1 9.9.9.2 9.9.9.3 9.9.9.4 9.9.9.5 9.9.9.6 9.9.9.7 9.9.9.8"
private="10.0.0.1 172.16.0.1 192.168.0.1 100.64.0.1 169.254.169.254"
for a in $public $private; do ip addr add "$a/32" dev lo; done
ip addr add fc00::1/128 dev lo nodad 2>/dev/null || private6=no

names=$(cat names)
{
	echo "127.0.0.1 localhost"
	for n in $names; do echo "9.9.9.1 $n.case.test"; done
	echo "9.9.9.2 www.site.test"
	echo "9.9.9.3 expired.tls.test"
	echo "9.9.9.4 wrong.tls.test"
	echo "9.9.9.5 self.tls.test"
	echo "9.9.9.6 good.tls.test"
	echo "9.9.9.7 stall.tls.test"
	echo "9.9.9.8 ssl3.tls.test"
	echo "127.0.0.1 inside.test"
	echo "10.0.0.1 inside10.test"
} >hosts
mount --bind hosts /etc/hosts
printf 'nameserver 9.9.9.8\noptions timeout:2 attempts:1\n' >resolv.conf
mount --bind resolv.conf /etc/resolv.conf

# Names that no file has: nothere.test is not there, and of others no answer comes.
python3 - <<-'END' &
	import socket
	s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
	s.bind(("9.9.9.8", 53))
	while True:
	    q, who = s.recvfrom(4096)
	    if b"\x07nothere" in q:
	        s.sendto(q[:2] + b"\x81\x83" + q[4:6] + bytes(6) + q[12:], who)
END
dns=$!

listen="case=9.9.9.1:80 http=9.9.9.2:80 https=9.9.9.3:443=expired.pem https=9.9.9.4:443=wrong.pem https=9.9.9.5:443=self.pem
	https=9.9.9.6:443=good.pem http=9.9.9.6:80 case=9.9.9.7:443 ssl3=9.9.9.8:443 case=127.0.0.1:80 case=::1:80"
for a in $private; do listen="$listen case=$a:80"; done
[ -n "${private6-}" ] || listen="$listen case=fc00::1:80"
mkfifo hold
# shellcheck disable=SC2086
"$SERVER" --log server.log --pages 40 $listen <hold >ports &
server=$!
exec 9<>hold
for _ in $(seq 200); do { grep -qs ready ports || ! kill -0 $server 2>/dev/null; } && break; sleep 0.05; done
grep -q ready ports || { echo "the test server did not start: $SERVER"; exit 1; }

# $1 its name, the rest its options and URLs.
crawl () {
	local name=$1 status=0; shift
	python3 - "$name" "$ENTENTE" --corpus "$corpus" crawl --no-index --cacert ca.pem --timeout 4 --delay 0.05 \
		--retries 0 --log "$name.log" "$@" <<-'END' || status=$?
	import resource, subprocess, sys, time
	start = time.time()
	name = sys.argv[1]
	with open(name + ".out", "w") as out, open(name + ".err", "w") as err:
	    status = subprocess.call(sys.argv[2:], stdout=out, stderr=err)
	usage = resource.getrusage(resource.RUSAGE_CHILDREN)
	open(name + ".cost", "w").write("%d %d %.1f\n" % (status, usage.ru_maxrss // 1024, time.time() - start))
	sys.exit(status)
	END
	echo "$status" >"$name.status"
	python3 - "$name.log" >"$name.tsv" <<-'END'
	import json, sys
	for line in open(sys.argv[1]):
	    r = json.loads(line)
	    if r["kind"] == "page" and r["what"] != "redirect":
	        print(r.get("requested", r["url"]), " ".join((r["what"], r.get("outcome", "-").replace(" ", "-"), str(r.get("status", "-")), r.get("reason", "-"))), sep="\t")
	END
}

# Feeds and sitemaps, followed as sources, in a corpus of their own.
(
	corpus=corpus2
	# shellcheck disable=SC2046
	"$ENTENTE" --corpus corpus2 source add -q --no-discover --kind feed \
		$(printf 'http://feeds.case.test/%s.xml ' laughs million file net dtd include private)
	# shellcheck disable=SC2046
	"$ENTENTE" --corpus corpus2 source add -q --no-discover --kind sitemap $(printf 'http://gz.case.test/%s.xml.gz ' cut tail two) \
		http://sitemap-self.case.test/sitemap.xml http://sitemap-nest.case.test/sitemap.xml \
		http://feeds.case.test/inside-map.xml http://feeds.case.test/inside-index.xml
	crawl feeds --max-time 10s --max-age 0
) &
feeds=$!

# Sites that have a page for every address, their links followed as far as they lead.
(
	corpus=corpus3
	crawl trap --delay 0 --depth 100 --max-time 25s --no-warc http://soft404.case.test/ http://calendar.case.test/2026/11/22/
) &
trap=$!

# Everything at once: each case waits for itself alone.
corpus=corpus
mapfile -t urls <urls
crawl first --max-time 12s "${urls[@]}"
# What a second visit shows; a name that now leads inside; robots.txt as it is now, and a day later.
sed 's/^9.9.9.1 rebind.case.test/127.0.0.1 rebind.case.test/' hosts >hosts.new && cat hosts.new >hosts
crawl second --max-time 3s http://etag.case.test/page/6.html http://empty304.case.test/page/1.html http://rebind.case.test/page/2.html \
	http://robots-later.case.test/page/2.html
printf '%020d\n' $((25 * 3600 * 1000000)) >clock
ENTENTE_TEST_CLOCK=clock crawl third --max-time 2s http://robots-later.case.test/page/3.html
wait $feeds $trap
