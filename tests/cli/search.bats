#!/usr/bin/env bats
# entente search: the query language, both languages, filters, formats, and hostile articles.

load helper

setup_file () {
	{
		record ferry en "Ferry strike halts crossings" "Ferry crews walked out on Monday. Crossings between Dover and Calais were cancelled, and 15,500 passengers were stranded." 2024-03-04
		record greve fr "Grève des ferries : les traversées annulées" "Les équipages des ferries ont cessé le travail lundi. Les traversées entre Douvres et Calais sont annulées ; 15 500 passagers sont bloqués." 2024-03-05
		record vote en "Council votes on the new bridge" "The council voted on Thursday to build a new bridge. The red bridge will stay, the mayor said; the old bridge goes." 2024-06-20
		record pont fr "Le conseil vote le nouveau pont" "Le conseil a voté jeudi la construction d’un nouveau pont. L’ancien pont disparaîtra, a dit la maire." 2024-06-21
		record irlande fr "L’Irlande et la presqu’île" "L’Irlande a répondu qu’ils attendent aujourd’hui une décision. La presqu’île de Dingle reste isolée." 2023-01-02
		record the fr "Le thé hausse ses prix" "Le thé vendu en sachets coûte 15.500 francs la caisse. La pêche et le péché n’ont rien à y voir." 2022
		record undated en "A note without a day" "Nobody wrote down when the lighthouse keeper left the lighthouse."
	} | entente add --corpus "$BATS_FILE_TMPDIR/corpus" -
}

setup () { export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus; }

# found QUERY must be these ids.
finds () { # $1 ids, the rest: query and options
	local want=$1 got; shift
	got=$(found "$@" || true)
	[ "$got" = "$want" ] || { echo "search $*: '$got', not '$want'"; return 1; }
}

@test "search: a word, its forms, and no case" {
	finds "pont vote" bridges
	finds "pont vote" BRIDGE
	finds undated lighthouses
	finds undated "lighthouse keeper"
}

@test "search: words find the other language" {
	finds "pont vote" bridge
	finds "pont vote" pont
	finds "ferry greve" grève
	finds "ferry greve" strike
	finds "ferry greve" passagers
}

@test "search: =word is this word only, word! is not translated" {
	finds vote =bridge
	finds vote bridge!
	finds pont pont!
	finds ferry ferry! --lang en
}

@test "search: a phrase is these words in this order, as written" {
	finds vote '"new bridge"'
	finds pont '"nouveau pont"'
	finds "" '"bridge new"'
	finds vote '“new bridge”'
	finds pont '«nouveau pont»'
	finds pont '« nouveau pont »'
}

@test "search: OR, parentheses, -word and NOT, also as arguments of their own" {
	finds "undated vote" '=lighthouse OR =mayor'
	finds undated '(=lighthouse OR =mayor) -bridge'
	finds "" 'lighthouse NOT keeper'
	finds undated lighthouse -bridge
	finds "" lighthouse -keeper
	finds undated lighthouse -- -bridge
	finds "pont vote" bridge AND mayor
}

@test "search: NEAR and beginnings of words" {
	finds vote 'red NEAR/3 bridge'
	finds "" 'red NEAR/2 thursday'
	finds undated 'lighth*'
	finds "ferry greve" 'passag* OR passeng*'
}

@test "search: fields" {
	finds undated 'title:note'
	finds "" 'title:keeper'
	finds "irlande" 'id:irlande'
	finds "greve irlande pont the" 'lang:fr'
	finds "greve" 'lang:fr calais'
	finds "greve pont" 'lang:fr date:2024'
}

