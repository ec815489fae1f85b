"""bench_search.py make COPIES < articles.jsonl > more.jsonl   so many articles of each, by a fixed recipe: the article itself, and
                                                    its second half before the first half of the one 7919, 15838, … places on
bench_search.py fts FILE < more.jsonl               the same texts as a table of SQLite's FTS5
bench_search.py lines < more.jsonl                  the same texts, each a line behind its language and a tab
bench_search.py cold RUNS PROGRAM ARGUMENT…         median milliseconds of a whole process, its output read"""
import json
import sqlite3
import statistics
import subprocess
import sys
import time

STRIDE = 7919


def make(copies):
    groups = {}
    for line in sys.stdin:
        article = json.loads(line)
        groups.setdefault(article["lang"], []).append(article)
    number = 0
    for lang, articles in sorted(groups.items()):
        for k in range(int(copies)):
            for i, article in enumerate(articles):
                text, title = article["text"], article["title"]
                if k:
                    other = articles[(i + k * STRIDE) % len(articles)]
                    text = text[len(text) // 2:] + " " + other["text"][: len(other["text"]) // 2]
                    title = other["title"]
                number += 1
                print(json.dumps({"id": f"b{number}", "title": title, "text": text, "language": lang,
                                  "date_published": article["date"], "domain": f"site{i % 97}.example"}, ensure_ascii=False))


def fts(path):
    db = sqlite3.connect(path)
    db.execute("CREATE VIRTUAL TABLE t USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 2')")
    db.executemany("INSERT INTO t (rowid, title, text) VALUES (?, ?, ?)",
                   ((n, a["title"], a["text"]) for n, a in enumerate(map(json.loads, sys.stdin), 1)))
    db.execute("INSERT INTO t (t) VALUES ('optimize')")
    db.commit()


def lines():
    for article in map(json.loads, sys.stdin):
        print(article["language"], " ".join(f"{article['title']} {article['text']}".split()), sep="\t")


def cold(runs, *command):
    took = []
    for _ in range(int(runs)):
        begun = time.perf_counter()
        subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        took.append((time.perf_counter() - begun) * 1000)
    print(f"{statistics.median(took):.1f} ms (of {runs}: {min(took):.1f} to {max(took):.1f})")


{"make": make, "fts": fts, "lines": lines, "cold": cold}[sys.argv[1]](*sys.argv[2:])
