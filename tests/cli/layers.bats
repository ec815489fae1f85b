#!/usr/bin/env bats
# The source's own rules: which folder may include which, and where the libraries' headers may stand.

load helper

# Includes written in $1's files: FILE:"HEADER" a line, outside comments' lines.
includes () { grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*["<]' $(find "$1" -name '*.[ch]' -o -name '*.cc') /dev/null; }

@test "layers: shim < corpus < indexer < search: nothing includes what stands to its right" {
	right=
	for folder in search indexer corpus shim; do
		if [ -n "$right" ]; then
			run bash -c "$(declare -f includes); includes $folder | grep -E '\"($right)/'"
			[ -z "$output" ] || { echo "$output"; return 1; }
		fi
		right=${right:+$right|}$folder
	done
}

@test "layers: our headers are named from the top, and are there" {
	for folder in shim corpus indexer search; do
		includes "$folder" | sed -nE 's/^([^:]+:[0-9]+):[^"]*"([^"]+)".*/\1 \2/p' | while read -r at header; do
			[ -f "$header" ] || { echo "$at: no $header"; exit 1; }
		done
	done
}

# No file but those that match $2 may include what matches $1.
only_in () {
	run bash -c "$(declare -f includes); for f in ${3:-shim corpus indexer search}; do includes \$f; done | grep -E '$1' | grep -vE '$2'"
	[ -z "$output" ] || { echo "$output"; return 1; }
}

@test "layers: Xapian only in shim/xap*, ICU and CLD2 only in shim/" {
	only_in '[<"]xapian(\.h|/)' '^shim/xap' 'shim corpus indexer search tests'
	only_in '[<"]unicode/' '^shim/'
	only_in '[<"](cld2|compact_lang_det)' '^shim/'
	# … and they are there: the patterns above look for the right thing.
	grep -rqE '<xapian\.h>' shim/
	grep -rqE '<unicode/' shim/
}

@test "layers: C++ only in shim/" {
	run find corpus indexer search -name '*.cc' -o -name '*.cpp' -o -name '*.hh'
	[ -z "$output" ]
}

@test "layers: only commands print or exit" {
	run grep -nE '(^|[^a-z_])(printf|puts|putchar|perror|exit|abort) ?\(' \
		$(find shim corpus indexer search -name '*.c' -o -name '*.cc' | grep -vE '/cmd[_.]|^search/main\.c')
	[ -z "$output" ] || { echo "$output"; return 1; }
}