@test "search: dates, in the query and by option" {
	finds "ferry greve" 'date:2024-03'
	finds "ferry" 'date:2024-03-04'
	finds "greve pont vote" 'date:2024-03-05..2024-12'
	finds "the" 'date:2022'
	finds "pont vote" bridge --from 2024-06
	finds "vote" bridge --to 2024-06-20
	finds "ferry greve" calais --from 2024-03-04 --to 2024-03-05
	SOURCE_DATE_EPOCH=1718971200 finds "pont vote" 'date:2w..'
	SOURCE_DATE_EPOCH=1718971200 finds "pont" 'date:today'
	SOURCE_DATE_EPOCH=1718971200 finds "vote" 'date:yesterday'
	SOURCE_DATE_EPOCH=1718971200 finds "pont vote" bridge --from 2w
}

@test "search: --lang, --limit and --offset" {
	finds vote bridge --lang en
	finds pont bridge --lang fr
	[ "$(entente search calais -n 1 --format jsonl | wc -l)" -eq 1 ]
	both=$(entente search calais --format jsonl | ids)
	[ "$(entente search calais -n 1 --format jsonl | ids) $(entente search calais --offset 1 --format jsonl | ids)" = "$both" ]
	try search calais --offset 5
	expect_status 1
	[ -z "$output" ]
	entente search calais --offset 1 --format json -q | python3 -c 'import json, sys
d = json.load(sys.stdin)
assert d["total"] == 2 and d["total_type"] == "exact" and d["results"][0]["rank"] == 2, d'
}

@test "search: when no article has all the words, those with some are shown, and that is said" {
	try search lighthouse zeppelin
	expect_status 0
	[[ "$output" == *undated* ]]
	[[ "${stderr_lines[0]}" == *"all the words"* ]]
	entente search lighthouse zeppelin --json -q | grep -q '"all_words": false'
	entente search lighthouse keeper --json -q | grep -q '"all_words": true'
}

@test "search: nothing found is status 1, with valid empty output in every format" {
	for f in text jsonl tsv; do
		try search zeppelin --format $f
		expect_status 1
		[ -z "$output" ]
	done
	try search zeppelin --format json
	expect_status 1
	python3 -c 'import json, sys; d = json.load(sys.stdin); assert d["results"] == [] and d["total"] == 0' <<<"$output"
}

@test "search: a query that cannot be read is status 2, and names the character" {
	while IFS='|' read -r query at; do
		try search "$query"
		expect_status 2
		[ -z "$output" ]
		expect_one_line search "character $at"
	done <<-'END'
	bridge "red|8
	bridge (red|8
	(red))|6
	é “red|3
	bridge OR|8
	title:|7
	date:nonsense|6
	red NEAR/0 bridge|5
	red date:2024-05..2023|10
	lang:klingon|6
	title:(red bridge)|7
	bridge{}|7
	bridge{en: ,}|7
	bridge{de:Brücke}|7
	🙂|1
	()|1
	AND|1
	|1
	END
	try search "$(printf 'a%.0s' $(seq 5000))"
	expect_status 2
	try search "$(printf 'a%s ' $(seq 300))"
	expect_status 2
	try search "$(printf '(%.0s' $(seq 500))"
	expect_status 2
}

@test "search: odd queries are answered, never a crash" {
	for query in '' ' ' '*' '-' '=' '!' '-bridge' '()' '""' '""""' '.' '…' 'OR' 'NOT' 'AND' 'NEAR' 'a NEAR' ':' 'x:y' 'title:""' '\' "'" '%s%n' \
		$'a\tb' $'a\nb' $'\xff' $'\u202e' '😀' 'ﷺ' '𝕓𝕣𝕚𝕕𝕘𝕖' '١٢٣' 'date:..' 'date:2024..2020' 'date:0001..9999' 'id:*'; do
		try search -- "$query"
		[ "$status" -le 2 ] || { echo "query '$query'"; show_result; return 1; }
		try search --json -- "$query"
		[ "$status" -le 2 ] || { echo "query '$query'"; show_result; return 1; }
		[ "$status" -eq 2 ] || printf '%s\0' "$output" >>"$BATS_TEST_TMPDIR/answers"
	done
	python3 -c 'import json, sys
for answer in sys.stdin.read().split("\0")[:-1]: json.loads(answer)' <"$BATS_TEST_TMPDIR/answers"
}

