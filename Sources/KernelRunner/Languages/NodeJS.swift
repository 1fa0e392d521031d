extension Language {
    /// JavaScript by node.
    static func nodeJS(path: String) -> Language {
        interpreted("nodejs", path: path, ["-e"], file: "main.js")
            .keeping(.driven(path: path, ["-e", opening], file: "driver.js", driver))
    }
}

/// Makes the driver part of `node -e`, so that code meets the same globals as there.
private let opening = """
    require('vm').runInThisContext(require('fs').readFileSync(process.argv.pop(), 'utf8'), '[eval]-wrapper')(require)
    """

/// Serves whenever the event loop has drained: then a run has ended as `node -e` would.
///
/// A loop in a callback cannot be interrupted, only ended. Between the end of the code and that of its callbacks there
/// are some microseconds in which node has no handler of interrupts, and one is the end of the process.
private let driver = #"""
    (require => {
      const { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } = require('fs')
      const { setImmediate } = require('timers'), { inspect, types } = require('util'), vm = require('vm')
      const spare = [1, 2].map(fd => openSync(`/proc/self/fd/${fd}`, 'a'))
      let run = null // the run in progress
      let stdin = null // its process.stdin, once used
      let isBroken = false // the output
      let received = ''

      const reply = text => writeSync(4, text + '\n')
      const attempt = action => { try { return action() } catch { } }

      function request() {
        const bytes = Buffer.alloc(4096)
        while (!received.includes('\n')) {
          const count = readSync(3, bytes)
          if (!count) process.exit(0)
          received += bytes.toString('utf8', 0, count)
        }
        const line = received.slice(0, received.indexOf('\n'))
        received = received.slice(line.length + 1)
        return line.split(' ')
      }

      function setInput(path) {
        stdin?.destroy()
        stdin = null
        attempt(() => closeSync(0))
        openSync(path, 'r')
      }

      Object.defineProperty(process, 'stdin', {
        configurable: true, enumerable: true,
        get() {
          if (!stdin) {
            stdin = new (require('net').Socket)({ fd: 0, readable: true, writable: false, manualStart: true })
            stdin.fd = 0
            // As node's own: input that nobody reads any more keeps no program alive.
            stdin.on('pause', () => process.nextTick(() => {
              if (!stdin?._handle?.reading || stdin.readableFlowing) return
              stdin._handle.reading = false
              stdin._handle.readStop()
            }))
          }
          return stdin
        },
      })

      // Gives the run its output back where an earlier one has closed it, or was interrupted while it wrote.
      function restoreOutput() {
        for (const [fd, name] of [[1, 'stdout'], [2, 'stderr']]) {
          if (!attempt(() => fstatSync(fd))) openSync(`/proc/self/fd/${spare[fd - 1]}`, 'a')
          if (isBroken || process[name].destroyed) {
            const value = new (require('net').Socket)({ fd, readable: false, writable: true })
            Object.defineProperty(process, name, { configurable: true, enumerable: true, value })
            console[`_${name}`] = Object.assign(value, { fd, _destroy: (error, done) => done(error) })
          }
          process[name]._final = done => done()
          process[name]._handle?.setBlocking?.(true) // all is written before the run ends
        }
        isBroken = false
      }

      const listeners = { beforeExit: drained, SIGINT: interrupted, uncaughtException: failed }

      function listen() {
        for (const [event, listener] of Object.entries(listeners)) process.off(event, listener).on(event, listener)
      }

      function drained() {
        if (process.listeners('beforeExit').at(-1) == drained) return serve(process.exitCode ?? 0)
        process.off('beforeExit', drained).on('beforeExit', drained) // the program's own come first
        setImmediate(() => { })
      }

      function interrupted() {
        if (run && process.listenerCount('SIGINT') == 1) abandon(130, 1)
      }

      function failed(error) {
        if (!run || process.listenerCount('uncaughtException') > 1) return
        isBroken = error?.code == 'ERR_SCRIPT_EXECUTION_INTERRUPTED'
        if (isBroken) return run.hasBegun ? abandon(130, 1) : void setImmediate(execute)
        attempt(() => process.stderr.write(message(error)))
        abandon(1)
      }

      // What node prints of an error that nobody caught.
      function message(error) {
        let text = inspect(error)
        if (Object(error) !== error) {
          text += '\n(Use `node --trace-uncaught ...` to show where the exception was thrown)'
        } else if (types.isNativeError(error) && !/^\S+:\d+\n/.test(text)) {
          const [, line, column] = /\n    at (?:.*\()?\[eval\]:(\d+):(\d+)/.exec(text) ?? []
          const source = run.code.split('\n')[line - 1]
          if (source != null) text = `[eval]:${line}\n${source}\n${' '.repeat(column - 1)}^\n\n${text}`
        }
        const frames = /\n    at (?:new Script|Script\.runIn|sigintHandlersWrap).* \(node:vm.*(?:\n    at .*)*/g
        text = text.replace(frames, own => own.endsWith(' {') ? ' {' : '')
        return `${text}\n\nNode.js ${process.version}\n`
      }

      // Ends the run with what it waits for: its timers are found as a debugger finds objects.
      function abandon(code, byInterrupt = 0) {
        for (const handle of process._getActiveHandles()) handle.unref?.()
        if (process.getActiveResourcesInfo?.().includes('Timeout')) attempt(() => inspecting(ask => {
          const { result } = ask('evaluate', { expression: 'Object.getPrototypeOf(setTimeout(() => { }))' })
          const { objects } = ask('queryObjects', { prototypeObjectId: result.objectId })
          const functionDeclaration = 'function () { for (const it of this) if (it.hasRef?.()) clearTimeout(it) }'
          ask('callFunctionOn', { objectId: objects.objectId, functionDeclaration })
        }))
        serve(code, byInterrupt)
      }

      // Ends the run in progress and waits for the next.
      function serve(code, byInterrupt = 0) {
        if (run) {
          attempt(() => setInput('/dev/null'))
          process.exitCode = undefined
          reply(`F ${run.number} ${code & 255} ${byInterrupt}`)
          run = null
        }
        for (;;) {
          const [action, number, ...rest] = request()
          if (action == 'run') {
            // After one turn of the loop, which takes the interrupts that came in between.
            return void setImmediate(start, number, ...rest)
          }
          attempt(() => complete(readFileSync(rest[0], 'utf8')))
          reply(`F ${number} 0 0`)
        }
      }

      function start(number, flags, path, input) {
        setInput(input)
        restoreOutput()
        listen()
        run = { number, isInteractive: flags & 2, hasBegun: false, code: readFileSync(path, 'utf8') }
        execute()
      }

      function execute() {
        setImmediate(() => { }) // so that the end is seen of code that leaves nothing to wait for
        const value = () => {
          delete globalThis.__kernel_runner
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1) // for what node keeps of an earlier interrupt
          run.hasBegun = true
          reply(`B ${run.number}`)
          const value = compile(run).runInThisContext()
          if (run.isInteractive && value !== undefined) process.stdout.write(inspect(value, { showProxy: true }))
        }
        // As a script of its own, so that from before that word on an interrupt ends the code.
        Object.defineProperty(globalThis, '__kernel_runner', { configurable: true, value })
        try {
          new vm.Script('__kernel_runner()').runInThisContext({ breakOnSigint: true, displayErrors: false })
        } finally {
          const all = process.rawListeners('SIGINT')
          if (all.length > 1) { // those that the code has added were never told to the system
            process.removeAllListeners('SIGINT')
            for (const it of [interrupted, ...all.filter(it => it != interrupted)]) process.on('SIGINT', it)
          }
        }
      }

      function compile({ code, isInteractive, number }) {
        const options = {
          filename: isInteractive ? `REPL${number}` : '[eval]',
          importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER ?? (name => import(name)),
        }
        if (/\bimport\s*\(/.test(code)) { // of which node warns once as an experiment, but not in `node -e`
          const { emitWarning } = process
          process.emitWarning = () => { }
          new vm.Script("import('fs')", options).runInThisContext()
          process.emitWarning = emitWarning
        }
        if (isInteractive && /^\s*\{[^]*[^;\s]\s*$/.test(code)) { // an object, as node's own prompt takes it
          const script = attempt(() => new vm.Script(`(${code})`, options))
          if (script) return script
        }
        return new vm.Script(code, options)
      }

      function inspecting(action) {
        const session = new (require('inspector').Session)()
        session.connect()
        try {
          return action((method, options) => {
            let answer
            session.post(`Runtime.${method}`, options, (error, value) => answer = value)
            return answer
          })
        } finally { session.disconnect() }
      }

      const keywords = `async await break case catch class const continue debugger default delete do else export extends
        false finally for function if import in instanceof let new null return super switch this throw true try typeof
        undefined var void while with yield`.split(/\s+/)

      function complete(text) {
        const [word] = /(?:[\p{L}_$][\p{L}\p{N}_$]*\.)*(?:[\p{L}_$][\p{L}\p{N}_$]*)?$/u.exec(text)
        if (!word || text.at(-word.length - 1) == '.') return
        const path = word.split('.'), prefix = path.pop()
        const lexical = inspecting(ask => ask('globalLexicalScopeNames')).names
        const found = new Set(path.length ? [] : [...keywords, ...lexical])
        let object = globalThis
        path.forEach((name, depth) => {
          const property = [...ancestors(object)].map(it => Object.getOwnPropertyDescriptor(it, name)).find(it => it)
          if (depth == 0 && lexical.includes(name)) object = vm.runInThisContext(name)
          else if (depth == 0 && require('module').builtinModules.includes(name)) object = require(name)
          else object = property?.value
        })
        for (const it of ancestors(object)) Object.getOwnPropertyNames(it).forEach(name => found.add(name))
        const start = path.map(name => name + '.').join('')
        const shown = [...found].filter(name => name.startsWith(prefix) && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name))
        writeSync(1, shown.sort().slice(0, 1000).map(name => start + name + '\n').join(''))
      }

      // An object and its prototypes, as far as none of them is a program of its own.
      function* ancestors(object) {
        for (object = object == null ? null : Object(object); object; object = Object.getPrototypeOf(object)) {
          if (types.isProxy(object)) return
          yield object
        }
      }

      const { module } = globalThis
      setImmediate(() => globalThis.module = module) // which node takes back after its own code
      listen()
      reply('H')
      serve()
    })
    """#
