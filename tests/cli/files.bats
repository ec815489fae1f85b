#!/usr/bin/env bats
# What is opened and connected to while hostile files are read, by the kernel's account: nothing that they name.

load helper

# Every way that a document has to name another, which is $1. What may be followed for a link, as an address of the web, is $2.
write_hostile () { # $3 prefix of the files
	local doctype="<!DOCTYPE x [<!ENTITY e SYSTEM \"$1\"><!ENTITY % p SYSTEM \"$1\"> %p;]>" item="<item><title>t&e;</title><link>http://files.test/page/1.html</link></item>"
	printf '<?xml version="1.0"?>%s<rss version="2.0"><channel><title>t</title>%s</channel></rss>' "$doctype" "$item" >"$3-entity.xml"
	printf '<!DOCTYPE rss SYSTEM "%s"><rss version="2.0"><channel><title>t</title>%s</channel></rss>' "$1" "$item" >"$3-dtd.xml"
	printf '<!DOCTYPE rss PUBLIC "-//x//y" "%s"><?xml-stylesheet type="text/xsl" href="%s"?><rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>t</title><xi:include href="%s" parse="text"/>%s</channel></rss>' \
		"$1" "$1" "$1" "$item" >"$3-include.xml"
	printf '%s<feed xmlns="http://www.w3.org/2005/Atom" xmlns:xi="http://www.w3.org/2001/XInclude" xml:base="%s"><title>t</title><entry><id>1</id><content src="%s"/><link href="a"/><xi:include href="%s"/></entry></feed>' \
		"$doctype" "$2" "$2" "$1" >"$3-atom.xml"
	printf '%s<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x %s"><url><loc>%s</loc></url></urlset>' "$doctype" "$1" "$2" >"$3-map.xml"
	printf '%s<opml version="2.0"><body><outline text="t" type="rss" xmlUrl="http://files.test/feed.xml&e;"/></body></opml>' "$doctype" >"$3-list.opml"
	printf '%s<html xmlns="http://www.w3.org/1999/xhtml"><head><base href="%s"/><title>t&e;</title><link rel="stylesheet" href="%s"/><link rel="canonical" href="%s"/></head><body><iframe src="%s"/><object data="%s"/><img src="%s"/><p>&e; text</p></body></html>' \
		"$doctype" "$2" "$1" "$2" "$1" "$1" "$1" >"$3-page.html"
}

setup () {
	command -v strace >/dev/null || skip "no strace here"
	FUZZ=$PWD/tests/fuzz/corpus
	cd "$BATS_TEST_TMPDIR"
	strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"
	mkdir -p web/files.test hostile
	echo secret >secret
	write_hostile "file://$PWD/secret" "file://$PWD/secret" hostile/file
	write_hostile "$PWD/secret" "$PWD/secret" hostile/path
	write_hostile "http://127.0.0.1:9/secret" "http://files.test/" hostile/net
	for kind in feed sitemap opml page links; do
		for f in "$FUZZ/$kind"/*; do [ ! -f "$f" ] || cp "$f" "hostile/fuzz-$kind-$(basename "$f" | tr -c 'a-zA-Z0-9.-' _)"; done
	done
	cp hostile/* web/files.test/
	start_server --web web --log server.log --pages 3 http=127.0.0.1:0
}
teardown () { stop_server; }

# Trace a command into $1.
traced () { local to=$1; shift; strace -f -qq -s 400 -e trace=open,openat,openat2,creat,connect,execve,stat,newfstatat,access,readlink -o "$to" "$@" >out 2>err || true; }
# What of trace $1 was looked at or opened: paths, and ports that were connected to.
touched () {
	sed -nE -e 's/^[0-9]+ +(open|openat|openat2|creat|stat|newfstatat|access|readlink|execve)\((AT_FDCWD, )?"([^"]*)".*/\3/p' \
		-e 's/^.* connect\(.*sin6?_port=htons\(([0-9]+)\).*/port \1/p' "$1" | sed "s#^$PWD/##" | sort -u
}
# What trace $1 touched that a harmless run ($2) did not, and that is none of its own files ($3: an expression).
strange () { comm -23 <(touched "$1") <(touched "$2") | grep -vE "$3" || true; }

@test "files: feeds, sitemaps and pages open nothing that they name, and connect to nobody" {
	to=(--allow-private --no-index --delay 0 --max-age 0 --max-time 10s --connect-to ":80:127.0.0.1:$port")
	entente --corpus tame source add -q --no-discover --kind feed http://www.site.test/feed.xml http://www.site.test/nothing https://nowhere.invalid/feed >/dev/null
	entente --corpus tame source add -q --no-discover --kind sitemap http://www.site.test/sitemap.xml >/dev/null
	traced tame.trace "$ENTENTE" --corpus tame crawl "${to[@]}"
	[ "$(sqlite3 tame/corpus.sqlite 'SELECT count(*) FROM article')" -eq 3 ]
	for kind in feed sitemap page; do
		(cd hostile && printf 'http://files.test/%s\n' *) >urls
		# the same address cannot be followed as three kinds of source
		sed "s#files.test#$kind.files.test#" urls >"urls.$kind"
		cp -r web/files.test "web/$kind.files.test"
		entente --corpus wild source add -q --no-discover --kind $kind "urls.$kind" >/dev/null
	done
	traced wild.trace "$ENTENTE" --corpus wild crawl "${to[@]}" --depth 1
	cat out err
	[ "$(grep -c '"path":"/file-' server.log)" -ge 20 ]
	# names of temporary files and numbers of threads differ from run to run
	run strange wild.trace tame.trace "^(wild(/|\$)|tame(/|\$)|/proc/(self|[0-9]+)/|port $port\$|/usr/(lib|share)/|/lib/|/etc/(ssl|localtime)|/sys/)"
	[ -z "$output" ] || { echo "strange: $output"; return 1; }
	! grep -q -e 'secret"' -e 'htons(9)' wild.trace
	! sqlite3 wild/corpus.sqlite .dump | grep -q '^.*INTO article.*secret$'
}

@test "files: lists, saved feeds and pages that are given as files open nothing that they name" {
	cp hostile/file-list.opml tame.opml
	printf '<opml version="2.0"><body><outline text="t" type="rss" xmlUrl="http://files.test/feed.xml"/></body></opml>' >tame.opml
	printf '<html><title>t</title><p>text</html>' >tame.html
	traced tame.trace "$ENTENTE" --corpus tame source add --no-discover tame.opml
	traced wild.trace "$ENTENTE" --corpus wild source add --no-discover hostile/*.opml hostile/*.xml hostile/fuzz-feed-* hostile/fuzz-opml-*
	run strange wild.trace tame.trace "^(wild(/|\$)|hostile/|tame|/proc/(self|[0-9]+)/|/usr/(lib|share)/|/lib/|/etc/localtime)"
	[ -z "$output" ] || { echo "strange: $output"; return 1; }
	! grep -q 'secret"' wild.trace
	traced tame.trace "$ENTENTE" extract tame.html
	traced wild.trace "$ENTENTE" extract hostile/*.html hostile/fuzz-page-*
	run strange wild.trace tame.trace "^(hostile/|tame|/proc/(self|[0-9]+)/|/usr/(lib|share)/|/lib/|/etc/localtime)"
	[ -z "$output" ] || { echo "strange: $output"; return 1; }
	! grep -q 'secret"' wild.trace
}
