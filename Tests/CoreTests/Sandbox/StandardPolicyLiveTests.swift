#if os(Linux)
    import Foundation
    import Testing

    @testable import Core

    @Suite(
        "Standard policy under runc",
        .enabled(if: RuncBundle.isPossible, "needs root, runc, /usr/bin/python3 and writable cgroups")
    )
    struct StandardPolicyLiveTests {
        /// Asks the kernel directly; 0 stands for success, and a new process ends at once.
        private static let prelude = """
            import ctypes, os
            libc = ctypes.CDLL(None, use_errno=True)
            def call(number, *arguments):
                ctypes.set_errno(0)
                result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
                if result == 0 and os.getpid() != me: os._exit(0)
                return ctypes.get_errno() if result == -1 else 0
            me = os.getpid()

            """

        @Test("Python works: threads, processes, sockets, shared memory, databases, event loops")
        func python() throws {
            let program = """
                import asyncio, ctypes, multiprocessing, os, pathlib, pty, select, signal, socket, sqlite3
                import subprocess, sys, tempfile, threading, time, fcntl, resource, mmap
                def square(x): return x * x
                async def loop():
                    child = await asyncio.create_subprocess_exec('/bin/echo', 'async', stdout=subprocess.PIPE)
                    print((await child.communicate())[0].decode().strip())
                    async def serve(reader, writer):
                        writer.write(await reader.readline()); writer.close()
                    server = await asyncio.start_server(serve, '127.0.0.1', 0)
                    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
                    writer.write(b'loopback\\n'); print((await reader.read()).decode().strip())
                    server.close()
                if __name__ == '__main__':
                    found = []
                    threads = [threading.Thread(target=found.append, args=(i,)) for i in range(8)]
                    [t.start() for t in threads]; [t.join() for t in threads]; print('threads', len(found))
                    print(subprocess.run(['/bin/sh', '-c', 'echo shell | cat'], capture_output=True).stdout.decode().strip())
                    with multiprocessing.Pool(2) as pool: print('pool', sum(pool.map(square, range(10))))
                    for method in ('fork', 'spawn'):
                        queue = multiprocessing.get_context(method).SimpleQueue(); queue.put(1); print(method, queue.get())
                    database = sqlite3.connect('/tmp/d.sqlite'); database.execute('pragma journal_mode=wal')
                    database.execute('create table t(x)'); database.execute('insert into t values(42)'); database.commit()
                    print('sqlite', database.execute('select x from t').fetchone()[0])
                    asyncio.run(loop())
                    for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
                        socket.socket(family, socket.SOCK_STREAM).close(); socket.socket(family, socket.SOCK_DGRAM).close()
                    print(socket.if_nameindex()[0][1], socket.getaddrinfo('127.0.0.1', 80)[0][4][0])
                    a, b = socket.socketpair(); a.send(b'pair'); print(b.recv(9).decode())
                    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM]); signal.setitimer(signal.ITIMER_REAL, .01)
                    print(signal.sigwait([signal.SIGALRM]) == signal.SIGALRM)
                    master, slave = pty.openpty(); os.write(slave, b'terminal'); print(os.read(master, 20).decode())
                    os.mkfifo('/tmp/fifo'); os.symlink('fifo', '/tmp/link'); print(len(os.listdir('/tmp')) > 1)
                    os.memfd_create('m'); mmap.mmap(-1, 4096); os.sched_getaffinity(0); os.getrandom(4)
                    resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); time.sleep(.001)
                    try: os.setuid(0)
                    except PermissionError: print('no root')
                    status = dict(l.split(':', 1) for l in open('/proc/self/status'))
                    print('Seccomp', status['Seccomp'].strip(), 'CapEff', int(status['CapEff'], 16), 'uid', os.getuid())
                """

            let output = try RuncBundle(policy: .standard, user: .unprivileged).run(python: program)

            #expect(
                output == """
                    threads 8
                    shell
                    pool 285
                    fork 1
                    spawn 1
                    sqlite 42
                    async
                    loopback
                    lo 127.0.0.1
                    pair
                    True
                    terminal
                    True
                    no root
                    Seccomp 2 CapEff 0 uid 1000

                    """
            )
        }

        @Test(
            "even root with capabilities gets EPERM for each refused call, and ENOSYS for what is hidden or unknown",
            .enabled(if: !SystemCallNumbers.all.isEmpty, "needs the kernel's headers")
        )
        func refused() throws {
            let numbers = SystemCallNumbers.all
            let refused = SystemCallPolicy.standard.rules.filter { $0.value == .refused }.keys.filter {
                numbers[$0] != nil
            }
            #expect(refused.count > 50)
            var expectations = refused.sorted().map { "\($0.rawValue) 1" }
            var program = Self.prelude
            for name in refused.sorted() {
                program += "print('\(name.rawValue)', call(\(numbers[name] ?? -1), 0, 0, 0, 0, 0, 0))\n"
            }
            for name in ["clone3", "memfd_secret"] as [SystemCallName] {
                guard let number = numbers[name] else { continue }
                program += "print('\(name.rawValue)', call(\(number), 0, 0))\n"
                expectations.append("\(name.rawValue) 38")
            }
            program += "print('unknown', call(400000, 0), call(511, 0))\n"
            expectations.append("unknown 38 38")

            let output = try RuncBundle(policy: .standard, user: .privileged).run(python: program)

            #expect(output.split(separator: "\n").map(String.init) == expectations)
        }

        @Test(
            "even root with capabilities makes no namespace, whatever the other flags",
            .enabled(if: !SystemCallNumbers.all.isEmpty, "needs the kernel's headers")
        )
        func namespaces() throws {
            let clone = try #require(SystemCallNumbers.all["clone"])
            let unshare = try #require(SystemCallNumbers.all["unshare"])
            let program =
                Self.prelude + """
                    bits = [0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000]
                    high = 1 << 32
                    print({call(\(unshare), f) for bit in bits for f in (bit, bit | 0x400, bit | high, bit | bits[1])})
                    print({call(\(clone), f, 0, 0, 0, 0) for bit in bits for f in (bit, bit | 17, bit | high | 17)})
                    print(call(\(unshare), 0x400), call(\(clone), 17, 0, 0, 0, 0))
                    """

            let output = try RuncBundle(policy: .standard, user: .privileged).run(python: program)

            #expect(output == "{1}\n{1}\n0 0\n")
        }

        @Test(
            "arguments are examined as the kernel sees them: by their lower 32 bits",
            .enabled(if: !SystemCallNumbers.all.isEmpty, "needs the kernel's headers")
        )
        func arguments() throws {
            let socket = try #require(SystemCallNumbers.all["socket"])
            let ioctl = try #require(SystemCallNumbers.all["ioctl"])
            let personality = try #require(SystemCallNumbers.all["personality"])
            let program =
                Self.prelude + """
                    high = [0, 1 << 32, 1 << 63, -1 << 32]
                    good = {1, 2, 10, 16}
                    families = [f for f in list(range(60)) + [0x10001, 0x7fffffff, 0xffffffff] if f not in good]
                    print('families', {call(\(socket), f | h, 2, 0) for f in families for h in high})
                    print('good', {call(\(socket), f | h, 2, 0) for f in good for h in high})
                    print('inject', {call(\(ioctl), 0, r | h, 0) for r in (0x5412, 0x541c) for h in high})
                    # ENOTTY or EFAULT: what the device itself answers
                    print('ioctl', {call(\(ioctl), 0, 0x5412 ^ 1 << b | h, 0) for b in range(32) for h in high} & {1, 38})
                    print('personality', {call(\(personality), p | h) for p in (0x40000, 1, 4, 0x80000000) for h in high})
                    print('harmless', {call(\(personality), p | h) for p in (0xffffffff, 0, 8, 0x20008, 0) for h in high})
                    """

            let output = try RuncBundle(policy: .standard, user: .privileged).run(python: program)

            #expect(
                output == """
                    families {1}
                    good {0}
                    inject {1}
                    ioctl set()
                    personality {1}
                    harmless {0}

                    """
            )
        }
    }
#endif
