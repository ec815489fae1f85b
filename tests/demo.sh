#!/bin/sh
# demo.sh: the main job on the sample news web: crawl it over HTTP and HTTPS from a server of our own on this machine, search across
# languages, link, explain. Called by `make demo`; no network is needed.
set -eu
corpus=$B/demo
entente=$B/entente
scratch=$B/demo-server
export LC_ALL=C.UTF-8

say () {
	printf '\n\033[1m%s\033[0m\n' "$*"
}

# $local: how this machine stands in for the fourteen sites. It is left out of what is shown.
show () {
	printf '\033[2m$ entente %s\033[0m\n' "$*"
	case $1 in
	source | crawl)
		# shellcheck disable=SC2086
		"$entente" --corpus "$corpus" "$@" $local ;;
	*) "$entente" --corpus "$corpus" "$@" ;;
	esac
}

rm -rf "$corpus" "$scratch"
mkdir -p "$scratch"
names=$(cd corpus/sample && ls -d -- *.example | sed 's/^/DNS:/' | paste -s -d ,)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -subj /CN=demo -addext "subjectAltName=$names" \
	-keyout "$scratch/pem" -out "$scratch/ca.pem" 2>/dev/null
cat "$scratch/ca.pem" >>"$scratch/pem"
mkfifo "$scratch/hold"
"$B/tests/server/server" --web corpus/sample http=127.0.0.1:0 "https=127.0.0.1:0=$scratch/pem" <"$scratch/hold" >"$scratch/ports" &
exec 9>"$scratch/hold" # the server ends when we do
until grep -qs ready "$scratch/ports"; do
	kill -0 $! 2>/dev/null || { echo "demo: the server did not start" >&2; exit 1; }
	sleep 0.1
done
local="--allow-private --cacert $scratch/ca.pem --connect-to :80:127.0.0.1:$(sed -n 's/^http .* //p' "$scratch/ports")
	--connect-to :443:127.0.0.1:$(sed -n 's/^https .* //p' "$scratch/ports")"
# one of them has a front page in each language
sites="$(tail -n +2 corpus/sample/gold.tsv | cut -f 2 | sed -E 's|^(https?://[^/]*/).*|\1|' | sort -u) https://www.leman-dispatch.example/fr/"

say "1. Follow a small news web: 14 invented outlets, French and English, on a server that this demo has started"
# shellcheck disable=SC2086
show source add --delay 0.1 $sites

say "2. Crawl what they publish, at the pace that their robots.txt asks for"
show crawl --delay 0.1 --max-age 0 || [ $? = 65 ] # 65: some page could not be had, and the rest was
show stats

say "3. Ask once, in either language, and see both"
show search 'vol musée tableau' --limit 4
show search 'floods ardèche' --limit 4

say "4. Take one French article, and find who else reported the same event, in both languages, and why"
show related https://www.lemeridien.example/culture/article/2026/03/29/honfleur-un-boudin-et-deux-autres-oeuvres-voles_6416120_3246.html

say "5. Lay the reports of one event side by side: which figures agree, which differ, with their sentences"
# shellcheck disable=SC2046
show compare $("$entente" --corpus "$corpus" stories --format tsv | grep -m 1 -i Ardèche | cut -f 1) --only timeline,copies,figures

say "6. Is everything intact?"
show check
printf '\nThe corpus stays in %s. Go on with: %s --corpus %s search …\n' "$corpus" "$entente" "$corpus"