@test "search: elision: l’, qu’ and the like fall away, aujourd’hui and presqu’île stay whole" {
	finds irlande irlande
	finds irlande "l'irlande"
	finds irlande "l’Irlande"
	finds irlande "d'Irlande"
	finds irlande "qu'ils attendent"
	finds irlande "=aujourd’hui"
	finds irlande "=aujourd'hui"
	finds irlande "presqu'île"
	finds irlande "presqu’ile"
	finds "" "=hui"
	finds irlande '"l’Irlande a répondu"'
}

@test "search: accents may be left out; =word takes them as written elsewhere too" {
	finds the 'péché'
	finds "ferry greve" 'greve'
	finds "irlande" 'presqu’ile'
	finds "irlande" 'décision' --lang fr
	finds "irlande" 'decision' --lang fr
	# Composed or not, it is the same letter.
	finds the $'pe\u0301che\u0301'
}

@test "search: figures are one number, however either country writes them" {
	for n in 15.500 15,500 '15 500' '"15 500"' 15500 $'15\u00a0500' $'15\u202f500'; do finds "ferry greve the" "$n"; done
}

@test "search: look-alike words of the two languages do not meet when the language is said" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/clash
	# word, then a sentence with the French word, one with the English.
	cat >"$BATS_TEST_TMPDIR/table" <<-'END'
	pain|La boulangerie vend son pain chaque matin au marché de la ville.|The nurse asked the patient where she felt the pain that morning.
	chat|Le chat de la voisine dort au soleil devant la maison.|The two ministers had a friendly chat about the weather in London.
	coin|Le café du coin a fermé ses portes après trente ans.|The museum shows a Roman coin that a farmer dug up.
	son|Le groupe a cherché un son nouveau pendant des mois.|The baker’s son takes over the shop from his father.
	four|Le boulanger allume le four avant cinq heures du matin.|The team won four matches in a row this spring.
	main|La chirurgienne a opéré la main du pianiste mercredi.|The main reason for the delay was the snow on the line.
	as|Le pilote, un as de l’aviation, a atterri sans moteur.|The mayor spoke as a private citizen at the meeting.
	plus|La gare ne sera plus desservie dès lundi par les trains.|The fare costs ten pounds plus a booking charge of two.
	or|Le cours de l’or a battu un record à la bourse.|Travellers may take the bus or walk to the harbour.
	car|Le car scolaire est tombé dans le fossé près du village.|The car hit a wall near the school and caught fire.
	END
	while IFS='|' read -r word french english; do
		record "$word-fr" fr "Nouvelle du jour" "$french"
		record "$word-en" en "Story of the day" "$english"
	done <"$BATS_TEST_TMPDIR/table" | entente add - >/dev/null
	bad=
	while IFS='|' read -r word _; do
		# In the query a keyword would be read as one: "or" is no OR.
		got=$(found "$word" --in fr -n 100 || true)
		[[ " $got " == *" $word-fr "* && " $got " != *" $word-en "* ]] || bad+="--in fr $word: $got"$'\n'
		got=$(found "$word" --in en -n 100 || true)
		[[ " $got " == *" $word-en "* && " $got " != *" $word-fr "* ]] || bad+="--in en $word: $got"$'\n'
	done <"$BATS_TEST_TMPDIR/table"
	[ -z "$bad" ] || { echo "$bad"; return 1; }
}

