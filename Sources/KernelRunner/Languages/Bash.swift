extension Language {
    /// The shell.
    static func bash(path: String) -> Language {
        interpreted("bash", path: path, ["-c"], file: "main.sh")
            .keeping(.driven(path: path, ["-c", loop], file: "driver.sh", driver))
    }

    /// Git: the shell, in an image that is chosen for its git.
    static func git() -> Language {
        interpreted("git", path: "/bin/bash", ["-c"], file: "main.sh")
    }
}

/// Serves one run after another; on one line, since `eval` goes on with the number of its own line.
///
/// All that the code does to descriptors 0, 1 and 2 is undone after it, and it sees none of the driver's.
/// The inner loop is there for its `break`.
private let loop = #"""
    . "$0"; BASH_ARGV0=$BASH; unset BASH_EXECUTION_STRING; while { __kernel_runner next; } 2>/dev/null; do \#
    for _ in _; do eval "$__kernel_runner"; done <&205 >&203 2>&204 201<&- 202>&- 203>&- 204>&- 205<&-; \#
    { __kernel_runner finish "$?" "$-"; set +x; } 2>/dev/null; done
    """#

/// What the loop calls; bash has no way to jump out of code, so an interrupt makes each further command end
/// the function, file or loop that it is in.
private let driver = #"""
    exec 201<&3 202>&4 203>&1 204>&2 3<&- 4>&-
    trap '' INT

    __kernel_runner() { # its array: code, number, whether interrupted, the program's trap, its `set -x`
        builtin local - IFS=' ' verb number flags code input text word
        builtin set +efux
        case $1 in
        next)
            while builtin read -r -u 201 verb number flags code input; do
                [[ $verb == run ]] && break
                __kernel_runner complete "$flags" >&203
                builtin printf 'F %d 0 0\n' "$number" >&202
            done
            [[ $verb ]] || builtin exit 0
            exec 205<"$input"
            builtin mapfile -d '' -t text <"$code"
            __kernel_runner=("${__kernel_runner[4]-}${text[0]-}" "$number" 0 "${__kernel_runner[3]-}")
            builtin eval "${__kernel_runner[3]:-"trap '__kernel_runner interrupt' INT"}"
            builtin printf 'B %d\n' "$number" >&202
            ;;
        interrupt)
            __kernel_runner[2]=1
            builtin shopt -s extdebug
            builtin trap 'if [[ $BASH_COMMAND == "__kernel_runner finish "* ]]; then
                trap - DEBUG; shopt -u extdebug; set +ET
            elif ((${#BASH_SOURCE[@]})); then trap - RETURN; return 2; else ! break 2>/dev/null; fi' DEBUG
            ;;
        finish)
            __kernel_runner[3]=$(builtin trap -p INT)
            builtin trap '' INT
            [[ ${__kernel_runner[3]} == *"'__kernel_runner interrupt'"* ]] && __kernel_runner[3]=
            [[ $3 == *x* ]] && __kernel_runner[4]='set -x; '
            exec 205<&-
            ((__kernel_runner[2])) && builtin set -- finish 130
            builtin printf 'F %d %d %d\n' "${__kernel_runner[1]}" "$2" "${__kernel_runner[2]}" >&202
            ;;
        complete)
            builtin mapfile text <"$2"
            text=${text[-1]-}
            word=${text##*[][:space:]\;\|\&\(\)\<\>\`\"\'=]}
            text=${text%"$word"}
            text=${text%"${text##*[![:space:]]}"}
            if [[ $text =~ (^|[;|\&\(\{\`!]|(^|[[:space:]])(if|then|elif|else|while|until|do|time))$ ]]; then
                verb=(-c)
            else
                verb=(-f)
            fi
            case $word in
            '') builtin return ;;
            '${'*) verb=(-P '${' -v) word=${word:2} ;;
            '$'*) verb=(-P '$' -v) word=${word:1} ;;
            esac
            builtin compgen "${verb[@]}" -- "$word" | LC_ALL=C command sort -u | command grep -v __kernel_runner |
                command head -n 1000
            ;;
        esac
    }
    builtin printf 'H\n' >&202
    """#
