"""Messages in asyncio: tasks wait, are cancelled and told where the right goes, and no message is lost.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import asyncio
import os
import threading
from collections.abc import Iterator

import pytest
from machport import Messages, Over, ReceiveRight


@pytest.fixture(autouse=True)
def no_descriptor_stays() -> Iterator[None]:
    before = len(os.listdir("/proc/self/fd"))
    yield
    assert len(os.listdir("/proc/self/fd")) == before


async def waiting(count: int = 1) -> None:
    """Lets the tasks that were started come to where they wait."""
    for _ in range(3 * count):
        await asyncio.sleep(0)


def test_a_task_waits_while_others_run(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with receive, send:
            awaited = asyncio.create_task(receive.receive_async())
            await waiting()
            assert not awaited.done()
            send.send(id=5)
            with await awaited as message:
                assert message.id == 5

    asyncio.run(main())


def test_what_waits_already_is_taken_at_once(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with receive, send:
            send.send(id=6)
            assert (await receive.receive_async()).id == 6

    asyncio.run(main())


def test_tasks_may_wait_together_and_each_gets_one(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with receive, send:
            tasks = [asyncio.create_task(receive.receive_async()) for _ in range(4)]
            await waiting(4)
            for number in range(4):
                send.send(id=number)
            assert sorted(message.id for message in await asyncio.gather(*tasks)) == [0, 1, 2, 3]

    asyncio.run(main())


def test_a_set_is_awaited(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with receive, send, mach.PortSet.new() as ports:
            ports.add(receive)
            awaited = asyncio.create_task(ports.receive_async())
            await waiting()
            send.send(id=7)
            message = await awaited
            assert (message.id, message.came_by) == (7, receive.name)

    asyncio.run(main())


def test_a_timeout_takes_no_message(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with receive, send:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.02):
                    await receive.receive_async()
            send.send(id=8)
            assert receive.receive(timeout=0).id == 8

    asyncio.run(main())


def test_one_that_is_cancelled_when_a_message_came_leaves_it(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with receive, send:
            awaited = asyncio.create_task(receive.receive_async())
            await waiting()
            send.send(id=9)
            awaited.cancel()
            with pytest.raises(asyncio.CancelledError):
                await awaited
            assert receive.receive(timeout=0).id == 9

    asyncio.run(main())


def test_closing_the_right_ends_the_wait_and_its_descriptor_first(mach: Over, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        receive = mach.ReceiveRight.new()
        awaited = asyncio.create_task(receive.receive_async())
        await waiting()
        during = len(os.listdir("/proc/self/fd"))
        release, seen = mach.raw.machport_release, []

        def released(*arguments: int) -> None:
            seen.append(len(os.listdir("/proc/self/fd")))
            release(*arguments)

        monkeypatch.setattr(mach.raw, "machport_release", released)
        receive.close()
        assert seen == [during - 1]
        with pytest.raises(ValueError, match="ReceiveRight is closed"):
            await awaited

    asyncio.run(main())


def test_closing_from_another_thread_ends_it(mach: Over) -> None:
    async def main() -> None:
        receive = mach.ReceiveRight.new()
        awaited = asyncio.create_task(receive.receive_async())
        await waiting()
        closer = threading.Thread(target=receive.close)
        closer.start()
        with pytest.raises(ValueError, match="ReceiveRight is closed"):
            await awaited
        closer.join()

    asyncio.run(main())


def test_a_right_that_was_sent_away_and_came_back_is_awaited_on(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with receive, send, mach.ReceiveRight.new() as kept, kept.make_send() as to_kept:
            receive.queue_limit = 0
            awaited = asyncio.create_task(kept.receive_async())
            await waiting()
            with pytest.raises(Exception, match="MACH_SEND_TIMED_OUT"):
                send.send(rights=[kept], timeout=0)
            await waiting()
            to_kept.send(id=10)
            assert (await awaited).id == 10

    asyncio.run(main())


async def read(messages: Messages | ReceiveRight) -> list[int]:
    ids = []
    async for message in messages:
        with message:
            ids.append(message.id)
    return ids


def test_async_for_ends_where_the_right_is_closed(mach: Over) -> None:
    async def main() -> None:
        receive, send = mach.pair()
        with send:
            reading = asyncio.create_task(read(receive))
            for number in range(3):
                send.send(id=number)
                await waiting()
            while receive.message_count:
                await asyncio.sleep(0)
            receive.close()
            assert await reading == [0, 1, 2]

    asyncio.run(main())


def test_async_for_is_told_to_stop_from_the_loop_and_from_a_thread(mach: Over) -> None:
    async def main() -> None:
        with mach.PortSet.new() as ports:
            for stop in (lambda run: run(), lambda run: threading.Thread(target=run).start()):
                messages = ports.messages()
                reading = asyncio.create_task(read(messages))
                await waiting()
                stop(messages.stop)
                assert await reading == []

    asyncio.run(main())


def test_a_loop_that_ended_with_a_wait_leaves_nothing(mach: Over) -> None:
    with mach.ReceiveRight.new() as receive:

        async def main() -> None:
            awaited = asyncio.create_task(receive.receive_async())
            await waiting()
            del awaited

        asyncio.run(main())
