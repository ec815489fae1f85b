#!/usr/bin/env bats
# entente add: every kind of file, what comes again, what is bad, what may not be written.

load helper

BODY_EN="The bridge over the river was closed on Tuesday after a lorry hit one of its piers, the county council said. Engineers will inspect the piers on Thursday."
BODY_FR="Le pont sur la rivière a été fermé mardi après qu’un camion a heurté une de ses piles, a indiqué le conseil départemental. Des ingénieurs inspecteront les piles jeudi."
BODY_DE="Die Brücke über den Fluss wurde am Dienstag gesperrt, nachdem ein Lastwagen gegen einen der Pfeiler gefahren war, teilte der Landkreis mit. Am Donnerstag werden Ingenieure die Pfeiler untersuchen."

setup () { cd "$BATS_TEST_TMPDIR"; export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus; }

page () { # $1 title, $2 paragraph
	printf '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body><article><h1>%s</h1><p>%s</p><p>%s</p></article></body></html>\n' "$1" "$1" "$2" "$2 Nobody was hurt, and the railway beside it is open."
}
titles () { entente search '*' --format tsv -n 100 -q 2>/dev/null | cut -f 7; }
field () { entente show "$1" --format jsonl | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$2"; }
articles () { entente stats --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["articles"])'; }

@test "add: text, Markdown, HTML, JSON, JSON Lines and their .gz" {
	mkdir in
	printf 'Bridge closed one\n\n%s\n' "$BODY_EN" >in/one.txt
	printf -- '---\ntitle: Bridge closed two\n---\n\n%s\n' "$BODY_EN" >in/two.md
	page "Bridge closed three" "$BODY_EN" >in/three.html
	record four en "Bridge closed four" "$BODY_EN" >in/four.json
	{ record five en "Bridge closed five" "$BODY_EN"; record six fr "Le pont est fermé six" "$BODY_FR"; } >in/lines.jsonl
	for f in one.txt two.md three.html four.json lines.jsonl; do
		sed -E 's/(Bridge closed|est fermé) (one|two|three|four|five|six)/\1 \2 zipped/g; s/"id": "/&z/' "in/$f" | gzip >"in/z$f.gz"
	done
	try add in
	expect_status 0
	[ "$output" = "12 added" ]
	[ -z "$stderr" ]
	for n in one two three four five; do
		[ "$(entente search "title:\"Bridge closed $n\"" --copies --format jsonl | wc -l)" -eq 2 ]
		[ "$(entente search "title:\"Bridge closed $n zipped\"" --format jsonl | wc -l)" -eq 1 ]
	done
	[ "$(field six language)" = fr ]
	[ "$(field one text)" = "$BODY_EN" ]
	[ "$(field five text)" = "$BODY_EN" ]
	try check
	expect_status 0
}

@test "add: standard input: text, JSON, JSON Lines, HTML and gzip are known by what they hold" {
	printf 'Bridge closed one\n\n%s\n' "$BODY_EN" | entente add - | grep -qx "1 added"
	record two en "Bridge closed two" "$BODY_EN" | entente add - | grep -qx "1 added"
	{ record three en "Bridge closed three" "$BODY_EN"; record four fr "Pont fermé" "$BODY_FR"; } | entente add - | grep -qx "2 added"
	page "Bridge closed five" "$BODY_EN" | entente add - | grep -qx "1 added"
	record six en "Bridge closed six" "$BODY_EN" | gzip | entente add - | grep -qx "1 added"
	[ "$(articles)" -eq 6 ]
	[ "$(field two title)" = "Bridge closed two" ]
	[ "$(field six title)" = "Bridge closed six" ]
}

@test "add: a folder is read to its bottom, several arguments in one command" {
	mkdir -p in/a/b/c other
	printf 'Bridge closed one\n\n%s\n' "$BODY_EN" >in/a/b/c/one.txt
	record two en "Bridge closed two" "$BODY_EN" >in/two.json
	record three en "Bridge closed three" "$BODY_EN" >other/three.jsonl
	try add in other/three.jsonl
	expect_status 0
	[ "$output" = "3 added" ]
}

@test "add: files of the same name in two folders are two articles" {
	mkdir a b
	printf 'Bridge closed one\n\n%s\n' "$BODY_EN" >a/story.txt
	printf 'Le pont ferme\n\n%s\n' "$BODY_FR" >b/story.txt
	try add a b
	expect_status 0
	[ "$(articles)" -eq 2 ]
	try add b a
	[[ "$output" == "0 added, 2 already there" ]]
}

@test "add: a given id is kept, and finds the article, whatever is in it" {
	record 'reuters:2024/03-05 é' en "Bridge closed" "$BODY_EN" >a.json
	try add a.json
	expect_status 0
	[ "$(field 'reuters:2024/03-05 é' title)" = "Bridge closed" ]
}

@test "add: the field names of other tools" {
	cat >in.jsonl <<-END
	{"title": "News-please one", "maintext": "$BODY_EN", "date_publish": "2024-03-05 10:00:00", "authors": ["Ann Lee"], "url": "https://one.example/a", "source_domain": "one.example", "language": "en"}
	{"title": "Fundus two", "plaintext": "$BODY_EN", "publishing_date": "2024-03-06T09:00:00+01:00", "authors": ["Ann Lee"], "lang": "en", "html": {"requested_url": "https://two.example/a"}}
	{"title": "Trafilatura three", "text": "$BODY_EN", "date": "2024-03-07", "author": "Ann Lee; Bob Ray", "source": "https://three.example/a", "hostname": "three.example", "language": "en"}
	{"article_title": "Media Cloud four", "text_content": "$BODY_EN", "publication_date": "2024-03-08", "url": "https://four.example/a", "canonical_domain": "four.example", "language": "en"}
	{"headline": "Schema five", "articleBody": "$BODY_EN", "datePublished": "2024-03-09", "author": [{"@type": "Person", "name": "Ann Lee"}], "url": "https://five.example/a", "inLanguage": "en"}
	END
	try add in.jsonl
	expect_status 0
	[ "$output" = "5 added" ]
	entente show --format jsonl https://{one,two,three,four,five}.example/a | python3 -c 'import json, sys
articles = [json.loads(line) for line in sys.stdin]
for day, (site, a) in enumerate(zip(["one", "two", "three", "four", "five"], articles, strict=True), 5):
    assert a["date_published"].startswith("2024-03-0%d" % day), a
    assert a["text"] == sys.argv[1] and a["domain"] == site + ".example", a
assert articles[2]["authors"] == ["Ann Lee", "Bob Ray"] and articles[4]["authors"] == ["Ann Lee"], articles' "$BODY_EN"
}

@test "add: what show prints as JSON Lines comes back as it was" {
	printf 'Le pont ferme\n\n%s\n' "$BODY_FR" >pont.txt
	page "Bridge closed" "$BODY_EN" >bridge.html
	entente add pont.txt bridge.html
	for id in pont bridge; do entente show $id --format jsonl; done >out.jsonl
	ENTENTE_CORPUS=$BATS_TEST_TMPDIR/second entente add out.jsonl
	for id in pont bridge; do ENTENTE_CORPUS=$BATS_TEST_TMPDIR/second entente show $id --format jsonl; done >again.jsonl
	diff out.jsonl again.jsonl
}

@test "add: adding again changes nothing, not even a byte of the index" {
	mkdir in
	printf 'Bridge closed one\n\n%s\n' "$BODY_EN" >in/one.txt
	page "Bridge closed three" "$BODY_EN" >in/three.html
	record four en "Bridge closed four" "$BODY_EN" 2024-03-05 >in/four.json
	entente add in
	before=$(cat corpus/index/gen-*/* | cksum)
	try add in
	expect_status 0
	[ "$output" = "0 added, 3 already there" ]
	[ "$(cat corpus/index/gen-*/* | cksum)" = "$before" ]
	try index
	[ "$output" = "0 documents brought up to date" ]
}

@test "add: an edited text makes a version, search finds the new words and not the old" {
	record a en "Bridge closed" "$BODY_EN The mayor was silent." >a.json
	entente add a.json
	record a en "Bridge closed" "$BODY_EN The governor was furious." >a.json
	try add a.json
	expect_status 0
	[ "$output" = "0 added, 1 updated" ]
	[ "$(found governor)" = a ]
	[ "$(found '=silent')" = "" ]
	try show a --versions
	expect_status 0
	[[ "$output" == *"furious"*"Version 1, until "*"silent"* ]]
	entente show a --versions --json | python3 -c 'import json, sys
d = json.load(sys.stdin)
assert d["text"].endswith("furious."), d["text"]
assert [v["version"] for v in d["versions"]] == [1]
assert d["versions"][0]["text"].endswith("silent.")'
	# Back to what it was: one version more, none lost.
	record a en "Bridge closed" "$BODY_EN The mayor was silent." | entente add -
	[ "$(entente show a --versions --json | grep -c '"version"')" -eq 2 ]
	try check
	expect_status 0
}

@test "add: bad files and lines are named and passed over, with 65, and the good ones are kept" {
	mkdir in
	printf 'Bridge closed one\n\n%s\n' "$BODY_EN" >in/good.txt
	: >in/empty.txt
	echo '{"title": "cut off' >in/cut.json
	echo '[1, 2]' >in/numbers.json
	{ record a en "Good line" "$BODY_EN"; echo '{not json}'; echo '{"id": "b"}'; echo; record c en "Good line too" "$BODY_EN"; } >in/lines.jsonl
	page "Bridge closed" "$BODY_EN" | gzip | head -c 150 >in/cut.html.gz
	printf 'GIF89a\1\0\1\0' >in/story.xyz
	try add in
	show_result
	[ "$status" -eq 65 ]
	for name in in/empty.txt in/cut.json in/numbers.json:1 in/lines.jsonl:2 in/lines.jsonl:3 in/cut.html.gz; do
		[[ "$stderr" == *"$name:"* ]] || { echo "$name is not named"; return 1; }
	done
	[[ "$stderr" != *lines.jsonl:5* && "$stderr" != *story.xyz* ]]
	while IFS= read -r line; do [[ "$line" == "entente add: warning: "* ]]; done <<<"$stderr"
	[[ "${lines[0]}" == [34]" added"* ]] # what a cut file held of its page may be kept
	[[ "${lines[0]}" == *", 7 could not be read, "?" other files passed over" ]]
	[ "$(field a title)" = "Good line" ]
	[ "$(field c title)" = "Good line too" ]
	[ "$(field good text)" = "$BODY_EN" ]
	# Quiet names nothing, and the status still says it.
	try add -q in
	expect_status 65
	[ -z "$output$stderr" ]
}

@test "add: bytes that are no text are no article" {
	# The same 5000 bytes every time, of all values.
	python3 -c 'import random, sys; sys.stdout.buffer.write(random.Random(7).randbytes(5000))' >noise.txt
	try add --all-languages noise.txt
	expect_status 65
	[[ "$stderr" == *"noise.txt: "* ]]
	[ "$(articles)" -eq 0 ]
}

@test "add: many bad files: some named, all of them with --verbose" {
	mkdir in
	for i in $(seq 30); do : >"in/empty$i.txt"; done
	try add in
	expect_status 65
	[ "${#stderr_lines[@]}" -eq 21 ]
	[[ "${stderr_lines[20]}" == *--verbose* ]]
	try add -v in
	[ "$(grep -c 'empty' <<<"$stderr")" -eq 30 ]
}

@test "add: other languages are skipped with a count, and kept with --all-languages" {
	printf 'Brücke gesperrt\n\n%s\n' "$BODY_DE" >de.txt
	printf 'Le pont ferme\n\n%s\n' "$BODY_FR" >fr.txt
	try add de.txt fr.txt
	expect_status 0
	[ "$output" = "1 added, 1 in other languages skipped" ]
	[ "$(articles)" -eq 1 ]
	try add -v de.txt
	[[ "$stderr" == *de.txt*"'de'"* ]]
	try add --all-languages de.txt fr.txt
	expect_status 0
	[ "$output" = "1 added, 1 already there" ]
	[ "$(field de language)" = de ]
	[ "$(found Brücke)" = de ]
}

@test "add: a missing file is 66 and keeps the others in" {
	record a en "Bridge closed" "$BODY_EN" >a.json
	record b en "Bridge open" "$BODY_EN" >b.json
	try add a.json missing.json b.json
	expect_status 66
	expect_one_line add missing.json
	[ "$output" = "2 added" ]
	[ "$(found bridge)" = "a b" ]
	try add missing-folder/
	expect_status 66
}

@test "add: a file that may not be read: 77 when it was asked for, 65 within a folder" {
	chmod -R a+rX "$BATS_TEST_TMPDIR"
	needs_nobody "$BATS_TEST_TMPDIR"
	mkdir in corpus && chmod 777 corpus
	record a en "Bridge closed" "$BODY_EN" >in/a.json
	record b en "Bridge open" "$BODY_EN" >in/b.json
	chmod 000 in/a.json
	run --separate-stderr as_nobody "$ENTENTE" add in/a.json
	expect_status 77
	expect_one_line add in/a.json
	run --separate-stderr as_nobody "$ENTENTE" add in
	expect_status 65
	[[ "$stderr" == *in/a.json* ]]
	[[ "$output" == "1 added"* ]]
	chmod 000 in
	run --separate-stderr as_nobody "$ENTENTE" add in
	expect_status 77
	chmod 755 in
}

@test "add: no permission to make or write the corpus is 77 in one line" {
	chmod -R a+rX "$BATS_TEST_TMPDIR"
	needs_nobody "$BATS_TEST_TMPDIR"
	record a en "Bridge closed" "$BODY_EN" 2024-03-05 >a.json
	mkdir locked && chmod 755 locked
	run --separate-stderr as_nobody "$ENTENTE" add --corpus locked/new a.json
	expect_status 77
	expect_one_line add locked/new
	entente add a.json
	chmod -R a+rX,go-w corpus
	sum=$(cksum <corpus/corpus.sqlite)
	for command in "add a.json" index "index --rebuild" check; do
		run --separate-stderr as_nobody "$ENTENTE" $command
		expect_status 77
		expect_one_line "${command%% *}" ""
	done
	# Reading goes on.
	run --separate-stderr as_nobody "$ENTENTE" search bridge
	expect_status 0
	run --separate-stderr as_nobody "$ENTENTE" show a
	expect_status 0
	run --separate-stderr as_nobody "$ENTENTE" stats
	expect_status 0
	[ "$(cksum <corpus/corpus.sqlite)" = "$sum" ]
	chmod 700 corpus
	for command in "search bridge" "show a" "related a" stats check index "add a.json"; do
		run --separate-stderr as_nobody "$ENTENTE" $command
		expect_status 77
		expect_one_line "${command%% *}" ""
	done
}

@test "add: a file where the corpus should be is 73, and stays as it was" {
	record a en "Bridge closed" "$BODY_EN" >a.json
	echo precious >file
	for dir in file file/below; do
		try add --corpus $dir a.json
		expect_status 73
		expect_one_line add "$dir"
	done
	[ "$(cat file)" = precious ]
}

@test "add: a directory or a stranger's file in the place of corpus.sqlite is told, and left alone" {
	record a en "Bridge closed" "$BODY_EN" >a.json
	mkdir -p c1/corpus.sqlite c2
	try add --corpus c1 a.json
	show_result
	[ "$status" -ne 0 ] && [ "$status" -lt 128 ]
	expect_one_line add "in c1"
	python3 -c 'import sqlite3; d = sqlite3.connect("c2/corpus.sqlite"); d.execute("CREATE TABLE music (id)"); d.commit()'
	sum=$(cksum <c2/corpus.sqlite)
	for command in "add a.json" stats check "search bridge"; do
		try $command --corpus c2
		expect_status 78
		expect_one_line "${command%% *}" c2
	done
	[ "$(cksum <c2/corpus.sqlite)" = "$sum" ]
}

@test "add: two at once: both get their turn, also while one waits for its input" {
	record a en "Bridge closed" "$BODY_EN" >a.json
	record b en "Bridge open" "$BODY_EN" >b.json
	mkfifo pipe
	"$ENTENTE" add - <pipe >first 3>&- &
	pid=$!
	exec 4>pipe
	cat a.json >&4
	wait_for holds $pid corpus
	try add b.json
	expect_status 0
	[ "$output" = "1 added" ]
	kill -0 $pid
	exec 4>&-
	wait $pid
	[ "$(cat first)" = "1 added" ]
	[ "$(found bridge)" = "a b" ]
	try check
	expect_status 0
}

@test "add: while another keeps the corpus, 75 says which process, and readers read" {
	record a en "Bridge closed" "$BODY_EN" >a.json
	entente add a.json
	mkfifo pipe
	# one that does not share, as a program of another version might
	python3 -c 'import fcntl, os, sys
f = open("corpus/lock", "r+")
fcntl.flock (f, fcntl.LOCK_EX)
f.truncate (); f.write ("%d keeper of all" % os.getpid ()); f.flush ()
sys.stdin.read ()' <pipe 3>&- &
	pid=$!
	exec 4>pipe
	wait_for holds $pid corpus
	try search bridge
	expect_status 0
	try check
	expect_status 0
	try add a.json
	expect_status 75
	expect_one_line add "process $pid (keeper of all)"
	exec 4>&-
	wait $pid
}

@test "add: an empty corpus is no error to make, to check or to count, and has nothing to search (66)" {
	mkdir none
	try add none
	expect_status 0
	[ "$output" = "0 added" ]
	try stats
	expect_status 0
	[[ "$output" == "0 articles"* ]]
	try check
	expect_status 0
	try index
	expect_status 0
	try search bridge
	expect_status 66
	expect_one_line search empty
	record a en "Bridge closed" "$BODY_EN" >a.json
	try related a.json
	expect_status 66
	try show a
	expect_status 66
}

@test "add: --no-index stores, search says that there is no index yet, index makes it" {
	record a en "Bridge closed" "$BODY_EN" >a.json
	try add --no-index a.json
	expect_status 0
	[ "$output" = "1 added" ]
	try search bridge
	expect_status 66
	expect_one_line search "entente index"
	try check
	expect_status 0
	[[ "$output" == *"1 change behind"*intact ]]
	try index
	expect_status 0
	[ "$output" = "1 document brought up to date" ]
	[ "$(found bridge)" = a ]
}

@test "add: SIGINT and SIGTERM stop it with 130 and lose nothing that was said to be stored" {
	for i in $(seq 40); do record "n$i" en "Bridge $i closed" "$BODY_EN Number $i."; done >many.jsonl
	for signal in INT TERM; do
		rm -rf corpus pipe; mkfifo pipe
		env --default-signal="$signal" "$ENTENTE" add - <pipe >said 2>err 3>&- &
		pid=$!
		exec 4>pipe
		cat many.jsonl >&4
		wait_for holds $pid corpus
		sleep 0.1
		kill -s "$signal" "$pid"
		cat many.jsonl >&4 2>cat.err || true # it may be gone already
		exec 4>&-
		status=0; wait "$pid" || status=$?
		[ "$status" -eq 130 ] || { cat said err; echo "status $status"; return 1; }
		said=$(sed -nE 's/^([0-9]+) added.*/\1/p' said)
		[ "$(articles)" -eq "$said" ]
		try check
		expect_status 0
		entente add many.jsonl >/dev/null
		[ "$(articles)" -eq 40 ]
	done
}

@test "add: a signal while standard input is awaited ends it at once, and what it says is stored is stored" {
	for i in $(seq 40); do record "n$i" en "Bridge $i closed" "$BODY_EN Number $i."; done >many.jsonl
	rm -rf corpus pipe; mkfifo pipe
	env --default-signal=TERM "$ENTENTE" add - <pipe >said 2>err 3>&- &
	pid=$!
	exec 4>pipe
	cat many.jsonl >&4
	wait_for holds $pid corpus
	sleep 1
	kill -s TERM "$pid"
	# Nothing more is sent and the pipe stays open: only the signal can end it.
	status=0; wait "$pid" || status=$?
	exec 4>&-
	[ "$status" -eq 130 ] || { cat said err; echo "status $status"; return 1; }
	[ ! -s err ] || { cat err; return 1; }
	[ "$(articles)" -eq "$(sed -nE 's/^([0-9]+) added.*/\1/p' said)" ]
	entente index -q
	entente check
}
