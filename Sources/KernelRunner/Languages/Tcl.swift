extension Language {
    /// Tcl by tclsh, which takes code from files alone.
    static func tcl(path: String) -> Language {
        Language(
            name: "tcl", path: path,
            form: .script("main.tcl"),
            exec: execution(of: "main.tcl", by: path)
        )
        .keeping(.driven(path: path, [], file: "driver.tcl", driver))
    }
}

/// Runs code in a coroutine, which `exit` leaves for ever.
///
/// Tcl knows no signals: an interrupt ends the process.
private let driver = #"""
    namespace eval ::__kernel_runner {
        variable requests [open /proc/self/fd/3 r] replies [open /proc/self/fd/4 w] spare {}
        fconfigure $requests -encoding utf-8
        fconfigure $replies -translation lf
        foreach number {1 2} { lappend spare [open /proc/self/fd/$number w] }
        rename ::exit leave

        proc ::exit {{code 0}} {
            if {[info coroutine] eq "::__kernel_runner::run" && [string is integer -strict $code]} {
                catch { yield $code }
            }
            ::__kernel_runner::leave $code
        }

        proc reply {line} {
            variable replies
            puts $replies $line
            flush $replies
        }

        # What the program has closed is opened again; a file gets the lowest free number, so in this order.
        proc open_streams {input} {
            variable spare
            catch {close stdin}
            open $input r
            foreach stream {stdout stderr} channel $spare {
                if {[catch {fconfigure $stream}]} { open /proc/self/fd/[string range $channel 4 end] w }
            }
            catch {fconfigure stderr -buffering none}
        }

        proc read_file {path} {
            set file [open $path r]
            fconfigure $file -encoding utf-8
            set text [read $file]
            close $file
            return $text
        }

        # In the coroutine; gives the exit code.
        proc evaluate {interactive code} {
            set status [catch {uplevel #0 $code} result options]
            switch $status {
                0 - 2 {
                    if {$status == 0 && $interactive && $result ne ""} { puts -nonewline $result }
                    if {$status == 0 || [dict get $options -code] == 0} { return 0 }
                }
                3 { set result {invoked "break" outside of a loop} }
                4 { set result {invoked "continue" outside of a loop} }
                default { if {$status != 1} { set result "command returned bad code: $status" } }
            }
            set trace $result
            if {[dict exists $options -errorinfo]} { set trace [dict get $options -errorinfo] }
            # Our own frames go; the last one of the code's is named as a file's would be.
            if {[set end [string last "\n    (\"uplevel\" body line " $trace]] >= 0} {
                regexp {\d+} [string range $trace $end end] line
                set trace "[string range $trace 0 $end-1]\n    (file \"main.tcl\" line $line)"
            }
            set ::errorInfo $trace
            puts stderr $trace
            return 1
        }

        proc complete {text} {
            if {![regexp {[^\s\[\]{}";]+$} $text word]} return
            set before [string range $text 0 end-[string length $word]]
            set found {}
            if {[regexp {^(\$\{?)(.*)} $word - sign name]} {
                foreach variable [candidates vars $name] { lappend found $sign$variable }
            } elseif {[regexp {(?:^|[\[\{;\n])[ \t]*([\w:]+)[ \t]+$} $before - ensemble]
                    && [namespace ensemble exists ::$ensemble]} {
                set found [dict keys [namespace ensemble configure ::$ensemble -map]]
            } else {
                set found [concat [candidates commands $word] [candidates vars $word]]
            }
            set found [lsearch -all -inline -glob [lsort -unique $found] [escape $word]*]
            foreach name [lrange [lsearch -all -inline -not $found *__kernel_runner*] 0 999] { puts $name }
        }

        proc escape {word} { string map {* \\* ? \\? [ \\[ \\ \\\\} $word }

        # Variables or commands of the global scope, named as `word` begins to.
        proc candidates {kind word} {
            set names [uplevel #0 [list info $kind [escape $word]*]]
            foreach namespace [namespace children ::] { lappend names $namespace }
            if {[string match ::* $word]} { return $names }
            return [lmap name $names { string trimleft $name : }]
        }

        proc serve {} {
            variable requests
            reply H
            while {[gets $requests line] >= 0} {
                lassign $line verb number flags path input
                set code 0
                if {$verb eq "complete"} {
                    catch {complete [read_file $flags]}
                } else {
                    open_streams $input
                    set text [read_file $path]
                    reply "B $number"
                    set code [coroutine run evaluate [expr {$flags & 2}] $text]
                    catch {rename run {}}
                }
                catch {flush stdout}
                catch {flush stderr}
                reply "F $number [expr {$code & 255}] 0"
            }
            leave 0
        }
    }
    ::__kernel_runner::serve
    """#
