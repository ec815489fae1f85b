#!/bin/sh
# demo.sh: the main job on the sample news web: import, search across languages, link, explain. Called by `make demo`.
set -eu
corpus=$B/demo
entente=$B/entente
export LC_ALL=C.UTF-8

say () {
	printf '\n\033[1m%s\033[0m\n' "$*"
}

show () {
	printf '\033[2m$ entente %s\033[0m\n' "$*"
	"$entente" --corpus "$corpus" "$@"
}

rm -rf "$corpus"
say "1. Import a small news web: 14 invented outlets, French and English, as their servers would send it"
show add corpus/sample/*.example
show stats

say "2. Ask once, in either language, and see both"
show search 'vol musée tableau' --limit 4
show search 'floods ardèche' --limit 4

say "3. Take one French article, and find who else reported the same event, in both languages, and why"
article=corpus/sample/www.lemeridien.example/culture/article/2026/03/29/honfleur-un-boudin-et-deux-autres-oeuvres-voles_6416120_3246.html
show related "$article"

say "4. Is everything intact?"
show check
printf '\nThe corpus stays in %s. Go on with: %s --corpus %s search …\n' "$corpus" "$entente" "$corpus"
