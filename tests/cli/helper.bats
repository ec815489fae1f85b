#!/usr/bin/env bats
# The tests' own machinery: what does not come is a failure that says so, not a test that hangs.

load helper

setup () { cd "$BATS_TEST_TMPDIR"; }
teardown () { stop_server; }

@test "helper: a server that does not start fails the test that wants it" {
	SERVER=/bin/false
	run start_server http=127.0.0.1:0
	[ "$status" -eq 1 ]
	[[ "$output" == *"the test server ended"* ]]
	SERVER=$PWD/none
	run start_server http=127.0.0.1:0
	[ "$status" -eq 1 ]
	[[ "$output" == *"no test server at"* ]]
}

@test "helper: nothing is left of the hostile servers when one does not start" {
	unshare=(unshare -nm); [ "$(id -u)" -eq 0 ] || unshare=(unshare -rnm)
	"${unshare[@]}" -pf true 2>/dev/null || skip "no namespaces here"
	: >names
	: >urls
	SERVER=/bin/false run timeout 20 "${unshare[@]}" -pf --kill-child "$BATS_TEST_DIRNAME/hostile.sh" "$PWD"
	echo "$output"
	[ "$status" -eq 1 ]
	[[ "$output" == *"the test server did not start"* ]]
}
