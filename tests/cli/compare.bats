#!/usr/bin/env bats
# entente compare and entente facts: on files without a corpus, on articles and stories of one, in each form.

load helper

setup () {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	FR=$BATS_TEST_TMPDIR/fr.txt EN=$BATS_TEST_TMPDIR/en.txt
	cat >"$FR" <<-'END'
	Morvigne : le barrage fissuré, 2 800 habitants évacués

	Un barrage fuit au-dessus de Morvigne et 2 800 personnes ont été évacuées mercredi 11 février 2026.
	« Nous avons entendu le béton gémir toute la nuit », raconte la maire, Sylvie Arnoult.
	L’ouvrage, achevé en 1958, retient 40 millions de mètres cubes d’eau.
	END
	cat >"$EN" <<-'END'
	Dam wall cracks above Morvigne

	A dam above the French town of Morvigne is leaking and 3,200 people have been evacuated on Wednesday 11 February 2026.
	“We heard the concrete groan all night,” said the mayor, Sylvie Arnoult.
	The dam was built in 1958 and holds 40 million cubic metres of water.
	END
}

@test "two files without a corpus: figures that differ stand with both sentences" {
	try compare "$FR" "$EN" --only figures
	expect_status 0
	[[ "$output" == *"differ"*"2 800"*"3,200"* ]]
	[[ "$output" == *"Un barrage fuit"* && "$output" == *"A dam above the French town"* ]]
	[[ "$output" == *"agree"*"40 millions"* ]]
	[[ "$output" != *"béton"* ]]
}

@test "what stands in one article alone is listed, --full has the sentence of each; what differs always has both" {
	printf '%s\n' "" "In 1961 the valley was flooded. In 1962 the road came. In 1963 the school closed. In 1964 the mill burned. In 1965 a bridge fell. In 1966 the bells rang." >>"$EN"
	try compare "$FR" "$EN"
	expect_status 0
	[[ "$output" == *" en  1961 · 1962 · 1963 · 1964 · 1965 · 1966"* ]] || { show_result; return 1; }
	[ "$(grep -c 'In 196[1-6]' <<<"$output")" -le 5 ]
	[[ "$output" == *" more (--full)"* && "$output" == *"The sentences of what agrees: --full"* ]]
	[[ "$output" == *"differ"*"2 800"*"Un barrage fuit"*"A dam above the French town"* ]]
	[[ "$output" == *"both "*"Morvigne · Sylvie Arnoult"* || "$output" == *"both "*"Sylvie Arnoult · Morvigne"* ]]
	try compare "$FR" "$EN" --full
	for year in 1 2 3 4 5 6; do [[ "$output" == *"only     196$year (1 en)"*"In 196$year"* ]] || { show_result; return 1; }; done
	[[ "$output" != *"--full"* ]]
}

@test "JSON says what its schema requires" {
	try compare "$FR" "$EN" --format json
	expect_status 0
	printf '%s' "$output" >"$BATS_TEST_TMPDIR/report"
	entente compare --schema >"$BATS_TEST_TMPDIR/schema"
	python3 - "$BATS_TEST_TMPDIR/report" "$BATS_TEST_TMPDIR/schema" <<-'END'
	import json, sys
	report, schema = (json.load(open(f, encoding="utf-8")) for f in sys.argv[1:])
	assert set(schema["required"]) <= set(report) <= set(schema["properties"]), set(report) ^ set(schema["properties"])
	verdicts = schema["properties"]["figures"]["items"]["properties"]["verdict"]["enum"]
	assert all(row["verdict"] in verdicts for row in report["figures"])
	assert any(row["articles"] == 2 for row in report["quotes"])
	for row in report["figures"]:
	    for place in row["places"]:
	        inside = place["sentence"].encode()[place["start"] - place["sentence_start"]:place["end"] - place["sentence_start"]]
	        assert inside.decode() == place["text"], place
	END
}

