#!/usr/bin/env python3
"""bench_crawl_hostile.py: what servers that misbehave take from those that do not: a crawl of good hosts alone, and of the same among hosts that are
silent, drip, send without end, bombs, broken framing and the rest of tests/server/case*.c.

    bench_crawl_hostile.py --entente PROGRAM --server PROGRAM --work DIR [--hosts N] [--each N] [--delay S] [--rounds N]

Pages a second of the good hosts, by the server's log, from their first request to their last, alone and among the hostile in turn, and the ratio.
Ends with status 1 when the ratio of the medians is under .9."""
import argparse, json, os, shutil, statistics, subprocess, sys

BAD = """silent drip-head drip-body close reset endless bomb-gzip bomb-deflate bomb-br bomb-zstd nested length-huge length-long length-short heads-many
head-long cookies chunk-bad chunk-huge both nul-status nul-header bare-lf http09 version9 status099 status999 no-reason interim interim-endless
body204 body304 alone304 odd-header self onward wait-hour wait-minus jpeg deep wide long-text robots-silent robots-endless robots-503
soft404 calendar""".split()


def crawl(o, name, hostile):
    work = os.path.join(o.work, name)
    os.makedirs(work)
    log = os.path.join(work, "server.log")
    server = subprocess.Popen([o.server, "--log", log, "http=0.0.0.0:0", "case=0.0.0.0:0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    good_port, bad_port = (server.stdout.readline().split()[2] for _ in range(2))
    bad = [n + ".case.test" for n in BAD] if hostile else []
    good = ["g%d.site.test" % n for n in range(o.hosts)]
    # An address each: curl counts the connections to an address that it was told to use, not to a name.
    rules = ["%s:80:127.0.%d.%d:%s" % (host, net, n + 1, port)
             for net, hosts, port in ((1, good, good_port), (2, bad, bad_port)) for n, host in enumerate(hosts)]
    with open(work + "/urls", "w") as f:
        for n in range(o.each):
            f.writelines("http://%s/page/%d.html\n" % (host, n) for host in bad)
            f.writelines("http://%s/page/%d.html\n" % (host, n) for host in good)
    done = subprocess.run([o.entente, "--corpus", work + "/corpus", "crawl", "-q", "--no-index", "--allow-private", "--delay", str(o.delay),
                           "--timeout", "10", "--concurrency", str(o.concurrency), "--max-time", "%ds" % (o.each * o.delay * 2 + 10), "--input", work + "/urls",
                           *(word for rule in rules for word in ("--connect-to", rule))], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server.stdin.close()
    server.wait(10)
    if done.returncode not in (0, 65):
        sys.exit("bench-crawl-hostile: the crawl ended with %d" % done.returncode)
    times = [r["us"] for r in map(json.loads, open(log)) if r["host"].endswith(".site.test") and r["path"].startswith("/page/")]
    if len(times) != o.hosts * o.each:
        sys.exit("bench-crawl-hostile: %d of %d good pages were asked for" % (len(times), o.hosts * o.each))
    shutil.rmtree(work)
    return len(times) / ((max(times) - min(times)) / 1e6)


def main():
    a = argparse.ArgumentParser()
    for name in ("entente", "server", "work"):
        a.add_argument("--" + name, required=True)
    for name, n in (("hosts", 40), ("each", 15), ("rounds", 3), ("concurrency", 64)):
        a.add_argument("--" + name, type=int, default=n)
    a.add_argument("--delay", type=float, default=1)
    o = a.parse_args()
    shutil.rmtree(o.work, ignore_errors=True)
    alone, among = [], []
    for n in range(o.rounds):
        alone.append(crawl(o, "alone%d" % n, False))
        among.append(crawl(o, "among%d" % n, True))
    ratio = statistics.median(among) / statistics.median(alone)
    print("%d good hosts, %g s between requests: %s pages a second alone, %s among %d hostile hosts: %.2f of it"
          % (o.hosts, o.delay, " ".join("%.1f" % x for x in alone), " ".join("%.1f" % x for x in among), len(BAD), ratio))
    sys.exit(ratio < 0.9)


main()
