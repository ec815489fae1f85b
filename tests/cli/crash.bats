#!/usr/bin/env bats
# What must survive: kill -9 at any moment, a full disk, damaged files, readers beside a writer.
#
# KILLS=50 kills so many times; CRASH_DOCS=FILE.jsonl takes other documents (make soak-kill does both); CRASH_SEED repeats a run.

load helper

CHUNK=50

setup_file () {
	export DOCS=$BATS_FILE_TMPDIR/docs.jsonl SOURCE_DATE_EPOCH=1717200000
	if [ -n "${CRASH_DOCS-}" ]; then cp "$CRASH_DOCS" "$DOCS"; else make_documents 300 >"$DOCS"; fi
	mkdir "$BATS_FILE_TMPDIR/chunks"
	split -l $CHUNK -d -a 4 --additional-suffix=.jsonl "$DOCS" "$BATS_FILE_TMPDIR/chunks/"
	sed -E 's/^.*"id": ?"([^"]*)".*$/\1/' "$DOCS" >"$BATS_FILE_TMPDIR/ids"
	# An undisturbed run, to compare with and to know how long it takes.
	export ENTENTE_CORPUS=$BATS_FILE_TMPDIR/whole
	local from=$(date +%s%3N)
	for f in "$BATS_FILE_TMPDIR"/chunks/*; do entente add "$f" >/dev/null; done
	echo $(($(date +%s%3N) - from)) >"$BATS_FILE_TMPDIR/ms"
	answers >"$BATS_FILE_TMPDIR/answers"
	stories >"$BATS_FILE_TMPDIR/stories"
}

setup () {
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/corpus SOURCE_DATE_EPOCH=1717200000
	CHUNKS=("$BATS_FILE_TMPDIR"/chunks/*)
}

# All that a corpus answers: its articles, and what a few searches find. Stories are compared apart, by stories().
answers () {
	xargs -d '\n' "$ENTENTE" show --format jsonl -- <"$BATS_FILE_TMPDIR/ids" | sed -E 's/"provenance":\{[^}]*\}//; s/"story":("[^"]*"|null)//' | cksum
	for query in 'title:story' 'lang:fr' 'date:2024-05-03' government ministre "$(sed -nE '7s/^.*"title": ?"([^"\\]*).*$/\1/p' "$DOCS")"; do
		echo "$query"
		entente search -q -n 50 --format tsv -- "$query" | cut -f 2,4-8 || true
	done
}

# Which articles report one event, a line for each, once everything is judged anew. How sure a pair is hangs on what else the corpus
# has, and until it has grown by a tenth what was judged stays: a kill decides how much was there when an article was judged.
stories () {
	entente link -q --rebuild
	entente stories --members --format tsv | awk -F '\t' '{ of[$2] = of[$2] " " $1 } END { for (story in of) print of[story] }' | sort
}

# After a kill: the corpus is sound and has all that was said to be stored.
sound () {
	local said
	said=$(sed -nE 's/^([0-9]+) added.*/\1/p' "$BATS_TEST_TMPDIR/said" | awk '{ n += $1 } END { print n + 0 }')
	if [ ! -e "$ENTENTE_CORPUS/corpus.sqlite" ]; then [ "$said" -eq 0 ]; return; fi
	try check
	[ "$status" -eq 0 ] || { # killed before there was a corpus at all
		[ "$status" -eq 66 ] && [ "$said" -eq 0 ] || { show_result; return 1; }
		return 0
	}
	if [ "$said" -gt 0 ]; then
		head -n "$said" "$BATS_FILE_TMPDIR/ids" | xargs -d '\n' "$ENTENTE" show --format jsonl -- >/dev/null
	fi
}

complete () {
	for f in "${CHUNKS[@]}"; do entente add "$f" >/dev/null; done
	try check
	expect_status 0
	[ "$output" = intact ] || { show_result; return 1; }
	answers | diff "$BATS_FILE_TMPDIR/answers" -
	try link
	[[ "$output" == "0 articles linked, "* ]] || { show_result; return 1; }
	stories | diff "$BATS_FILE_TMPDIR/stories" -
}

@test "crash: kill -9 during add and index, at random moments" {
	RANDOM=${CRASH_SEED:-$((SECONDS + $$))}
	echo "CRASH_SEED=$RANDOM repeats this"
	local ms=$(cat "$BATS_FILE_TMPDIR/ms") kills=${KILLS:-8} round=0
	while [ $round -lt "$kills" ]; do
		rm -rf "$ENTENTE_CORPUS"
		# Two kills in one corpus: the second finds what the first left.
		for _ in 1 2; do
			kill_after "for f in ${CHUNKS[*]}; do '$ENTENTE' add \$f || exit; done" $((RANDOM % (ms + ms / 8)))
			sound
			round=$((round + 1))
		done
		complete
	done
}

@test "crash: a kill that lets the last article come alone" {
	head -n -1 "$DOCS" >"$BATS_TEST_TMPDIR/most.jsonl"
	entente add -q "$BATS_TEST_TMPDIR/most.jsonl"
	complete
}

