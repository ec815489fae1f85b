"""soak_search.py PROGRAM MINUTES: see soak_search.sh."""
import json
import subprocess
import sys
import threading
import time

program, seconds = sys.argv[1], float(sys.argv[2]) * 60
ended = time.monotonic() + seconds
commits = 0
failures = []


def write():
    global commits
    while time.monotonic() < ended:
        begun = time.monotonic()
        article = {"id": f"soak{commits}", "language": "en", "title": f"Ferry number {commits}",
                   "text": f"The soaking ferry number {commits} sails between Dover and Calais at {begun}."}
        done = subprocess.run([program, "add", "-q", "-"], input=json.dumps(article), text=True, capture_output=True)
        if done.returncode:
            failures.append("add: " + done.stderr)
            return
        commits += 1
        time.sleep(max(0, 1 - (time.monotonic() - begun)))


writer = threading.Thread(target=write)
writer.start()
# One long process: its reader goes stale again and again.
reader = subprocess.Popen([program, "search", "--batch", "-", "-n", "10000"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, bufsize=1)
answers, most = 0, 0
while time.monotonic() < ended and not failures and reader.poll() is None:
    # The second query has one answer, so that its line says that the first is complete.
    reader.stdin.write(f"q{answers}\tsoaking ferry\nend{answers}\tid:soak0\n")
    reader.stdin.flush()
    found = 0
    while commits:
        line = reader.stdout.readline()
        if not line:
            break
        hit = json.loads(line)
        if hit["qid"] == f"end{answers}":
            break
        found += hit["qid"] == f"q{answers}"
    answers += 1
    if commits:
        if found < most:
            failures.append(f"answer {answers}: {found} articles, {most} before")
        most = found
    else:
        time.sleep(0.1)
reader.stdin.close()
errors = reader.stderr.read()
if reader.wait() not in (0, 1) or errors:
    failures.append(f"search: status {reader.returncode}: {errors}")
writer.join()
print(f"{answers} answers beside {commits} commits, the last with {most} articles: {len(failures)} failed")
for failure in failures:
    print(failure)
sys.exit(bool(failures))
