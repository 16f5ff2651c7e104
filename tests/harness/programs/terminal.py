"""Runs a program in a terminal of its own and prints what it shows there."""

import os
import pty
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    try:
        shown = os.read(terminal, 4096)
    except OSError:  # Linux's end of file of a terminal.
        break
    if not shown:
        break
    sys.stdout.buffer.write(shown)
os.waitpid(pid, 0)
