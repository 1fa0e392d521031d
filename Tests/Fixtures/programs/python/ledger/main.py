"""An exception of the program's own ends it; without a traceback, which would name the file's directory."""
import sys


class Overdrawn(Exception):
    def __init__(self, account, missing):
        super().__init__(f"{account} lacks {missing}")


class Ledger:
    def __init__(self, **balances):
        self.balances = balances

    def move(self, amount, source, target):
        if self.balances[source] < amount:
            raise Overdrawn(source, amount - self.balances[source])
        self.balances[source] -= amount
        self.balances[target] += amount


sys.tracebacklimit = 0
ledger = Ledger(ann=100, bob=20)
for amount in (30, 50, 40):
    ledger.move(amount, "ann", "bob")
    print(ledger.balances)
print("never printed")
