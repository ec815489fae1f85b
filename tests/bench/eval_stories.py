#!/usr/bin/env python3
"""How good the stories are, and whether the order of arrival matters: eval_stories.py ENTENTE SCRATCH GOLD… [--orders N]

Each GOLD folder has docs.jsonl (id, lang, task), clusters.tsv (id, event) and links.tsv (id_fr, id_en); tasks of whole translations are
left out. All go into one corpus. Prints BCubed of the articles of two-language events, task by task, as score_links.py has it: what
else stands in their stories counts against precision. With --orders the articles come N more times, shuffled, in seven parts and a
small one, so that what the last adds is too little for all to be judged anew."""
import argparse, collections, json, os, random, shutil, subprocess, sys

TRANSLATED = {"ntrex", "pud", "debnews", "dpn", "dsa"}
PARTS = 7


def read(folders):
    lines, task, event, linked = {}, {}, {}, collections.defaultdict(set)
    for folder in folders:
        for line in open(os.path.join(folder, "docs.jsonl"), encoding="utf-8"):
            doc = json.loads(line)
            if doc["task"] not in TRANSLATED:
                lines[doc["id"]], task[doc["id"]] = line, doc["task"]
        for line in open(os.path.join(folder, "clusters.tsv"), encoding="utf-8"):
            fields = line.rstrip("\n").split("\t")
            event[fields[0]] = fields[1]
        for line in open(os.path.join(folder, "links.tsv"), encoding="utf-8"):
            fr, en = line.rstrip("\n").split("\t")[:2]
            if fr in task:
                linked[task[fr]].add(event[fr])
    return lines, task, event, linked


def run(*args):
    done = subprocess.run(args, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(f"{' '.join(args)}: {done.stderr.strip()}")
    return done.stdout


def stories(entente, scratch, parts):
    corpus = os.path.join(scratch, "corpus")
    shutil.rmtree(corpus, ignore_errors=True)
    for i, part in enumerate(parts):
        path = os.path.join(scratch, f"part{i}.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(part)
        run(entente, "--corpus", corpus, "add", "-q", path)
    out = run(entente, "--corpus", corpus, "stories", "-q", "--min-size", "1", "--members", "--format", "tsv")
    return dict(line.split("\t") for line in out.splitlines())


def bcubed(story, task, event, linked):
    scores = {}
    for name in sorted(linked):
        ids = [i for i in task if task[i] == name and i in event]
        system, gold = collections.defaultdict(set), collections.defaultdict(set)
        for i in ids:
            system[story.get(i, i)].add(i)
            gold[event[i]].add(i)
        wanted = [i for i in ids if event[i] in linked[name]]
        precision = recall = 0
        for i in wanted:
            right = len(system[story.get(i, i)] & gold[event[i]])
            precision += right / len(system[story.get(i, i)]) / len(wanted)
            recall += right / len(gold[event[i]]) / len(wanted)
        scores[name] = (precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
    return scores


def main():
    options = argparse.ArgumentParser()
    options.add_argument("entente")
    options.add_argument("scratch")
    options.add_argument("gold", nargs="+")
    options.add_argument("--orders", type=int, default=0)
    o = options.parse_args()
    lines, task, event, linked = read(o.gold)
    os.makedirs(o.scratch, exist_ok=True)
    first = bcubed(stories(o.entente, o.scratch, [lines.values()]), task, event, linked)
    print(f"{'BCubed of two-language events':32}   P     R     F1")
    for name, (p, r, f) in first.items():
        print(f"{name:32} {p:.3f} {r:.3f} {f:.3f}")
    spread = collections.defaultdict(list)
    for seed in range(o.orders):
        order = list(lines.values())
        random.Random(seed).shuffle(order)
        most = len(order) * 19 // 20
        parts = [order[k:most:PARTS] for k in range(PARTS)] + [order[most:]]
        for name, (_, _, f) in bcubed(stories(o.entente, o.scratch, parts), task, event, linked).items():
            spread[name].append(f)
    for name, fs in spread.items():
        fs.append(first[name][2])
        print(f"{name:32} F1 of {len(fs)} orders {min(fs):.3f} to {max(fs):.3f}, spread {max(fs) - min(fs):.3f}")


main()
