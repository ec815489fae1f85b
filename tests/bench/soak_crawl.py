#!/usr/bin/env python3
"""soak_crawl.py: kill -9 at random moments while `entente crawl` fetches the sample news web and a made-up site; what was
acknowledged must be there, must not be fetched again, and no host may be asked sooner than its delay, by the server's own log.

    soak_crawl.py --entente PROGRAM --server PROGRAM --web corpus/sample --work DIR [--kills N] [--pages N] [--delay S] [--seed N] [--quick]

--quick leaves out hosts that ask for a delay of their own.
Ends with status 0 and one line of figures, or with what went wrong."""
import argparse, json, os, random, re, signal, sqlite3, subprocess, sys, time

SLACK_US = 2000  # of two clocks' reading on one machine


def fail(*what):
    print("FAILED:", *what)
    sys.exit(1)


def crawl_delay(web, host):
    path = os.path.join(web, host, "robots.txt")
    asks = re.findall(r"(?im)^crawl-delay:\s*([\d.]+)", open(path).read()) if os.path.exists(path) else []
    return float(asks[0]) if asks else 0.0


class Web:
    """The test server, and what its log says."""

    def __init__(self, o, work):
        self.log = os.path.join(work, "server.log")
        pem = os.path.join(work, "web.pem")
        hosts = sorted(os.listdir(o.web))
        hosts = [h for h in hosts if os.path.isdir(os.path.join(o.web, h)) and not (o.quick and crawl_delay(o.web, h))]
        names = ",".join("DNS:" + h for h in hosts)
        self.ca = os.path.join(work, "cert.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "9", "-subj", "/CN=tests", "-addext", "subjectAltName=" + names,
                        "-keyout", pem, "-out", self.ca], check=True, stderr=subprocess.DEVNULL)
        with open(pem, "a") as f:
            f.write(open(self.ca).read())
        self.process = subprocess.Popen(
            [o.server, "--web", o.web, "--log", self.log, "--pages", str(o.pages), "http=127.0.0.1:0",
             "https=127.0.0.1:0=" + pem], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ports = {}
        for line in self.process.stdout:
            if line == "ready\n":
                break
            kind, _, port = line.split()
            ports[kind] = port
        self.options = ["--allow-private", "--cacert", self.ca, "--connect-to", ":80:127.0.0.1:" + ports["http"],
                        "--connect-to", ":443:127.0.0.1:" + ports["https"]]
        self.hosts, self.at = hosts, 0

    def requests(self):
        """Those since the last call."""
        if not os.path.exists(self.log):
            return []
        with open(self.log, "rb") as f:
            f.seek(self.at)
            data = f.read()
        data = data[:data.rfind(b"\n") + 1]
        self.at += len(data)
        return [json.loads(line) for line in data.splitlines()]


class Manners:
    """Gaps between the requests to one host, whatever process they came from."""

    def __init__(self, o):
        self.delay_us, self.last, self.least = {}, {}, float("inf")
        self.usual = int(o.delay * 1e6)
        for host in os.listdir(o.web):
            self.delay_us[host] = max(self.usual, int(crawl_delay(o.web, host) * 1e6))

    def check(self, requests):
        for r in sorted(requests, key=lambda r: r["us"]):
            host, delay = r["host"], self.delay_us.get(r["host"], self.usual)
            if r["path"] == "/robots.txt":
                delay = self.usual  # what it asks for was not acknowledged, or it is a day old
            if host not in self.last and r["path"] != "/robots.txt":
                fail("before robots.txt:", host, r["path"])
            elif host in self.last:
                gap = r["us"] - self.last[host]
                if gap < delay - SLACK_US:
                    fail("%s asked after %d ms, not %d: %s" % (host, gap / 1000, delay / 1000, r["path"]))
                self.least = min(self.least, gap - delay)
            if r["open"] > 1:
                fail("two at once on", host)
            self.last[host] = r["us"]


class Corpus:
    def __init__(self, o, web, directory):
        self.o, self.web, self.dir = o, web, directory
        self.log, self.read, self.acknowledged, self.lines = directory + ".log", 0, {}, []
        sitemaps = []
        for host in web.hosts:
            base = os.path.join(o.web, host)
            scheme = "http" if re.search(r"(?m)^http://" + re.escape(host), web.gold) else "https"
            for name in ("sitemap.xml", "sitemap.xml.gz"):
                if os.path.exists(os.path.join(base, name)):
                    sitemaps.append("%s://%s/%s" % (scheme, host, name))
        sitemaps.append("http://www.site.test/sitemap.xml")
        # another corpus knows nothing of what this one asked
        self.manners, self.done = Manners(o), set()
        self.run("source", "add", "-q", "--no-discover", "--kind", "sitemap", *sitemaps)

    def run(self, *args):
        return subprocess.run([self.o.entente, "--corpus", self.dir, *args], check=True, capture_output=True, text=True).stdout

    def crawl(self):
        return subprocess.Popen([self.o.entente, "--corpus", self.dir, "crawl", "-q", "--once", "--no-index", "--max-age", "0",
                                 "--delay", str(self.o.delay), "--log", self.log, *self.web.options],
                                stdout=subprocess.DEVNULL, stderr=open(self.dir + ".err", "a"), start_new_session=True)

    def news(self):
        """Pages acknowledged since the last call: address → line."""
        new = {}
        if os.path.exists(self.log):
            with open(self.log, "rb") as f:
                f.seek(self.read)
                data = f.read()
            data = data[:data.rfind(b"\n") + 1]
            self.read += len(data)
            for line in data.splitlines():
                r = json.loads(line)
                if r["kind"] == "page" and r["what"] not in ("later", "redirect"):
                    new[r["url"]] = r
        return new

    def sql(self, query):
        db = sqlite3.connect("file:%s/corpus.sqlite?mode=ro" % self.dir, uri=True)
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()

    def articles(self):
        return sorted(self.sql("SELECT url, title, content_hash FROM article"))

    def check_kept(self):
        """All that was acknowledged is there: its article, and its record."""
        ids = {i for i, in self.sql("SELECT id FROM article")}
        for url, r in self.acknowledged.items():
            if "article" in r and r["article"] not in ids:
                fail("lost:", url, r["article"])

    def check_archives(self):
        places = set()
        directory = os.path.join(self.dir, "warc")
        for name in sorted(os.listdir(directory)):
            if name.endswith(".warc.gz"):
                out = self.run("warc", "ls", "--format", "jsonl", os.path.join(directory, name))
                places |= {(name, r["offset"], r["url"]) for r in map(json.loads, out.splitlines()) if r["type"] in ("response", "revisit")}
        for url, r in self.acknowledged.items():
            if "warc" in r and (r["warc"], r["offset"], url) not in places:
                fail("no record of", url, "at", r["warc"], r["offset"])
        held = self.run("warc", "ls", "--format", "tsv").splitlines()
        if len(held) != len(places):
            fail("%d records, %d lines in the indexes" % (len(places), len(held)))
        return len(places)


def address(url):
    return re.sub(r"^https?://([^/]*)([^?#]*).*$", r"\1\2", url)


def main():
    a = argparse.ArgumentParser()
    for name in ("entente", "server", "web", "work"):
        a.add_argument("--" + name, required=True)
    a.add_argument("--kills", type=int, default=200)
    a.add_argument("--pages", type=int, default=2000)
    a.add_argument("--delay", type=float, default=0.02)
    a.add_argument("--longest", type=float, default=1.5)
    a.add_argument("--quick", action="store_true")
    a.add_argument("--seed", type=int, default=int(time.time()))
    o = a.parse_args()
    print("--seed %d repeats this" % o.seed)
    random.seed(o.seed)
    os.makedirs(o.work, exist_ok=True)
    web = Web.__new__(Web)
    web.gold = "\n".join(line.split("\t")[1] for line in open(os.path.join(o.web, "gold.tsv")))
    web.__init__(o, o.work)
    try:
        run(o, web)
    finally:
        web.process.stdin.close()
        web.process.wait()


def finish(corpus, web, want):
    process = corpus.crawl()
    if process.wait() not in (0, 65):
        fail("the crawl ended with", process.returncode, open(corpus.dir + ".err").read())
    settle(corpus, web)
    got = corpus.articles()
    if want is not None and got != want:
        fail("%d articles, not the %d of an undisturbed run" % (len(got), len(want)), set(got) ^ set(want))
    corpus.check_archives()
    return got


def settle(corpus, web):
    """After the crawl's end, of whatever kind: the server's log and ours agree with what was promised."""
    requests = web.requests()
    corpus.manners.check(requests)
    again = [r for r in requests if r["host"] + r["path"] in corpus.done]
    if again:
        fail("fetched again:", again[0])
    corpus.acknowledged.update(corpus.news())
    corpus.done = {address(u) for u in corpus.acknowledged}
    corpus.check_kept()
    return len(requests)


def run(o, web):
    whole = Corpus(o, web, os.path.join(o.work, "whole"))
    begun = time.time()
    want = finish(whole, web, None)
    print("undisturbed: %d articles in %.1f s" % (len(want), time.time() - begun))
    kills = requests = corpora = 0
    least = whole.manners.least
    corpus = None
    while kills < o.kills:
        if corpus is None:
            corpora += 1
            corpus = Corpus(o, web, os.path.join(o.work, "corpus%d" % corpora))
        process = corpus.crawl()
        try:
            process.wait(random.uniform(0.02, o.longest))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
        time.sleep(0.02)  # what was on its way to the server
        requests += settle(corpus, web)
        least = min(least, corpus.manners.least)
        if process.returncode in (0, 65):
            finish(corpus, web, want)
            corpus = None
        elif process.returncode != -signal.SIGKILL:
            fail("the crawl ended with", process.returncode, open(corpus.dir + ".err").read())
    if corpus:
        finish(corpus, web, want)
    print("%d kills in %d corpora: %d requests; nothing acknowledged lost, nothing of it fetched again; the same %d articles; no host asked before its delay (least to spare %.1f ms)"
          % (kills, corpora, requests, len(want), least / 1000))


main()
