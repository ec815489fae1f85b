#!/usr/bin/env python3
"""How well `entente related` does on the sample news web: eval_sample.py ENTENTE CORPUS GOLD.TSV

Every article is asked about; what is answered is a link. Prints precision and recall of the linked pairs, across languages and
within one, and BCubed of the events that the links connect and of the stories. Lists every wrong and missed pair."""
import collections, csv, json, os, subprocess, sys

entente, corpus, gold_path = sys.argv[1:4]


def run(*args):
    done = subprocess.run([entente, "--corpus", corpus, *args], capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(f"entente {' '.join(args)}: {done.stderr.strip()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


root = os.path.realpath(os.path.dirname(gold_path))
gold = {os.path.join(root, row["path"]): row for row in csv.DictReader(open(gold_path, encoding="utf-8"), delimiter="\t")}
articles = {}  # id -> gold row
for hit in run("search", "*", "--copies", "--limit", "10000", "--format", "jsonl"):
    file = run("show", hit["id"], "--format", "jsonl")[0]["provenance"]["file"]
    if file in gold:
        articles[hit["id"]] = gold[file]
missing = [row["path"] for row in gold.values() if row not in articles.values()]
print(f"{len(articles)} of {len(gold)} articles of the gold are in the corpus")
for path in missing:
    print("  not in it:", path)

links = {}
for article in articles:
    for answer in run("related", article, "--format", "jsonl", "--limit", "100"):
        if answer["id"] in articles:
            pair = tuple(sorted((article, answer["id"])))
            links[pair] = max(links.get(pair, 0), answer["probability"])


def event(article):
    return articles[article]["event"]


def language(article):
    return articles[article]["language"]


ids = sorted(articles)
truth = {(a, b) for i, a in enumerate(ids) for b in ids[i + 1:] if event(a) == event(b)}
for name, wanted in (("across languages", True), ("within one", False)):
    kind = lambda pair: (language(pair[0]) != language(pair[1])) == wanted
    said, true = {p for p in links if kind(p)}, {p for p in truth if kind(p)}
    right = len(said & true)
    print(f"{name}: precision {right}/{len(said)} = {right / max(1, len(said)):.3f}, "
          f"recall {right}/{len(true)} = {right / max(1, len(true)):.3f}")

cluster = {a: a for a in ids}


def find(a):
    while cluster[a] != a:
        a = cluster[a]
    return a


for a, b in links:
    cluster[find(a)] = find(b)
def bcubed(name, group_of):
    members, events = collections.defaultdict(set), collections.defaultdict(set)
    for a in ids:
        members[group_of(a)].add(a)
        events[event(a)].add(a)
    shared = {a: len(members[group_of(a)] & events[event(a)]) for a in ids}
    precision = sum(shared[a] / len(members[group_of(a)]) for a in ids) / max(1, len(ids))
    recall = sum(shared[a] / len(events[event(a)]) for a in ids) / max(1, len(ids))
    print(f"BCubed of {name}: precision {precision:.3f}, recall {recall:.3f}, "
          f"F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}")


stories = {a: row["id"] for row in run("stories", "--members", "--format", "jsonl") for a in row["members"]}
bcubed("what links connect", find)
bcubed("stories", lambda a: stories.get(a, a))
for pair in sorted(set(links) - truth, key=links.get, reverse=True):
    print(f"  wrong  {links[pair]:.2f}  {articles[pair[0]]['path'][:70]}  {articles[pair[1]]['path'][:70]}")
for pair in sorted(truth - set(links)):
    print(f"  missed       {articles[pair[0]]['path'][:70]}  {articles[pair[1]]['path'][:70]}")
