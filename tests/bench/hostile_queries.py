"""hostile_queries.py PROGRAM CORPUS FILE…   each query of the files ({"id", "query"} a line) asked of a whole process, in both languages.

Prints how the processes ended, the longest (in CPU seconds: a busy machine is no fault of a query) and the one that took most
memory. Fails when one died of a signal, took over 2 seconds or 256 MB, or ended otherwise than a search does: answered (0, 1) or
refused (2) with a line that says why."""
import collections
import json
import os
import subprocess
import sys

SECONDS, MEGABYTES = 2, 256
program, corpus, *files = sys.argv[1:]
ends, failures = collections.Counter(), []
longest, largest = (0, ""), (0, "")
for path in files:
    for line in open(path, encoding="utf8"):
        row = json.loads(line)
        query = row["query"].replace("\0", "\ufffd").encode("utf8", "surrogatepass")  # no argument has a NUL
        child = subprocess.Popen([program, "--corpus", corpus, "search", "--", query], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        took, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        child.returncode = os.waitstatus_to_exitcode(status)
        ends[child.returncode] += 1
        longest, largest = max(longest, (took, row["id"])), max(largest, (memory, row["id"]))
        if child.returncode < 0 or took > SECONDS or memory > MEGABYTES or child.returncode > 2 or (child.returncode == 2 and not said.strip()):
            failures.append(f"{row['id']}: status {child.returncode}, {took:.2f} s, {memory:.0f} MB: {query!r}")
print(f"{sum(ends.values())} queries; exit statuses " + ", ".join(f"{s}: {n}" for s, n in sorted(ends.items())))
print(f"longest {longest[0]:.3f} s ({longest[1]}), most memory {largest[0]:.0f} MB ({largest[1]}); {len(failures)} failed")
print("\n".join(failures[:20]))
sys.exit(bool(failures))
