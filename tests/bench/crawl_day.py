#!/usr/bin/env python3
"""crawl_day.py: `entente crawl --follow` over sites that publish every so many seconds, by a clock that is put forward whenever the crawl
would wait: a day passes in seconds. By the server's log: each source is asked as it deserves, all that is published is fetched, no host is
asked before its delay.

    crawl_day.py --entente PROGRAM --server PROGRAM --work DIR [--hours N] [--delay S]

Prints a line a source; ends with status 0, or with what went wrong."""
import argparse, json, os, statistics, subprocess, sys, time

PERIODS = [300, 900, 3600, 14400, 43200, 10 ** 9]  # seconds between two articles; the last is silent


def main():
    a = argparse.ArgumentParser()
    for name in ("entente", "server", "work"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--hours", type=int, default=24)
    a.add_argument("--delay", type=float, default=2)
    o = a.parse_args()
    os.makedirs(o.work)
    clock, log = os.path.join(o.work, "clock"), os.path.join(o.work, "server.log")
    server = subprocess.Popen([o.server, "--log", log, "--clock", clock, "http=127.0.0.1:0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = server.stdout.readline().split()[2]
    entente = [o.entente, "--corpus", os.path.join(o.work, "corpus")]
    feeds = ["http://p%d.live.test/feed.xml" % p for p in PERIODS]
    subprocess.run(entente + ["source", "add", "-q", "--no-discover", "--kind", "feed", *feeds], check=True, stdout=subprocess.DEVNULL)
    begun = time.time()
    done = subprocess.run(entente + ["crawl", "-q", "--follow", "--max-time", "%dh" % o.hours, "--delay", str(o.delay), "--no-index",
                                     "--allow-private", "--connect-to", ":80:127.0.0.1:" + port],
                          env=dict(os.environ, ENTENTE_TEST_CLOCK=clock))
    seconds = time.time() - begun
    server.stdin.close()
    server.wait()
    if done.returncode not in (0, 65):
        sys.exit("FAILED: the crawl ended with %d" % done.returncode)
    judge(o, [json.loads(line) for line in open(log)], seconds)


def judge(o, requests, seconds):
    first, last, wrong, polls = requests[0]["us"], {}, [], {}
    for r in requests:
        gap = r["us"] - last.get(r["host"], -10 ** 18)
        if gap < o.delay * 1e6 - 2000:
            wrong.append("%s asked after %.3f s: %s" % (r["host"], gap / 1e6, r["path"]))
        last[r["host"]] = r["us"]
    for period in PERIODS:
        mine = [r for r in requests if r["host"] == "p%d.live.test" % period]
        feeds = [r for r in mine if r["path"] == "/feed.xml"]
        pages = [int(r["path"][6:-5]) for r in mine if r["path"].startswith("/page/")]
        late = [r["us"] / 1e6 - int(r["path"][6:-5]) * period for r in mine if r["path"].startswith("/page/") and r["us"] > first + 3600e6]
        robots = [r for r in mine if r["path"] == "/robots.txt"]
        polls[period] = len(feeds)
        print("every %10d s: asked %3d times (%d: not changed), %3d pages, found after %s s in the median"
              % (period, len(feeds), sum(r["status"] == 304 for r in feeds), len(pages), "%.0f" % statistics.median(late) if late else "-"))
        if len(set(pages)) != len(pages):
            wrong.append("pages of p%d fetched twice" % period)
        # all that was published after the first look, but for the last hour, or the time between two of its articles
        end = first / 1e6 + o.hours * 3600 - max(3600, period)
        want = set(range(int(first / 1e6 / period) + 1, int(end / period) + 1))
        if not want <= set(pages):
            wrong.append("p%d: %d pages missed" % (period, len(want - set(pages))))
        if len(robots) != 1 + (o.hours > 24):
            wrong.append("p%d: robots.txt asked %d times" % (period, len(robots)))
    if not polls[300] > polls[3600] > polls[10 ** 9]:
        wrong.append("the busy are not asked more often than the silent")
    if max(polls.values()) > o.hours * 12 + 1:
        wrong.append("a source is asked more than every five minutes")
    if polls[10 ** 9] > o.hours + 2:
        wrong.append("a silent source is asked more than every hour")
    if wrong:
        sys.exit("FAILED: " + "\n  ".join(wrong))
    print("%d hours in %.1f s: %d requests, none before its host's delay of %g s" % (o.hours, seconds, len(requests), o.delay))


main()
