# bench_index.py DIR: articles on standard input (JSON Lines) into DIR: articles.jsonl for entente; fr.dump and en.dump for
# Omega's scriptindex ("field=line", further lines of a field begin with "=", a blank line between records).
import calendar
import json
import os
import sys
import time


def omega(record, day):
    fields = [("id", record["id"]), ("title", record["title"]), ("text", record["text"]), ("lang", record["language"])]
    if day:
        fields.append(("date", str(calendar.timegm(time.strptime(day, "%Y-%m-%d")))))
    return "".join(f"{name}=" + value.replace("\n", "\n=") + "\n" for name, value in fields) + "\n"


def main(directory):
    count = size = 0
    dumps = {code: open(os.path.join(directory, code + ".dump"), "w", encoding="utf-8") for code in ("fr", "en")}
    with open(os.path.join(directory, "articles.jsonl"), "w", encoding="utf-8") as articles:
        for line in sys.stdin:
            source = json.loads(line)
            if source["lang"] not in dumps:
                continue
            day = source.get("date")
            record = {"id": str(source["id"]), "title": source["title"], "text": source["text"],
                      "language": source["lang"], "date_published": day}
            articles.write(json.dumps(record, ensure_ascii=False) + "\n")
            dumps[record["language"]].write(omega(record, day))
            count += 1
            size += len(record["title"].encode()) + len(record["text"].encode())
    for dump in dumps.values():
        dump.close()
    for name, number in (("count", count), ("bytes", size)):
        with open(os.path.join(directory, name), "w", encoding="ascii") as out:
            print(number, file=out)


main(sys.argv[1])
