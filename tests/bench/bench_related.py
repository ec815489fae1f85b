"""bench_related.py PROGRAM CORPUS: CPU milliseconds of whole processes over a linked corpus: the floor (version), related, why, related of a file that
the corpus does not have, and adding: one article, and one more of several at once. Each added article stays in CORPUS."""
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile

ASKED = 40
ADDED = 12
AT_ONCE = 20
program, corpus = sys.argv[1:]


def cpu_ms(*arguments):
    """User and system time of one run, its output thrown away."""
    nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    pid = os.posix_spawn(program, [program, *arguments], os.environ, file_actions=[nowhere])
    _, status, used = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"bench_related: {' '.join(arguments)} failed")
    return 1e3 * (used.ru_utime + used.ru_stime)


def show(what, times):
    times = sorted(times)
    print(f"{what:<52} median {statistics.median(times):6.1f} ms   p90 {times[int(len(times) * .9)]:6.1f} ms   of {len(times)}")


def ask(*arguments):
    return cpu_ms(arguments[0], "--corpus", corpus, "-q", *arguments[1:])


store = sqlite3.connect(f"file:{corpus}/corpus.sqlite?mode=ro", uri=True)
count, links, likely = (store.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("article", "link", "link WHERE probability >= 0.2"))
rows = store.execute("SELECT id, title, text, language, date_published FROM article WHERE docid % ? = 7 ORDER BY docid LIMIT ?",
                     (count // (ASKED + 1), ASKED)).fetchall()
step = max(1, likely // (ASKED + 1))
pairs = store.execute("SELECT x.id, y.id FROM (SELECT a, b, row_number() OVER () AS n FROM link WHERE probability >= 0.2) l"
                      " JOIN article x ON x.docid = l.a JOIN article y ON y.docid = l.b WHERE n % ? = 1 LIMIT ?", (step, ASKED)).fetchall()
store.close()
print(f"{count} articles, {links} links; CPU of a whole process")
show("version: what a process takes to start", [cpu_ms("version") for _ in range(ASKED)])
show("related ID, of a linked article", [ask("related", row[0]) for row in rows])
show("why A B, of a linked pair", [ask("why", *pair) for pair in pairs])

with tempfile.TemporaryDirectory() as scratch:
    def write(name, articles):
        path = os.path.join(scratch, name)
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(article) + "\n" for article in articles)
        return path

    def other(row, mark):
        """Another report of it, as far as words go."""
        _, title, text, language, date = row
        return {"id": f"{os.getpid()}-{mark}", "title": f"{title} {mark}", "text": " ".join(text.split()[5:]), "language": language,
                "date_published": date}

    show("related FILE, not in the corpus", [ask("related", write("file.json", [other(row, "x")])) for row in rows])
    one = [ask("add", write("one.jsonl", [other(row, f"one{i}")])) for i, row in enumerate(rows[:ADDED])]
    show("add, one article", one)
    several = [ask("add", write("some.jsonl", [other(row, f"some{turn}-{i}") for i, row in enumerate(rows[turn::2][:AT_ONCE])]))
               for turn in range(2)]
    show(f"add, one more of {AT_ONCE} at once", [(time - statistics.median(one)) / (AT_ONCE - 1) for time in several])
