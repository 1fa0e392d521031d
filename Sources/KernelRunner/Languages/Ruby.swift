extension Language {
    /// Ruby.
    static func ruby(path: String) -> Language {
        interpreted("ruby", path: path, ["-e"], file: "main.rb")
            .keeping(.driven(path: path, ["-e", "load ARGV.shift"], file: "driver.rb", driver))
    }
}

/// Evaluates code in the top-level binding, whose local variables last from run to run.
///
/// It calls nothing without a receiver, since a method that code defines at the top level would be meant.
private let driver = #"""
    Kernel.lambda do |here|
      keywords = %w[BEGIN END alias and begin break case class def defined? do else elsif end ensure false for if in
        module next nil not or redo rescue retry return self super then true undef unless until when while yield]
      main, pid = self, Process.pid
      saved = { STDOUT => STDOUT.dup, STDERR => STDERR.dup }

      # Moves a descriptor to where neither a guess nor the program's own files meet it.
      private_io = Kernel.lambda do |number, mode|
        limit = [Process.getrlimit(:NOFILE)[0], 1024].min
        io = IO.for_fd(number, mode)
        moved = io.fcntl(1030, limit / 2 + Random.rand(limit / 4)) # F_DUPFD_CLOEXEC
        io.close
        IO.for_fd(moved, mode)
      end
      requests, replies = private_io.(3, "r"), private_io.(4, "w")
      reply = Kernel.lambda { |text| replies.syswrite("#{text}\n") }

      idle = Kernel.proc { }
      handler = "DEFAULT"

      # Calls a block, the program's handler of SIGINT in place just as long; returns what it raised.
      attempt = Kernel.lambda do |&action|
        begin
          Signal.trap("INT", handler)
          action.call
        ensure
          previous = Signal.trap("INT", idle)
          handler = previous || "DEFAULT" unless previous == idle
        end
        nil
      rescue Exception => error
        Signal.trap("INT", idle) # it may have struck in the lines above
        error
      end

      reopen = Kernel.lambda do |io, mode, number, source|
        if io.closed?
          io.__send__(:initialize, source.is_a?(IO) ? source.fcntl(0, number) : IO.sysopen(source), mode)
          io.sync = io == STDERR
        elsif source.is_a?(String) || io.stat.ino != source.stat.ino
          io.reopen(source)
        end
      end

      report = Kernel.lambda do |error|
        chain = error
        while chain
          chain.set_backtrace((chain.backtrace || []).take_while { |frame| !frame.start_with?(here) })
          chain = chain.cause
        end
        text = error.full_message(highlight: false, order: :top)
        text = error.message if error.is_a?(SyntaxError) && error.backtrace.empty?
        STDERR.write(text.end_with?("\n") ? text : "#{text}\n")
      end

      chain = /(?:\A|[^.:[:word:]])(?:([[:word:]]+(?:::[[:word:]]+)*)(\.|::))?([$@]*[[:word:]]*[?!]?)\z/
      constant = Kernel.lambda do |scope, name|
        known = Module === scope && name.match?(/\A[[:upper:]]/) && scope.const_defined?(name) && !scope.autoload?(name)
        scope.const_get(name) if known
      end

      complete = Kernel.lambda do |text|
        receiver, link, word = text.scrub.match(chain)&.captures
        next if "#{receiver}#{word}".empty?
        local = TOPLEVEL_BINDING.local_variables
        if receiver.nil?
          object, found = main, keywords + local + Object.constants + Kernel.global_variables
          found += Kernel.instance_method(:private_methods).bind_call(main)
        else
          object = TOPLEVEL_BINDING.local_variable_get(receiver) if local.include?(receiver.to_sym)
          object = receiver.split("::").inject(Object, &constant) if object.nil?
          next if object.nil?
          found = Module === object && link == "::" ? Module.instance_method(:constants).bind_call(object) : []
        end
        found += Kernel.instance_method(:methods).bind_call(object)
        found = found.map(&:to_s).uniq.select { |name| name.start_with?(word) && name.match?(/[[:alpha:]_]/) }
        STDOUT.write(found.sort.first(1000).map { |name| "#{receiver}#{link}#{name}\n" }.join)
      end

      run = Kernel.lambda do |number, flags, path, input|
        reopen.(STDIN, "r", 0, input)
        saved.each_with_index { |(io, source), index| reopen.(io, "w", index + 1, source) }
        code = File.read(path, encoding: "UTF-8")
        interactive = flags.to_i & 2 != 0
        STDOUT.sync = true if interactive
        error = attempt.call do
          reply.("B #{number}")
          value = TOPLEVEL_BINDING.eval(code, interactive ? "(irb)" : "-e", 1)
          $stdout.write(value.inspect) if interactive && !value.nil?
        rescue LocalJumpError => jump # a return at the top level is the end of a program
          Kernel.raise unless jump.reason == :return && jump.backtrace[0].match?(/<main>.\z/)
        end
        code = 0
        case error
        when nil then nil
        when SystemExit then code = error.status
        when Interrupt then code = 130
        when SignalException then Kernel.raise error # the end, as ever
        else code = 1
        end
        attempt.call { report.(error) } unless [nil, SystemExit].include?(error&.class)
        [$stdout, STDOUT, STDERR].each { |io| attempt.call { io.flush } }
        Kernel.exit(code) if Process.pid != pid # a fork of the program's own
        attempt.call { reopen.(STDIN, "r", 0, "/dev/null") }
        reply.("F #{number} #{code & 255} #{Interrupt === error ? 1 : 0}")
      end

      # What marks the place of an error in its line must not look into this text.
      RubyVM.keep_script_lines = true if defined?(RubyVM.keep_script_lines)
      Signal.trap("INT", idle)
      reply.("H")
      while line = requests.gets
        action, *words = line.split
        if action == "run"
          run.(*words)
        else
          attempt.call { complete.(File.read(words[1], encoding: "UTF-8")) }
          attempt.call { STDOUT.flush }
          reply.("F #{words[0]} 0 0")
        end
      end
    end.(__FILE__)
    """#
