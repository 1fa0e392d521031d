import sys
import threading

sys.tracebacklimit = 0  # a traceback would name the directory

print("tick", flush=True)
ready = threading.Event()
threading.Thread(target=ready.wait, daemon=True).start()
ready.wait()
print("never printed")
