import binascii
import sys

data = sys.stdin.buffer.read()
sys.stdout.buffer.write(data[::-1] + b"\n")
sys.stdout.buffer.write(bytes(b ^ 0x80 for b in b"mask") + b"\xff\xfe\n")
sys.stdout.buffer.flush()
print(len(data), binascii.crc32(data), data.decode("utf-8", "backslashreplace").split("\n"))
