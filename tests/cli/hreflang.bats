#!/usr/bin/env bats
# What a publisher declares to be one article in two languages (<link rel="alternate" hreflang="fr" href="…">), from the page to why.

load helper

setup () {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	cd "$BATS_TEST_TMPDIR"
}

# A page of post.example: $1 language, $2 its address, $3 title, $4 hreflang of what it names, $5 its address; $6 $7 paragraphs.
page () {
	cat <<-HTML
	<html lang="$1"><head><link rel="canonical" href="https://www.post.example$2"><link rel="alternate" hreflang="$4" href="$5">
	<meta property="article:published_time" content="2026-03-0${8:-5}T10:00:00Z"><title>$3</title></head>
	<body><article><h1>$3</h1><p>$6</p><p>$7</p></article></body></html>
	HTML
}
# Two articles that share hardly a word: a model has nothing to go by.
english () { page en /en/quiet-evening "A quiet evening on the terrace" fr "$1" "The old sisters had never liked visitors, and they said so, often and gladly, to whoever came up the path." "What they did like was their soup, and the radio, and the long light of the evenings when nobody called."; }
french () { page fr /fr/soir-tranquille "Là-haut, le calme" en "$1" "Personne ne montait jusque chez elles sans raison, et les raisons se faisaient rares depuis bien des années." "On mangeait tard, on parlait peu, et quand le jour baissait on laissait la porte ouverte sur le jardin." 6; }
fill () { make_documents 30 | entente add -q -; }
ids_of () {
	a=$(entente show --format jsonl https://www.post.example/en/quiet-evening | ids)
	b=$(entente show --format jsonl https://www.post.example/fr/soir-tranquille | ids)
}
probability () { entente why "$a" "$b" --format jsonl | sed -E 's/.*"probability":([0-9.]+).*/\1/'; }

@test "hreflang: a declared pair is one event at .98, whichever side says so, in why, related, links and stories" {
	fill
	for says in english french; do
		rm -rf "$ENTENTE_CORPUS"
		fill
		if [ $says = english ]; then
			english https://www.post.example/fr/soir-tranquille >e.html
			french https://www.post.example/ >f.html
		else
			english https://www.post.example/ >e.html
			french 'http://post.example/en/quiet-evening/?utm_source=x' >f.html
		fi
		# One after the other: the second finds the first.
		entente add -q e.html
		entente add -q f.html
		ids_of
		[ "$(probability)" = 0.98 ]
		try why "$a" "$b"
		expect_status 0
		[[ "$output" == *"hreflang"*"declared by the publisher"*"one article in two languages"* ]]
		[ "$(entente why "$b" "$a" --format jsonl | grep -c '"kind":"hreflang"')" -eq 1 ]
		[ "$(entente related "$a" --format jsonl | head -n 1 | sed -E 's/.*"id":"([^"]*)".*/\1/')" = "$b" ]
		[ "$(entente related "$b" -q | grep -c "declared by the publisher")" -eq 1 ]
		[ "$(sqlite3 corpus/corpus.sqlite 'SELECT probability FROM link WHERE probability > 0.97')" = 0.98 ]
		[ "$(entente story "$a" --format tsv | cut -f 1 | sort | tr '\n' ' ')" = "$(printf '%s\n' "$a" "$b" | sort | tr '\n' ' ')" ]
		entente link -q --rebuild
		[ "$(sqlite3 corpus/corpus.sqlite 'SELECT probability FROM link WHERE probability > 0.97')" = 0.98 ]
		# A person's word goes before it.
		entente judge -q "$a" "$b" different
		try story "$a"
		expect_status 1
		try related "$a" --format jsonl
		[[ "$output" != *"\"id\":\"$b\""* ]]
	done
	# two files, without a corpus
	english https://www.post.example/fr/soir-tranquille >e.html
	a=e.html b=f.html ENTENTE_CORPUS=$PWD/none
	[ "$(probability)" = 0.98 ]
}

@test "hreflang: a front page, a language's front page, and what every page names do nothing" {
	fill
	english https://www.post.example/fr/ >e.html
	french https://www.post.example/ >f.html
	entente add -q e.html f.html
	ids_of
	before=$(probability)
	awk -v p="$before" 'BEGIN { exit !(p < 0.5) }'
	[ "$(sqlite3 corpus/corpus.sqlite 'SELECT count(*) FROM alternate')" -eq 0 ]
	[ "$(entente why "$a" "$b" --format jsonl | grep -c '"kind":"hreflang"')" -eq 0 ]
	# The same French page named by two English ones.
	english https://www.post.example/fr/soir-tranquille >e.html
	page en /en/other "Another matter entirely" fr https://www.post.example/fr/soir-tranquille "The committee will meet again in the autumn, the clerk said, and not before that." "Until then the gate stays closed, and the key with the caretaker of the old mill." >o.html
	entente add -q e.html o.html
	[ "$(sqlite3 corpus/corpus.sqlite 'SELECT count(*) FROM alternate')" -eq 2 ]
	[ "$(entente why "$a" "$b" --format jsonl | grep -c '"kind":"hreflang"')" -eq 0 ]
	[ "$(sqlite3 corpus/corpus.sqlite 'SELECT count(*) FROM link WHERE probability > 0.97')" -eq 0 ]
}
