#!/usr/bin/env bats
# Every example of every --help, of the manual and of README.md is run as it stands: where the sample is the corpus, and the files that
# they name are there.

load helper

setup_file () {
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/corpus
	local dir=$BATS_FILE_TMPDIR/files www=$PWD/corpus/sample
	mkdir -p "$dir/articles" "$dir/build"
	entente add -q "$www"/*.example
	cp "$www"/www.lemeridien.example/culture/article/2026/03/29/honfleur-*.html "$dir/page.html"
	cd "$dir"
	ln -s "$ENTENTE" build/entente
	entente extract page.html --format text >articles/one.txt
	cp articles/one.txt french.txt
	entente show bc733dfdd239cd9c --format jsonl | python3 -c 'import json, sys; a = json.load(sys.stdin); print(a["title"], a["text"], sep="\n\n")' >english.txt
	record more en "Crab season opens early" "Fishermen on the northern coast began landing crab on Monday." 2026-05-04 | gzip >more.jsonl.gz
	cp more.jsonl.gz pages.jsonl.gz
	python3 - page.html <<-'END' >news.warc.gz
	import gzip, sys
	body = open(sys.argv[1], "rb").read()
	http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
	head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1\r\nWARC-Date: 2026-10-01T10:00:00Z\r\n"
	head += "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
	head += "Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(http)
	sys.stdout.buffer.write(gzip.compress(head.encode() + http + b"\r\n\r\n"))
	END
}

# Each example has a corpus of its own: some write into it.
setup () {
	HERE=$PWD
	cp -r "$BATS_FILE_TMPDIR/corpus" "$BATS_FILE_TMPDIR/files" "$BATS_TEST_TMPDIR/"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus
	cd "$BATS_TEST_TMPDIR/files"
}

# Run the lines of standard input. What wants the network is not run; nothing is learnt of sites with so few pages.
run_examples () {
	local line status count=0 bad=
	while IFS= read -r line; do
		case $line in *"entente crawl "* | *"entente source add "*) continue ;; esac
		status=0
		eval "$line" >out 2>err </dev/null || status=$?
		[ "$line" != "entente furniture list" ] || [ "$status" -ne 1 ] || status=0
		[ "$status" -eq 0 ] && { [ -s out ] || [[ "$line" == *" add "* || "$line" == *" > "* || "$line" == *"entente link" || "$line" == *"entente index" || "$line" == *--export* ]]; } ||
			bad+="$line: status $status, $(head -c 300 err)"$'\n'
		count=$((count + 1))
	done
	echo "$bad"
	[ -z "$bad" ] && [ "$count" -ge "$1" ]
}

@test "examples: those of every --help" {
	for command in $(entente help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
		entente "$command" --help | sed -n '/^Example:/,/^$/s/^  \(entente .*\)/\1/p' | grep . || echo "entente $command has no example"
	done >examples
	grep -q '^entente search ' examples
	entente help | sed -n '/^Example:/,$s/^  \(entente .*\)/\1/p' >>examples
	! grep 'has no example' examples
	run_examples 20 <examples
}

@test "examples: those of the manual" {
	sed -n '/^.Sh EXAMPLES/,/^.Sh SEE/s/^\.Dl //p' "$HERE/man/entente.1" | sed 's/\\(dq/"/g' >examples
	run_examples 10 <examples
}

@test "examples: those of the README" {
	sed -n '/^Then with your own articles/,/^`make install/s/^    \(build\/entente .*\)/\1/p' "$HERE/README.md" >examples
	run_examples 5 <examples
}

@test "examples: every option that the manual names is one of the command's" {
	man -l "$HERE/man/entente.1" >/dev/null 2>&1 || skip "no man"
	local bad=
	MANWIDTH=200 MANPAGER=cat MAN_KEEP_FORMATTING= man -l "$HERE/man/entente.1" 2>/dev/null | col -b >manual
	for command in $(entente help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
		entente "$command" --help >help
		# The paragraphs of this command, rendered: an option of another's would be named with it.
		awk -v c="$command" '/^[A-Z]/ { on = 0 } /^     [a-z]/ { on = ($1 == c) } on' manual |
			grep -oE -- '--[a-z-]+' | sort -u >named || true
		while read -r option; do
			grep -q -- "$option" help || bad+="$command $option"$'\n'
		done <named
		while read -r option; do
			grep -qF -- "$option" named || bad+="$command $option: not in the manual"$'\n'
		done < <(sed -n '/^Application Options/,$p' help | grep -oE -- '--[a-z-]+')
	done
	echo "$bad"
	[ -z "$bad" ]
}

@test "examples: help for a command, whatever comes before it" {
	expected=$(entente search --help)
	[ "$(entente help search)" = "$expected" ]
	[ "$(entente --corpus /nowhere help search)" = "$expected" ]
	try --corpus /nowhere help nonesuch
	expect_status 2
	[[ "$stderr" == *"unknown command 'nonesuch'"* ]]
}

@test "examples: every --help stands in 80 columns" {
	for command in $(entente help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
		entente "$command" --help
	done >help
	entente help >>help
	awk '{ print }' help | while IFS= read -r line; do [ "${#line}" -le 80 ] || printf '%s\n' "$line"; done >wide
	cat wide
	[ ! -s wide ]
}
