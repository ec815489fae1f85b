#!/usr/bin/env bats
# entente completion: what a shell offers, from the script that the program writes of its own tables.

load helper

setup_file () { entente completion bash >"$BATS_FILE_TMPDIR/script"; }
setup () { cd "$BATS_TEST_TMPDIR"; }

# What bash offers for the last of the words $1…, sorted, on one line, a space in one as _. It breaks words at "=" before it asks.
offers () {
	bash --norc -c '. "$1"; shift; COMP_WORDS=(entente "$@"); COMP_CWORD=$#; _entente; printf "%s\n" "${COMPREPLY[@]// /_}"' \
		- "$BATS_FILE_TMPDIR/script" "$@" | sort | tr '\n' ' ' | sed 's/ $//'
}

@test "completion: commands, their first words, their options, wherever the corpus is named" {
	[ "$(offers sea)" = search ]
	[ "$(offers '')" = "$(entente help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | sort | tr '\n' ' ' | sed 's/ $//')" ]
	[ "$(offers lexicon '')" = "add build remove show stats train" ]
	[ "$(offers lexicon show '')" = "" ]
	[ "$(offers help wh)" = "why why-copy" ]
	[ "$(offers search --fa)" = --facets ]
	[ "$(offers --corpus dir compare --fu)" = --full ]
	[ "$(offers --corpus = dir compare --fu)" = --full ]
	[ "$(offers add --facets)" = "" ]
}

@test "completion: values: formats of the command, languages, files" {
	[ "$(offers compare --format '')" = "html json md text" ]
	[ "$(offers search --format = js)" = "json jsonl" ]
	[ "$(offers search --format =)" = "json jsonl text tsv" ]
	[ "$(offers search x --lang '')" = "en fr" ]
	[ "$(offers search --limit '')" = "" ]
	mkdir articles
	touch "one two.txt"
	[ "$(offers related on)" = "one_two.txt" ]
	[ "$(offers crawl --input on)" = "one_two.txt" ]
	[ "$(offers --corpus art)" = articles ]
	[ "$(offers search on)" = "" ]
}

@test "completion: every option of every --help is offered" {
	for command in $(entente help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
		entente "$command" --help | sed -n '/^Application Options/,$p;/^Common options/,$p' | grep -oE '^  (-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u >helped
		echo "$(offers "$command" --)" | tr ' ' '\n' >offered
		diff helped offered || { echo "$command"; return 1; }
	done
}

@test "completion: an unknown shell is refused; zsh takes the same script; it is installed" {
	try completion fish
	expect_status 2
	entente completion zsh | diff - "$BATS_FILE_TMPDIR/script"
	make -C "$BATS_TEST_DIRNAME/../.." -s B="$B" install DESTDIR="$PWD/root" PREFIX=/usr
	diff "$BATS_FILE_TMPDIR/script" root/usr/share/bash-completion/completions/entente
	command -v zsh >/dev/null || skip "no zsh"
	zsh -n "$BATS_FILE_TMPDIR/script"
}
