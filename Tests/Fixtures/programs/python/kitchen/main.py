"""Coroutines that hand dishes on in a certain order, generators and a context manager."""
import asyncio
from contextlib import contextmanager


@contextmanager
def course(name):
    print("serve", name)
    try:
        yield name.upper()
    finally:
        print("clear", name)


async def cook(orders, window):
    async for dish in orders:
        await window.put(dish + "!")
    await window.put(None)


async def numbered(*dishes):
    for number, dish in enumerate(dishes):
        await asyncio.sleep(0)
        yield f"{number}:{dish}"


async def main():
    window = asyncio.Queue(maxsize=1)
    cooking = asyncio.create_task(cook(numbered("soup", "fish", "cake"), window))
    while dish := await window.get():
        with course(dish) as shouted:
            print(shouted)
    await cooking


asyncio.run(main())
