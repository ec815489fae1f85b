#!/bin/sh
# eval_extraction.sh ENTENTE DATA BUILD: extract the pages of DATA and score them beside the peers' answers there.
# DATA holds pages/ID.html.gz, gold.jsonl, score.py and peers/NAME.jsonl.gz.
set -eu
entente=$1 data=$2 out=$3/eval-extraction
[ -f "$data/gold.jsonl" ] || { echo "no $data/gold.jsonl: say where with DATA=dir" >&2; exit 1; }
mkdir -p "$out"
python3 - "$data" > "$out/list.jsonl" <<'PY'
import json, sys
for line in open(sys.argv[1] + '/gold.jsonl', encoding='utf-8'):
    g = json.loads(line)
    print(json.dumps({'id': g['id'], 'path': '%s/pages/%s.html.gz' % (sys.argv[1], g['id']), 'url': g['url']}))
PY
# A page that gives no article counts as an empty answer.
"$entente" extract --batch "$out/list.jsonl" > "$out/records.jsonl" || [ $? -eq 65 ]
python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    print(json.dumps({"id": r["id"], "title": r["title"], "text": r["text"], "date": r["date_published"],
                      "author": "; ".join(r["authors"] or []) or None}))
' < "$out/records.jsonl" > "$out/pred.jsonl"
# The rows and columns that the peers' figures have.
show() { python3 "$data/score.py" --gold "$data/gold.jsonl" --pred "$1" --by lang,bench | grep -E '^(ALL|lang:(fr|en)|bench:article-extraction-benchmark) ' |
	awk -v who="$2" '{printf "%-14s %-36s F1 %s P %s R %s snippets %s title %s/%s date %s (of answers %s) author %s/%s\n", who, $1, $4, $5, $6, $11, $13, $14, $16, $17, $19, $20}'; }
for peer in "$data"/peers/*.jsonl.gz; do
	name=$(basename "$peer" .jsonl.gz)
	gzip -dc "$peer" > "$out/$name.jsonl"
	show "$out/$name.jsonl" "$name"
done
show "$out/pred.jsonl" entente
