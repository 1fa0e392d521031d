set -euo pipefail

table() {
    local key=$1
    case $key in
        one) echo 1 ;;
        two) echo 2 ;;
        *) return 3 ;;
    esac
}
no_such_program 2>&1 | sed 's/^/said: /' || echo "pipe ${PIPESTATUS[*]}"
echo "$((10#08 + 1)) $(table one)"
echo "missing: ${missing-none}"
(echo "$(table three)" && false) || echo "subshell $?"
value=$(table two)
echo "$value ${nothing:?is not set}"
echo 'never printed'
