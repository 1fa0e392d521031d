"""Child processes, pipes between them, and files in the working directory."""
import pathlib
import subprocess

for name, text in {"b.txt": "pear\nfig\n", "a.txt": "apple\nfig\n"}.items():
    pathlib.Path(name).write_text(text)
names = sorted(path.name for path in pathlib.Path(".").glob("*.txt"))
first = subprocess.Popen(["cat", *names], stdout=subprocess.PIPE)
second = subprocess.run(["sort"], stdin=first.stdout, capture_output=True, text=True)
print(names, first.wait(), second.stdout.split())
result = subprocess.run("echo out; echo err >&2; exit 9", shell=True, capture_output=True, text=True)
print(result.returncode, result.stdout + result.stderr, end="")
print(subprocess.run(["sh", "-c", "kill -KILL $$"]).returncode, len(str(2**4423)))
