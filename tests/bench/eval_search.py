"""eval_search.py run                  JSON Lines of search --batch as QID TAB ID TAB SCORE
eval_search.py titles DIR              DIR/docs.jsonl with the full query of each document as its title
eval_search.py own DIR RUN RUN         mean reciprocal rank of each query's own document, by length of query"""
import collections
import json
import sys


def run():
    for line in sys.stdin:
        hit = json.loads(line)
        print(hit["qid"], hit["id"], repr(hit["score"]), sep="\t")


def queries(folder):
    with open(folder + "/queries.tsv", encoding="utf8") as rows:
        next(rows)
        for row in rows:
            yield row.rstrip("\n").split("\t")


def titles(folder):
    title = {q[0].rsplit(".", 1)[0]: q[5] for q in queries(folder) if q[3] == "full"}
    for line in open(folder + "/docs.jsonl", encoding="utf8"):
        doc = json.loads(line)
        doc["title"] = title.get(doc["id"])
        print(json.dumps(doc, ensure_ascii=False))


def own(folder, *paths):
    length = {q[0]: q[3] for q in queries(folder)}
    for name in ("full", "k3", "k2"):
        row = []
        for path in paths:
            ranked = collections.defaultdict(list)
            for line in open(path, encoding="utf8"):
                qid, doc, score = line.rstrip("\n").split("\t")
                ranked[qid].append((float(score), doc))
            total = found = 0
            for qid in length:
                if length[qid] != name:
                    continue
                total += 1
                mine = [score for score, doc in ranked[qid] if doc == qid.rsplit(".", 1)[0]]
                if mine:  # ties share their ranks
                    above = sum(score > mine[0] for score, doc in ranked[qid])
                    same = sum(score == mine[0] for score, doc in ranked[qid])
                    found += 1 / (above + (same + 1) / 2)
            row.append(found / total)
        print(f"{name:5s}MRR " + "  ".join(f"{value:.3f}" for value in row))


{"run": run, "titles": titles, "own": own}[sys.argv[1]](*sys.argv[2:])