@test "crash: kill -9 while the index is made anew: the old one answers, and is left whole" {
	cp -r "$BATS_FILE_TMPDIR/whole" "$ENTENTE_CORPUS"
	local from=$(date +%s%3N) ms rounds=$((${KILLS:-8} / 2))
	entente index --rebuild
	ms=$(($(date +%s%3N) - from))
	RANDOM=${CRASH_SEED:-$((SECONDS + $$))}
	echo "CRASH_SEED=$RANDOM repeats this"
	for _ in $(seq "$rounds"); do
		for way in --rebuild '--rebuild --jobs 2' --compact; do
			kill_after "'$ENTENTE' index $way" $((RANDOM % ms))
		done
		try check
		expect_status 0
		[ "$output" = intact ]
	done
	answers | diff "$BATS_FILE_TMPDIR/answers" -
	# What the killed ones left lies about no longer than to the next that is not.
	entente index --rebuild --jobs 2
	[ "$(ls -d "$ENTENTE_CORPUS"/index/{gen,part}-* 2>/dev/null | wc -l)" -eq 1 ]
	answers | diff "$BATS_FILE_TMPDIR/answers" -
}

@test "crash: readers beside a writer never fail" {
	entente add "${CHUNKS[0]}" >/dev/null
	printf '' >"$BATS_TEST_TMPDIR/failures"
	(
		for f in "${CHUNKS[@]:1:4}"; do "$ENTENTE" add "$f" >/dev/null || echo "add $f: $?" >>"$BATS_TEST_TMPDIR/failures"; done
		"$ENTENTE" index --rebuild >/dev/null || echo "rebuild: $?" >>"$BATS_TEST_TMPDIR/failures"
		touch "$BATS_TEST_TMPDIR/done"
	) 3>&- &
	writer=$!
	searches=0
	while [ ! -e "$BATS_TEST_TMPDIR/done" ] && [ $searches -lt 2000 ]; do
		for args in "search title:story -n 50 --json -q" "related doc3 --min-probability 0 --json" "show doc3" "stats"; do
			status=0
			"$ENTENTE" $args >/dev/null 2>"$BATS_TEST_TMPDIR/err" || status=$?
			[ "$status" -le 1 ] || { echo "$args: $status: $(cat "$BATS_TEST_TMPDIR/err")" >>"$BATS_TEST_TMPDIR/failures"; }
			searches=$((searches + 1))
		done
	done
	wait $writer
	cat "$BATS_TEST_TMPDIR/failures"
	[ ! -s "$BATS_TEST_TMPDIR/failures" ]
	[ "$searches" -ge 8 ]
	try check
	expect_status 0
}

@test "crash: a disk that is full: one line, 74, what was stored is whole, and it goes on when there is room" {
	[ "$(id -u)" -eq 0 ] || skip "only root can make a small disk"
	mkdir "$BATS_TEST_TMPDIR/disk"
	mount -t tmpfs -o size=1500k none "$BATS_TEST_TMPDIR/disk" 2>/dev/null || skip "no small disk can be made here"
	export ENTENTE_CORPUS=$BATS_TEST_TMPDIR/disk/corpus
	full=0 added=0
	for f in "${CHUNKS[@]}"; do
		try add "$f"
		[ "$status" -ne 0 ] || { added=$((added + CHUNK)); continue; }
		full=1
		break
	done
	[ "$full" -eq 1 ]
	expect_status 74
	expect_one_line add ""
	[[ "$output" != *added* ]] || added=$((added + CHUNK))
	[ "$added" -eq 0 ] || head -n "$added" "$BATS_FILE_TMPDIR/ids" | xargs -d '\n' "$ENTENTE" show --format jsonl -- >/dev/null
	try check
	expect_status 0
	mount -o remount,size=100m "$BATS_TEST_TMPDIR/disk"
	complete
}

@test "crash: a limit on the size of files is a full disk" {
	entente add "${CHUNKS[0]}" >/dev/null
	run --separate-stderr bash -c "ulimit -f 300; '$ENTENTE' add ${CHUNKS[*]}"
	expect_status 74
	expect_one_line add ""
	try check
	expect_status 0
	complete
}

teardown () { ! mountpoint -q "$BATS_TEST_TMPDIR/disk" 2>/dev/null || umount "$BATS_TEST_TMPDIR/disk"; }

# Every command, on a corpus that is damaged: ends in order, with status $1 or any of $2…, and one line.
answers_damage () {
	for command in "search title:story" "related doc3" "show doc3" stats check index "add ${CHUNKS[0]}"; do
		try $command
		local ok= want
		for want in "$@"; do [ "$status" -ne "$want" ] || ok=1; done
		[ -n "$ok" ] || { echo "$command:"; show_result; return 1; }
		[ "$status" -le 1 ] || [ "$(grep -c . <<<"$stderr")" -eq 1 ] || { echo "$command:"; show_result; return 1; }
	done
}