@test "search: hostile articles: every format stays what it is" {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/hostile
	python3 >"$BATS_TEST_TMPDIR/in.jsonl" <<-'END'
	import json
	text = "The hostile marker stands here. "
	titles = ["tab\there", "line\nbreak\r\nhere", 'quote " and \\ backslash', "escape \x1b[31mred\x1b]0;title\x07 bell", "nul \x00 c1 \x9b31m del \x7f",
		"bidi \u202etxt.exe\u202c \u2066isolate\u2069 \u200f mark", "lone surrogate \ud800 end", "long " + "x" * (1 << 20), "wide " + "漢字" * 100000,
		"combining " + "e" + "\u0301" * 5000, "\u2028separator\u2029", "<script>alert(1)</script>", "", " ", "non\ufeffcharacter \ufffe \U0010ffff"]
	for i, t in enumerate(titles):
	    print(json.dumps({"id": "h%d\t\x1b[1m" % i if i == 3 else "h%d" % i, "title": t, "text": text + t[:2000] + " end of it.", "language": "en",
	        "domain": "a\tb\x1b.example", "url": "https://h.example/%d?\t\x1b" % i, "authors": ["A\tB\n\x1b[2J"], "publisher": "P\x1b[1m\t\n", "keywords": ["k\x1b\t"], "section": "s\n\t"}))
	END
	entente add "$BATS_TEST_TMPDIR/in.jsonl" >/dev/null || true
	count=$(entente stats --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["articles"])')
	[ "$count" -ge 14 ]
	entente search marker -n 100 --format tsv -q >"$BATS_TEST_TMPDIR/tsv"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/tsv")" -eq "$count" ]
	[ "$(awk -F '\t' '{ print NF }' "$BATS_TEST_TMPDIR/tsv" | sort -u)" = 12 ]
	entente search marker -n 100 --format json -q | python3 -c 'import json, sys; assert len(json.load(sys.stdin)["results"]) == int(sys.argv[1])' "$count"
	entente search marker -n 100 --format jsonl -q >"$BATS_TEST_TMPDIR/jsonl"
	python3 - "$BATS_TEST_TMPDIR/jsonl" "$count" <<-'END'
	import json, sys
	lines = open(sys.argv[1], "rb").read().decode("utf-8").split("\n")
	assert lines.pop() == ""
	assert len(lines) == int(sys.argv[2]), len(lines)
	for line in lines:
	    d = json.loads(line)
	    snippet = d["snippet"].encode()
	    for start, end in d["marks"]:
	        assert snippet[start:end].decode().lower() .startswith("mark"), (snippet, start, end)
	END
	entente search marker -n 100 --format text >"$BATS_TEST_TMPDIR/text" 2>&1
	for id in $(cut -f 2 "$BATS_TEST_TMPDIR/tsv"); do entente show "$id" || true; entente show "$id" --versions || true; done >>"$BATS_TEST_TMPDIR/text" 2>&1
	entente stats >>"$BATS_TEST_TMPDIR/text"
	entente related --min-probability 0 h1 >>"$BATS_TEST_TMPDIR/text" 2>&1 || true
	for f in text tsv; do
		python3 - "$BATS_TEST_TMPDIR/$f" <<-'END'
		import sys, unicodedata
		text = open(sys.argv[1], "rb").read().decode("utf-8")
		bad = {hex(ord(c)) for c in text if c not in "\n\t" and (unicodedata.category(c) == "Cc" or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")}
		assert not bad, bad
		END
	done
}

@test "search: --explain says what each word became, on stderr" {
	try search bridge --explain
	expect_status 0
	[[ "$stderr" == *"word bridge"*"in English: forms of"*pont*freedict* ]]
	[[ "$output" != *"forms of"* ]]
	# A word without counterpart: its silence proves nothing.
	try search lighthouse --in en --explain
	[[ "$stderr" != *"proof of silence"* ]]
	try search Zzyzxquux --in en --explain
	[[ "$stderr" == *'No French counterpart is known of "Zzyzxquux"'*"proof of silence"* ]]
}

@test "search: marks in a snippet are byte offsets of the words that were found" {
	entente search "équipages ferries" --lang fr --format jsonl | python3 -c 'import json, sys
d = json.loads(sys.stdin.readline())
s = d["snippet"].encode()
words = {s[a:b].decode().lower() for a, b in d["marks"]}
assert "équipages" in words and "ferries" in words, words'
}
