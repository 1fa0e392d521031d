extension Language {
    /// PHP by its command line; code has no opening tag, as for `php -r`.
    static func php(path: String) -> Language {
        // Where the script is standard input, PHP leaves STDIN, which it can't open anew, to the driver before it.
        let command = "exec \(path) -d auto_prepend_file=\"$0\""
        return interpreted("php", path: path, ["-r"], file: "main.php", opening: "<?php ")
            .keeping(.driven(path: "/bin/sh", ["-c", command], file: "driver.php", driver))
    }
}

/// Includes code by a stream wrapper, which gives it the name that `php -r` gives.
///
/// Errors that PHP itself calls fatal end the process, like `exit`; an interrupt does too where pcntl is missing.
/// `readline()` finds no input, and programs that code starts inherit the driver's descriptors: PHP can't hide them.
private let driver = #"""
    <?php
    final class __kernel_runner
    {
        const KEYWORDS = 'abstract and array as break callable case catch class clone const continue declare default
            do echo else elseif empty enum extends false final finally fn for foreach function global goto if implements
            include include_once instanceof insteadof interface isset list match namespace new null or print private
            protected public readonly require require_once return static switch throw trait true try unset use var
            while xor yield';

        private static $requests, $replies, $pid, $pipes, $saved, $input, $reader, $handler, $interrupt, $number, $code;
        public $context;
        private $text, $offset = 0;

        static function open()
        {
            self::$input = fopen('php://stdin', 'r'); // the first of these is descriptor 0 itself
            self::$requests = fopen('php://fd/3', 'r');
            self::$replies = fopen('php://fd/4', 'w');
            self::$pid = getmypid();
            foreach ([1, 2] as $number) {
                self::$saved[$number] = fopen("php://fd/$number", 'w');
                self::$pipes[$number] = readlink("/proc/self/fd/$number");
            }
            stream_wrapper_register('kernel-runner', __CLASS__);
            define('STDIN', fopen('kernel-runner://input', 'r'));
            define('STDOUT', fopen('php://stdout', 'w'));
            define('STDERR', fopen('php://stderr', 'w'));
            self::$handler = [__CLASS__, 'interrupt'];
            if (function_exists('pcntl_async_signals')) pcntl_async_signals(true);
            self::leave();
            self::reply('H');
        }

        private static function reply($text) { fwrite(self::$replies, "$text\n"); }

        private static function setInput($path)
        {
            fclose(self::$input);
            self::$input = fopen($path, 'r');
            self::$reader = fopen('php://fd/0', 'r'); // of a file by its path fread wants all that it could get
            if (is_resource(STDIN)) fseek(STDIN, 0); // drops what an earlier run has not read
        }

        // Takes requests until code is to be run.
        static function next()
        {
            while (($line = fgets(self::$requests)) !== false) {
                $words = explode(' ', rtrim($line));
                if ($words[0] == 'run') return self::begin(...array_slice($words, 1));
                try { self::complete(file_get_contents($words[2])); } catch (Throwable $error) { }
                self::reply("F $words[1] 0 0");
            }
            exit(0);
        }

        private static function begin($number, $flags, $path, $input)
        {
            self::setInput($input);
            foreach (self::$pipes as $lost => $pipe) {
                $own = "/proc/self/fd/$lost";
                if (is_link($own)) continue;
                foreach (scandir(dirname($own)) as $other) {
                    if (!is_link("/proc/self/fd/$other") || readlink("/proc/self/fd/$other") != $pipe) continue;
                    self::$saved[] = fopen("php://fd/$other", 'w'); // the lowest number, which is the lost one
                    break;
                }
            }
            self::$number = $number;
            self::$code = '<?php ' . file_get_contents($path);
            if (function_exists('pcntl_signal')) pcntl_signal(SIGINT, self::$handler);
            self::reply("B $number");
        }

        static function interrupt() { throw self::$interrupt = new class('interrupted') extends Error { }; }

        // From here on an interrupt does nothing.
        private static function leave()
        {
            while (function_exists('pcntl_signal')) {
                try {
                    $handler = pcntl_signal_get_handler(SIGINT);
                    if (is_callable($handler)) self::$handler = $handler;
                    pcntl_signal(SIGINT, SIG_IGN);
                    return;
                } catch (Throwable $error) { }
            }
        }

        // The end of a run, with what it threw.
        static function end($error = null)
        {
            self::leave();
            $interrupted = $error && $error === self::$interrupt;
            try {
                if ($error && !$interrupted) self::report($error);
                while (ob_get_level()) ob_end_flush();
            } catch (Throwable $another) { }
            self::$interrupt = self::$code = null;
            $code = $interrupted ? 130 : ($error ? 255 : 0);
            if (getmypid() != self::$pid) exit($code); // a fork of the program's own
            self::setInput('/dev/null');
            self::reply('F ' . self::$number . " $code " . (int) $interrupted);
        }

        // What PHP does with an exception that nobody caught.
        private static function report($error)
        {
            $handler = set_exception_handler(null);
            restore_exception_handler();
            if ($handler) return $handler($error);
            for ($each = $error; $each; $each = $each->getPrevious()) {
                $trace = new ReflectionProperty($each instanceof Exception ? Exception::class : Error::class, 'trace');
                if (PHP_VERSION_ID < 80100) $trace->setAccessible(true);
                $frames = array_filter($each->getTrace(), fn($frame) => ($frame['file'] ?? '') != __FILE__);
                $trace->setValue($each, array_values($frames));
            }
            $isUnread = $error instanceof ParseError;
            $text = $isUnread ? "Parse error: {$error->getMessage()}" : "Fatal error: Uncaught $error\n  thrown";
            $text .= " in {$error->getFile()} on line {$error->getLine()}";
            if (ini_get('log_errors')) error_log('PHP ' . preg_replace('/: /', ':  ', $text, 1));
            if (ini_get('display_errors') == 'stderr') fwrite(STDERR, "$text\n");
            elseif (ini_get('display_errors')) echo "\n$text\n";
        }

        private static function complete($text)
        {
            if (!preg_match('/(?<![\w\\\\$>:])(?:(\$?)([\w\\\\]+)(->|::))?(\$?[\w\\\\]*)$/u', $text, $match)) return;
            [, $sigil, $name, $link, $word] = $match;
            if ($name . $word == '') return;
            $found = [];
            if ($link == '' && $word[0] == '$') {
                foreach (array_keys($GLOBALS) as $known) $found[] = "\$$known";
            } elseif ($link == '') {
                $found = array_merge(preg_split('/\s+/', self::KEYWORDS), array_keys(get_defined_constants()),
                    ...array_values(get_defined_functions()), ...[get_declared_classes(), get_declared_interfaces()]);
            } else {
                $receiver = $sigil ? $GLOBALS[$name] ?? null : $name;
                if (!is_object($receiver) && !(is_string($receiver) && class_exists($receiver, false))) return;
                $found = get_class_methods($receiver);
                $class = new ReflectionClass($receiver);
                if ($link == '::') {
                    $found = array_merge($found, array_keys($class->getConstants()));
                    foreach (array_keys($class->getStaticProperties()) as $known) $found[] = "\$$known";
                } else {
                    $found = array_merge($found, array_keys(get_object_vars($receiver)));
                }
            }
            $found = array_filter($found, fn($known) => strpos("$known ", $word) === 0 && $known != __CLASS__);
            $found = array_unique($found);
            sort($found, SORT_STRING);
            foreach (array_slice($found, 0, 1000) as $known) echo "$sigil$name$link$known\n";
        }

        // MARK: The streams of code and input

        function stream_open($path, $mode, $options, &$opened)
        {
            if ($path == 'kernel-runner://code') {
                $this->text = self::$code;
                $opened = 'Command line code';
            }
            return true;
        }

        function stream_read($count)
        {
            if ($this->text === null) {
                $readers = [self::$input];
                $others = null;
                // An interrupt ends this wait; fread would go on.
                if (!@stream_select($readers, $others, $others, null)) return '';
                return fread(self::$reader, $count);
            }
            $part = (string) substr($this->text, $this->offset, $count);
            $this->offset += strlen($part);
            return $part;
        }

        function stream_eof()
        {
            return $this->text === null ? feof(self::$reader) : $this->offset >= strlen($this->text);
        }

        function stream_seek($offset, $whence) { return $this->text === null; }
        function stream_tell() { return 0; }
        function stream_stat() { return $this->text === null ? fstat(self::$input) : []; }
        function stream_cast($purpose) { return self::$input; }

        function stream_set_option($option, $first, $second)
        {
            return $option == STREAM_OPTION_BLOCKING && $this->text === null
                && stream_set_blocking(self::$input, (bool) $first);
        }
    }

    __kernel_runner::open();
    while (true) {
        try {
            __kernel_runner::next();
            include 'kernel-runner://code';
            __kernel_runner::end();
        } catch (Throwable $__kernel_runner) {
            __kernel_runner::end($__kernel_runner);
            unset($__kernel_runner);
        }
    }
    """#
