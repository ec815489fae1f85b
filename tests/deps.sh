#!/bin/sh
# deps.sh build|check|lexicon|bench|server: install the Debian packages of that set that are missing. Quiet when none is.
set -eu
build="gcc g++ make pkg-config libxapian-dev libicu-dev libxml2-dev libcurl4-openssl-dev libsqlite3-dev
libglib2.0-dev libjansson-dev libcld2-dev libpsl-dev libzip-dev zlib1g-dev libbrotli-dev libzstd-dev
libdeflate-dev nettle-dev libjemalloc-dev"
lexicon="libgeonames-common unicode-cldr-core"
for pair in fra-bul eng-bul fra-ell ell-fra ell-eng fra-fin fin-fra fin-eng eng-fin \
	fra-jpn jpn-fra jpn-eng eng-jpn fra-pol pol-fra pol-eng; do
	lexicon="$lexicon dict-freedict-$pair"
done
server="libmicrohttpd-dev openssl"
check="$server perl bats python3 sqlite3 procps man-db util-linux iproute2 strace"
bench="xapian-omega python3 time xz-utils nginx-light wget2 libxml2-utils sqlite3 linux-perf"
case ${1:-} in
build) want=$build ;;
lexicon) want=$lexicon ;;
check) want="$build $lexicon $check" ;;
bench) want="$bench" ;;
server) want="$server" ;;
*) echo "usage: deps.sh build|check|lexicon|bench|server" >&2; exit 2 ;;
esac

# Parts of one parallel make must not run dpkg at once: the second waits, and finds everything there.
if command -v flock >/dev/null 2>&1 && [ -z "${ENTENTE_DEPS_LOCKED:-}" ]; then
	ENTENTE_DEPS_LOCKED=1 exec flock "${TMPDIR:-/tmp}/entente-deps.$(id -u).lock" "$0" "$@"
fi

command -v dpkg-query >/dev/null 2>&1 || exit 0 # not Debian: the compiler will say what is missing
missing=
for p in $want; do
	case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null) in
	*"install ok installed"*) ;;
	*) missing="$missing $p" ;;
	esac
done
[ -n "$missing" ] || exit 0
echo "Installing from Debian:$missing" >&2
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq >&2 || true
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
