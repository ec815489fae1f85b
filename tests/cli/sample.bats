#!/usr/bin/env bats
# The sample web (corpus/sample): gold.tsv against the pages, the sitemaps and the feeds, with standard tools
# alone. What it says must hold before any test that runs on it can mean something.

setup () {
	cd "$BATS_TEST_DIRNAME/../../corpus/sample" || return 1
	export LC_ALL=C
}

# Column $1 of gold.tsv without the line of names, sorted.
gold () { tail -n +2 gold.tsv | cut -f "$1" | sort; }

@test "sample: gold.tsv has its six columns on every line" {
	[ "$(head -n 1 gold.tsv)" = "$(printf 'path\turl\tlanguage\tevent\tnote\trelated')" ]
	run awk -F '\t' 'NF != 6 || $1 == "" || $2 == "" || $4 == "" { print FILENAME ":" FNR }' gold.tsv
	[ -z "$output" ]
}

@test "sample: every article in gold.tsv is a page, listed once" {
	gold 1 | while read -r path; do [ -s "$path" ] || { echo "no page: $path"; exit 1; }; done
	[ -z "$(gold 1 | uniq -d)" ]
	[ -z "$(gold 2 | uniq -d)" ]
}

@test "sample: the page's path is its URL's" {
	run awk -F '\t' 'FNR > 1 { u = $2; sub(/^https?:\/\//, "", u); sub(/\/$/, "/index.html", u); if (u != $1) print $1 }' gold.tsv
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "sample: pages outside gold.tsv are front, section and about pages" {
	find . -name '*.html' | sed 's|^\./||' | sort >"$BATS_TEST_TMPDIR/pages"
	gold 1 >"$BATS_TEST_TMPDIR/gold"
	run sh -c "comm -23 '$BATS_TEST_TMPDIR/pages' '$BATS_TEST_TMPDIR/gold' | grep -vE '^[^/]+/([^/]+|[^/]+/index)\.html\$'"
	[ -z "$output" ]
	# … and every host has its front page.
	for host in *.example; do [ -s "$host/index.html" ]; done
}

@test "sample: the sitemaps name the articles of gold.tsv and no other" {
	{
		find . -name '*.xml' -exec grep -hoE '<loc>[^<]+' {} +
		find . -name '*.xml.gz' -exec gzip -dc {} + | grep -oE '<loc>[^<]+'
	} | sed 's/^<loc>//' | grep -vE '^https?://[^/]+/$|\.xml$' | sort -u >"$BATS_TEST_TMPDIR/locs"
	gold 2 | diff - "$BATS_TEST_TMPDIR/locs"
}

@test "sample: every article is in a feed of its own host" {
	tail -n +2 gold.tsv | cut -f 1,2 | while IFS="$(printf '\t')" read -r path url; do
		host=${path%%/*}
		find "$host" -name sitemap\* -prune -o \( -name '*.xml' -o -name '*.rss' -o -name '*.rdf' \
			-o -name feed.json \) -type f -print | xargs grep -qF "$url" || { echo "in no feed: $url"; exit 1; }
	done
}

@test "sample: at least 20 articles in each language, 12 events in both" {
	[ "$(gold 3 | grep -cx fr)" -ge 20 ]
	[ "$(gold 3 | grep -cx en)" -ge 20 ]
	[ -z "$(gold 3 | grep -vxE 'fr|en')" ]
	both=$(tail -n +2 gold.tsv | cut -f 3,4 | sort -u | cut -f 2 | sort | uniq -d | wc -l)
	[ "$both" -ge 12 ]
}

@test "sample: a related event is another event of gold.tsv" {
	run awk -F '\t' 'NR == FNR { known[$4] = 1; next }
		FNR > 1 && $6 != "" && ($6 == $4 || !($6 in known)) { print $1 }' gold.tsv gold.tsv
	[ -z "$output" ]
	[ "$(gold 6 | grep -c .)" -ge 6 ]
}

@test "sample: pages decode in the charset they are meant in" {
	find . -name '*.html' | while read -r page; do
		case $page in
		./www.journaldesmarches.example/*) charset=WINDOWS-1252 ;;
		./hexapresse.example/*) charset=ISO-8859-15 ;;
		*) charset=UTF-8 ;;
		esac
		iconv -f "$charset" -t UTF-8 "$page" >/dev/null || { echo "$page is not $charset"; exit 1; }
	done
	# The two legacy outlets really are not UTF-8.
	for host in www.journaldesmarches.example hexapresse.example; do
		run iconv -f UTF-8 -t UTF-8 "$host/index.html"
		[ "$status" -ne 0 ]
	done
}
