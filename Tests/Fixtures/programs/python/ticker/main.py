import threading

print("tick", flush=True)
ready = threading.Event()
threading.Thread(target=ready.wait, daemon=True).start()
ready.wait()
print("never printed")
