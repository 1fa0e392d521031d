extension Language {
    /// Perl 5.
    static func perl(path: String) -> Language {
        interpreted("perl", path: path, ["-e"], file: "main.pl")
            .keeping(.driven(path: path, ["-e", "do shift"], file: "driver.pl", driver))
    }
}

/// Evaluates code as a string: subs, package variables and modules last, lexical (`my`) variables end with their run.
///
/// As ever in Perl, `system` and backquotes keep an interrupt from the program that waits for them.
private let driver = #"""
    # Above all lexicals of this file, so that code meets none of them.
    sub __kernel_runner::evaluate {
        @_ = ();
        $! = $? = 0;
        eval $__kernel_runner::code;
    }

    package __kernel_runner;

    delete $main::INC{+__FILE__};
    our ($code, $begun);
    my ($pid, $interrupted) = $$;
    my $interrupt = sub { $interrupted = 1; die "interrupted\n" };
    my $handler = $interrupt;
    my @builtins = qw(
        and atan2 bless binmode caller chdir chmod chomp chop chr close closedir cmp continue cos defined delete die do
        each else elsif eof eq eval exec exists exit exp fileno for foreach fork format ge getppid glob gmtime goto grep
        gt hex if index int join keys kill last lc lcfirst le length link local localtime log lt map mkdir my ne next no
        not oct open opendir or ord our pack package pipe pop pos print printf push qr quotemeta qw rand read readdir
        readline readlink redo ref rename require return reverse rewinddir rindex rmdir say scalar seek select shift sin
        sleep sort splice split sprintf sqrt srand stat state sub substr symlink syscall sysopen sysread system syswrite
        tell tie time times truncate uc ucfirst umask undef unless unlink unpack unshift untie until use utime values
        wait waitpid wantarray warn while write xor);

    # Moves a descriptor to where neither a guess nor the program's own files meet it.
    sub private {
        my ($mode, $number) = @_;
        open my $given, "$mode&=", $number;
        for (1 .. 9) {
            my $moved = fcntl $given, 1030, 128 + int rand 128 or next; # F_DUPFD_CLOEXEC
            open my $handle, "$mode&=", $moved;
            return $handle;
        }
        $given;
    }

    my ($requests, $replies) = (private('<', 3), private('>', 4));
    my %saved = map { my $name = $_; open my $copy, '>&', *{"main::$name"}; ($name => $copy) } qw(STDOUT STDERR);

    sub reply { syswrite $replies, "$_[0]\n" }

    # Calls `$action`, the program's handler of SIGINT in place just as long; returns what was thrown, or ''.
    sub attempt {
        my ($action, $error) = (shift, '');
        eval { $SIG{INT} = $handler; &$action; 1 } or $error = $@;
        for (my $left; !$left;) {
            eval {
                $handler = $SIG{INT} if ($SIG{INT} // '') !~ /^(?:IGNORE|DEFAULT|)$/;
                $SIG{INT} = 'IGNORE';
                $left = 1;
            } or $error = $@;
        }
        $error;
    }

    # What perl says of an error that nobody caught.
    sub report {
        my $error = shift;
        if (!ref $error) {
            $error =~ s/^\t(?:eval '\$__kernel_runner::begun|__kernel_runner::).*//ms; # frames that Carp names
            $error .= "Execution of -e aborted due to compilation errors.\n"
                unless $begun || $error =~ /^(?:BEGIN failed--|-e had too many|Can't find string terminator)/m;
        }
        no warnings;
        local ($,, $\);
        print {*main::STDERR} $error;
    }

    sub run {
        my ($number, $flags, $path, $input) = @_;
        # Of `<>` itself, what an earlier run has not read goes with the first line after its end.
        close *main::ARGV and scalar <main::ARGV> if ($main::ARGV // '') eq '-';
        close STDIN; # with what is in its buffer
        open STDIN, '<', $input;
        for my $name (keys %saved) {
            my @now = stat *{"main::$name"};
            my @then = stat $saved{$name};
            open *{"main::$name"}, '>&', $saved{$name} unless @now && "@now[0, 1]" eq "@then[0, 1]";
        }
        autoflush(*main::STDOUT) if $flags & 2;
        $code = "\$__kernel_runner::begun = 1;\n#line 1 \"-e\"\n" . text($path);
        ($begun, $interrupted, my ($exit_code, $error)) = (0, 0, 255, '');
        $@ = '';
        my $thrown = attempt(sub {
            reply("B $number");
            evaluate();
            ($error, $exit_code) = ($@, $! & 255 || $? >> 8 & 255 || 255);
        });
        $error = $thrown if $thrown ne '';
        my $by_interrupt = $interrupted && $error ne '' ? 1 : 0;
        if ($error eq '') { $exit_code = 0 }
        elsif ($by_interrupt) { $exit_code = 130 }
        else { attempt(sub { report($error) }) }
        $code = '';
        attempt(sub { autoflush($_, 0) for *main::STDOUT, *main::STDERR });
        exit $exit_code if $$ != $pid; # a fork of the program's own
        open STDIN, '<', '/dev/null';
        reply("F $number $exit_code $by_interrupt");
    }

    # Writes what waits in a handle; `$always` lets nothing wait any more.
    sub autoflush {
        my ($handle, $always) = (@_, 1);
        my $selected = select $handle;
        my $before = $|;
        $| = 1;
        $| = $before unless $always;
        select $selected;
    }

    sub text {
        open my $file, '<:raw', $_[0];
        local $/;
        <$file> // '';
    }

    sub complete {
        my $text = shift;
        my %found;
        if ($text =~ /(?:^|[^\w:>])(?:(\$)(\w+)|(\w+(?:::\w+)*))->(\w*)$/) {
            my $receiver = $1 ? ${"main::$2"} : $3;
            my ($start, $word, @classes) = (($1 // '') . ($2 // $3) . '->', $4, ref $receiver || $receiver);
            while (defined(my $class = shift @classes)) {
                defined &{"${class}::$_"} and $found{"$start$_"} = 1 for grep /^\Q$word\E\w*$/, keys %{"${class}::"};
                push @classes, @{"${class}::ISA"};
            }
        } elsif ($text =~ /(?:^|[^\w:\$\@%&>])([\$\@%&]?)((?:\w+::)*)(\w*)$/ && "$1$2$3" ne '') {
            my ($sigil, $package, $word) = ($1, $2, $3);
            my $stash = \%{'main::' . $package};
            for my $name (grep /^\Q$word\E\w*(?:::)?$/, keys %$stash) {
                my $symbol = "main::$package$name";
                my $known = $name =~ /::$/ ? $sigil ne '&' : $sigil eq '$' ? !tied $$symbol && defined $$symbol
                    : $sigil eq '@' ? *$symbol{ARRAY} : $sigil eq '%' ? *$symbol{HASH} : defined &$symbol;
                $found{"$sigil$package$name"} = 1 if $known;
            }
            $found{$_} = 1 for $sigil . $package eq '' ? grep /^\Q$word/, @builtins : ();
        }
        my @shown = sort keys %found;
        syswrite *main::STDOUT, join '', map "$_\n", @shown[0 .. ($#shown < 999 ? $#shown : 999)];
    }

    $SIG{INT} = 'IGNORE';
    reply('H');
    while (defined(my $line = do { local $/ = "\n"; <$requests> })) {
        my ($action, @words) = split ' ', $line;
        if ($action eq 'run') { run(@words) }
        else {
            attempt(sub { complete(text($words[1])) });
            reply("F $words[0] 0 0");
        }
    }
    exit 0;
    """#