@test "a page and Markdown, with what an article writes made harmless" {
	printf 'A title <script>alert(1)</script> *bold*\n\nA dam above <b>Morvigne</b> is leaking and 3,200 people have left.\n' >"$EN"
	try compare "$FR" "$EN" --format html
	expect_status 0
	[[ "$output" == "<!DOCTYPE html>"*"</html>" ]]
	[[ "$output" != *"<script>"* && "$output" == *"&lt;script&gt;"* ]]
	[[ "$output" != *"http-equiv"* && "$output" != *"src="* ]]
	try compare "$FR" "$EN" --format md
	expect_status 0
	[[ "$output" == "# Coverage compared"* && "$output" == *'\*bold\*'* ]]
}

@test "articles of the corpus and a file together" {
	record a fr "Le barrage fissuré" "Un barrage fuit et 2 800 personnes ont été évacuées à Morvigne." 2026-02-12 |
		entente add -q -
	try compare a "$EN" --only figures --format json
	expect_status 0
	[[ "$output" == *'"id": "a"'* ]]
}

@test "an article that was changed says so in the timeline" {
	record a fr "Le barrage fissuré" "Un barrage fuit et 2 800 personnes ont été évacuées à Morvigne." 2026-02-12 | entente add -q -
	record a fr "Le barrage cède" "Un barrage a cédé et 3 200 personnes ont été évacuées à Morvigne." 2026-02-12 | entente add -q -
	try compare a "$EN" --only timeline
	expect_status 0
	[[ "$(echo $output)" == *"1 earlier version"* ]]
	try compare a "$EN" --only timeline --format json
	[[ "$output" == *'"title": "Le barrage fissuré"'* ]]
}

@test "what cannot be compared is said in one line" {
	try compare "$FR"
	expect_status 2
	try compare "$FR" "$BATS_TEST_TMPDIR/none.txt"
	expect_status 66
	expect_one_line compare "no file"
	try compare "$FR" "$EN" --only prices
	expect_status 2
}

@test "no line of text is wider than the terminal" {
	COLUMNS=80 entente compare "$FR" "$EN" >"$BATS_TEST_TMPDIR/text"
	[ "$(wc -L <"$BATS_TEST_TMPDIR/text")" -le 80 ]
}

@test "facts: names, figures with unit and what is counted, in four forms" {
	try facts "$FR" --format tsv
	expect_status 0
	[[ "$output" == *$'figure\t'*$'\t2800\t\t\tpersonnes\t2 800'* ]]
	[[ "$output" == *$'\tday\t'*$'\t2026-02-11\t'* ]]
	try facts "$EN" --format jsonl
	expect_status 0
	python3 -c 'import json, sys; facts = json.load (sys.stdin)["facts"]; assert any (f["kind"] == "figure" and f["unit"] == "m3" for f in facts if "unit" in f)' <<<"$output"
	try facts "$EN"
	[[ "$output" == *"name"*"Sylvie Arnoult"* ]]
	try facts
	expect_status 2
}

@test "who was first: times in one zone, and no hours where only days are known" {
	{
		record fr1 fr "Le barrage de Morvigne fuit" "Le barrage de Morvigne fuit et 2 800 personnes ont été évacuées." 2026-02-11T14:02:00+02:00
		record en1 en "Dam leaks at Morvigne" "The dam of Morvigne is leaking and 3,200 people have been evacuated." 2026-02-11T13:20:00Z
		record fr2 fr "À Morvigne, on attend" "Les habitants de Morvigne attendent de rentrer chez eux, a dit la maire." 2026-02-12
		record en2 en "Morvigne waits" "The people of Morvigne are waiting to go home, the mayor said." 2026-02-13
	} | entente add -q -
	try compare fr1 en1 --only timeline
	show_result
	[[ "$output" == *"2026-02-11 12:02Z"*"2026-02-11 13:20Z"*"1.3 hours apart."* ]]
	try compare fr2 en2 --only timeline
	[[ "$output" == *"2026-02-12"*"1 day apart."* && "$output" != *hours* ]]
	try compare fr2 en1 --only timeline
	[[ "$output" != *hours* ]]
}