@test "crash: a damaged store is told with 76, never a crash, and is not written to" {
	entente add "${CHUNKS[0]}" >/dev/null
	cp -r "$ENTENTE_CORPUS" "$BATS_TEST_TMPDIR/good"
	size=$(stat -c %s "$ENTENTE_CORPUS/corpus.sqlite")
	damage () { rm -rf "$ENTENTE_CORPUS"; cp -r "$BATS_TEST_TMPDIR/good" "$ENTENTE_CORPUS"; "$@"; }
	overwrite () { head -c "$2" /dev/zero | tr '\0' "${3:-X}" | dd of="$ENTENTE_CORPUS/corpus.sqlite" bs=1 seek="$1" conv=notrunc status=none; }
	# The head: no command can do anything.
	for how in "overwrite 0 100" "overwrite 0 4096" "truncate -s 50 $ENTENTE_CORPUS/corpus.sqlite"; do
		damage $how
		answers_damage 76
		try check
		expect_one_line check damaged
	done
	# Anywhere else: commands that do not come across it may work, check finds it.
	for how in "truncate -s $((size / 2)) $ENTENTE_CORPUS/corpus.sqlite" "overwrite $((size / 2)) 20000" "overwrite 4096 4096"; do
		damage $how
		answers_damage 0 1 76
		try check
		expect_status 76
	done
}

@test "crash: an emptied store is no corpus that answers" {
	entente add "${CHUNKS[0]}" >/dev/null
	: >"$ENTENTE_CORPUS/corpus.sqlite"
	rm -f "$ENTENTE_CORPUS"/corpus.sqlite-*
	for command in "search title:story" check stats "show doc3"; do
		try $command
		[ "$status" -ge 66 ] && [ "$status" -lt 128 ] || { show_result; return 1; }
	done
}

@test "crash: a damaged index is told with 76 and the command that mends it, and index --rebuild mends it" {
	for f in "${CHUNKS[@]:0:2}"; do entente add "$f" >/dev/null; done
	cp -r "$ENTENTE_CORPUS" "$BATS_TEST_TMPDIR/good"
	entente search -q title:story -n 100 --format tsv >"$BATS_TEST_TMPDIR/found"
	for hows in postlist.glass:"empty half zeros gone" docdata.glass:half termlist.glass:zeros position.glass:gone iamglass:"empty gone"; do
		file=${hows%%:*}
		for how in ${hows#*:}; do
			rm -rf "$ENTENTE_CORPUS"
			cp -r "$BATS_TEST_TMPDIR/good" "$ENTENTE_CORPUS"
			path=$(echo "$ENTENTE_CORPUS"/index/gen-*/$file)
			[ -e "$path" ] || continue
			case $how in
			empty) : >"$path" ;;
			half) truncate -s $(($(stat -c %s "$path") / 2)) "$path" ;;
			zeros) head -c "$(stat -c %s "$path")" /dev/zero >"$path.new" && mv "$path.new" "$path" ;;
			gone) rm "$path" ;;
			esac
			try check
			[ "$status" -eq 76 ] || { echo "$file $how:"; show_result; return 1; }
			[[ "$output$stderr" == *"entente index --rebuild"* ]]
			for command in "search title:story" "related doc3" "add ${CHUNKS[2]}"; do
				try $command
				[ "$status" -eq 76 ] || [ "$status" -le 1 ] || { echo "$file $how: $command:"; show_result; return 1; }
				[ "$status" -ne 76 ] || [[ "$stderr" == *"entente index --rebuild"* ]] || { echo "$file $how: $command:"; show_result; return 1; }
			done
			try index --rebuild
			[ "$status" -eq 0 ] || { echo "$file $how:"; show_result; return 1; }
			try check
			expect_status 0
			[ "$(entente search -q title:story --copies -n 1000 --format jsonl | wc -l)" -eq $((3 * CHUNK)) ]
		done
	done
}

@test "crash: index/ may be deleted, its stub too" {
	entente add "${CHUNKS[0]}" >/dev/null
	entente search -q title:story -n 100 --format tsv >"$BATS_TEST_TMPDIR/found"
	for what in index index/XAPIANDB 'index/gen-1'; do
		rm -rf "${ENTENTE_CORPUS:?}"/$what
		try search title:story
		[ "$status" -eq 66 ] || [ "$status" -eq 76 ]
		[[ "$stderr" == *"entente index"* ]] || { show_result; return 1; }
		try show doc3
		expect_status 0
		# What the message says is what helps.
		if [[ "$stderr" == *--rebuild* || $what == */gen-1 ]]; then entente index --rebuild; else entente index; fi
		entente search -q title:story -n 100 --format tsv | diff "$BATS_TEST_TMPDIR/found" -
		try check
		expect_status 0
	done
}

@test "crash: a store of a later schema is refused with 78, and left alone" {
	entente add "${CHUNKS[0]}" >/dev/null
	python3 - "$ENTENTE_CORPUS/corpus.sqlite" <<-'END'
	import sqlite3, sys
	d = sqlite3.connect(sys.argv[1])
	d.execute("PRAGMA user_version = 9999")
	d.commit()
	END
	for command in "search title:story" check stats "add ${CHUNKS[0]}"; do
		try $command
		expect_status 78
		expect_one_line "${command%% *}" ""
	done
}
