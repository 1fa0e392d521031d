"""Ends by a signal: what stands in a buffer is lost, and nothing is done at exit."""
import atexit
import os
import signal
import sys

atexit.register(print, "never printed")
signal.signal(signal.SIGUSR1, lambda number, frame: print("took", signal.Signals(number).name, flush=True))
os.kill(os.getpid(), signal.SIGUSR1)
sys.stderr.write("going\n")
sys.stdout.write("lost with the buffer")
os.kill(os.getpid(), signal.SIGTERM)
