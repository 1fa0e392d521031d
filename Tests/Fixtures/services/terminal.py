"""Runs a command in a terminal of 30 rows and 100 columns, types into it, and prints what it shows: terminal.py COMMAND...

Standard input has a line `wait TEXT` or `type TEXT` each; `size ROWS COLUMNS` changes the window. The exit code is the
command's own.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

pid, master = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])


def resize(rows, columns):
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


resize(30, 100)
shown = b""


def read(patience):
    """Whether more was shown in time."""
    global shown
    if not select.select([master], [], [], patience)[0]:
        return False
    try:
        part = os.read(master, 65536)
    except OSError:  # the command has ended
        return False
    shown += part
    return bool(part)


seen = 0
for line in sys.stdin:
    word, _, rest = line.rstrip("\n").partition(" ")
    text = rest.encode().decode("unicode_escape").encode()
    if word == "type":
        os.write(master, text)
    elif word == "size":
        resize(*map(int, rest.split()))
    elif word == "wait":
        end = time.monotonic() + 60
        while text not in shown[seen:] and time.monotonic() < end:
            read(1)
        seen = len(shown)
while read(60):
    pass
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
