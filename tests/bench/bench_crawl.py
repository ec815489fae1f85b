#!/usr/bin/env python3
"""bench_crawl.py: the CPU that a page costs: fetched and kept as WARC, beside wget2 that only saves it; the whole way to a stored
article, beside libxml2's bare parse; and what memory a crawl of many hosts takes. All in one run, from nginx and a server on loopback.

    bench_crawl.py --entente PROGRAM --server PROGRAM --work DIR [--pages N] [--bytes N] [--hosts N] [--each N]"""
import argparse, glob, os, resource, shutil, signal, socket, subprocess, sys, time

NGINX = """daemon off; worker_processes 1; error_log %(dir)s/error.log; pid %(dir)s/pid;
events { worker_connections 1024; }
http { access_log off; client_body_temp_path %(dir)s/t1; proxy_temp_path %(dir)s/t2; fastcgi_temp_path %(dir)s/t3;
	uwsgi_temp_path %(dir)s/t4; scgi_temp_path %(dir)s/t5; keepalive_requests 100000;
	types { text/html html; application/xml xml; text/plain txt; }
	gzip_static on;
	server { listen 127.0.0.1:%(html)d; root %(dir)s/site; }
	server { listen 127.0.0.1:%(bytes)d; root %(dir)s/site; location /page/ { types {} default_type application/pdf; } }
	server { listen 127.0.0.1:%(plain)d; root %(dir)s/site; gzip_static off; location /page/ { types {} default_type application/pdf; } } }
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu(args, **more):
    """CPU seconds of a program, wall seconds, its peak memory in MB."""
    begun = time.time()
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 65):
        sys.exit("bench-crawl: %s ended with %d" % (args[0], os.waitstatus_to_exitcode(status)))
    return usage.ru_utime + usage.ru_stime, time.time() - begun, usage.ru_maxrss / 1024


def crawl(o, name, port, sitemaps, *more):
    corpus = os.path.join(o.work, name)
    shutil.rmtree(corpus, ignore_errors=True)
    listing = corpus + ".txt"
    with open(listing, "w") as f:
        f.write("".join(s + "\n" for s in sitemaps))
    subprocess.run([o.entente, "--corpus", corpus, "source", "add", "-q", "--no-discover", "--kind", "sitemap", listing], check=True, stdout=subprocess.DEVNULL)
    return [o.entente, "--corpus", corpus, "crawl", "-q", "--once", "--no-index", "--max-age", "0", "--delay", "0", "--per-host", "8",
            "--allow-private", "--connect-to", ":80:127.0.0.1:%d" % port, *more], corpus


def count(o, corpus, what):
    return int(subprocess.run(["sqlite3", corpus + "/corpus.sqlite", what], check=True, capture_output=True, text=True).stdout)


def speed(o):
    site = os.path.join(o.work, "site")
    subprocess.run([o.server, "--write", site, "--pages", str(o.pages), "--page-bytes", str(o.bytes)], check=True)
    pages = glob.glob(site + "/page/*.html")
    total = sum(os.path.getsize(p) for p in pages)
    subprocess.run(["sh", "-c", "find '%s/page' -name '*.html' | xargs -n 500 gzip -k -6" % site], check=True)
    packed = sum(os.path.getsize(p + ".gz") for p in pages)
    print("%d pages, %.1f KB each, %.1f KB as gzip, from nginx on loopback" % (len(pages), total / len(pages) / 1000, packed / len(pages) / 1000))
    ports = {"dir": o.work, "html": free_port(), "bytes": free_port(), "plain": free_port()}
    with open(o.work + "/nginx.conf", "w") as f:
        f.write(NGINX % ports)
    nginx = subprocess.Popen(["nginx", "-c", o.work + "/nginx.conf", "-e", o.work + "/error.log"])
    try:
        time.sleep(1)
        for port in ("html", "plain"):
            with open(o.work + "/urls." + port, "w") as f:
                f.writelines("http://127.0.0.1:%d/page/%d.html\n" % (ports[port], n) for n in range(o.pages))
        sitemap = ["http://www.site.test/sitemap.xml"]
        plain, _ = crawl(o, "plain", ports["plain"], sitemap)
        keep, corpus = crawl(o, "keep", ports["bytes"], sitemap)
        whole, stored = crawl(o, "whole", ports["html"], sitemap)
        wget2 = ["wget2", "-q", "-P", o.work + "/wget2", "-x", "-i"]
        runs = [
            ("wget2, pages sent as they are, to files", wget2 + [o.work + "/urls.plain"]),
            ("entente, the same to WARC", plain),
            ("wget2, pages sent as gzip, to files", wget2 + [o.work + "/urls.html"]),
            ("entente, the same to WARC", keep),
            ("libxml2's bare parse (xmllint)", ["sh", "-c", "find '%s/page' -name '*.html' | xargs -n 2000 xmllint --html --recover --noout" % site]),
            ("entente, the whole way to stored articles", whole),
        ]
        ms = []
        for name, args in runs:
            used, wall, mib = cpu(args)
            ms.append(used / o.pages * 1000)
            print("%-46s %6.3f ms CPU a page  %6.1f s  %5.0f MB" % (name, ms[-1], wall, mib))
        saved = sum(len(files) for _, _, files in os.walk(o.work + "/wget2"))
        print("fetched and kept, beside wget2 (at most 1.5)   %6.2f as they are, %.2f as gzip" % (ms[1] / ms[0], ms[3] / ms[2]))
        print("whole way less that, beside the parse (1.5)    %6.2f" % ((ms[5] - ms[3]) / ms[4]))
        print("%d files of wget2, %d pages kept, %d articles stored" % (saved, count(o, corpus, "SELECT count(*) FROM crawl_url WHERE state = 1"),
                                                                       count(o, stored, "SELECT count(*) FROM article")))
    finally:
        nginx.send_signal(signal.SIGTERM)
        nginx.wait()


def memory(o):
    """The course of memory over many hosts: their pages and robots.txt, whatever name they are asked by, are the same files."""
    site = os.path.join(o.work, "site")
    subprocess.run([o.server, "--write", site, "--pages", str(o.each), "--page-bytes", "2000"], check=True)
    ports = {"dir": o.work, "html": free_port(), "bytes": free_port(), "plain": free_port()}
    with open(o.work + "/nginx.conf", "w") as f:
        f.write(NGINX % ports)
    corpus, urls = o.work + "/many", o.work + "/many.txt"
    with open(urls, "w") as f:
        f.writelines("http://h%d.test/page/%d.html\n" % (h, n) for n in range(o.each) for h in range(o.hosts))
    nginx = subprocess.Popen(["nginx", "-c", o.work + "/nginx.conf", "-e", o.work + "/error.log"])
    time.sleep(1)
    begun = time.time()
    process = subprocess.Popen([o.entente, "--corpus", corpus, "crawl", "--once", "--no-index", "--delay", "0", "--allow-private",
                                "--connect-to", ":80:127.0.0.1:%d" % ports["plain"], "--input", urls],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    course = []
    while process.poll() is None:
        try:
            lines = open("/proc/%d/status" % process.pid).read().split("\n")
            course.append(next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")))
        except (OSError, StopIteration):
            pass
        time.sleep(0.5)
    nginx.send_signal(signal.SIGTERM)
    nginx.wait()
    done = count(o, corpus, "SELECT count(*) FROM crawl_url WHERE state = 1")
    at = [course[min(int(len(course) * f), len(course) - 1)] for f in (0.1, 0.25, 0.5, 0.75, 0.99)]
    print("%d URLs of %d hosts in %.0f s: memory %s MB (after 10, 25, 50, 75, 99 %% of the time), at most %.0f MB"
          % (done, o.hosts, time.time() - begun, " ".join("%.0f" % m for m in at), max(course)))


def main():
    a = argparse.ArgumentParser()
    for name in ("entente", "server", "work"):
        a.add_argument("--" + name, required=True)
    for name, n in (("pages", 20000), ("bytes", 60000), ("hosts", 2000), ("each", 50)):
        a.add_argument("--" + name, type=int, default=n)
    o = a.parse_args()
    shutil.rmtree(o.work, ignore_errors=True)
    os.makedirs(o.work)
    if o.pages:
        speed(o)
    if o.hosts:
        memory(o)


main()
