#!/bin/sh
# Installs missing Debian packages: setup.sh runtime | tests | languages. Touches neither network nor lock when nothing is
# missing.
set -eu
runtime="libc6-dev libstdc++-12-dev binutils pkg-config libncurses6 libxml2 ca-certificates
libcurl4-openssl-dev libssl-dev libsqlite3-dev python3 runc e2fsprogs
libnghttp2-dev libidn2-dev libunistring-dev libpsl-dev libzstd-dev libbrotli-dev zlib1g-dev"
tests="python3-venv seccomp wrk"
# What host images are made of, secure shell and a notebook server: 1.6 GB. Those of LANGUAGES=all take 1.3 GB more: Haskell 0.8, Octave 0.5.
# Debian 12 has no package of Julia.
languages="nodejs gcc g++ rustc golang-go default-jdk-headless ruby perl php-cli lua5.4 tcl bash guile-3.0 git
dropbear-bin openssh-client openssh-sftp-server jupyter-notebook"
large="ghc octave r-base-core"
[ "${LANGUAGES:-}" != all ] || languages="$languages $large"
case "${1:-runtime}" in
    runtime) wanted=$runtime ;;
    tests) wanted="$runtime $tests" ;;
    languages) wanted=$languages ;;
    *) echo "setup.sh: runtime, tests or languages, not '$1'" >&2; exit 2 ;;
esac

missing=""
for package in $wanted; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" != 0 ]; then
        echo "setup.sh: these packages are missing:$missing" >&2
        echo "hint: run the same as root" >&2
        exit 1
    fi
    echo "installing:$missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    # Another package client may hold the lock: wait for it.
    apt-get -o DPkg::Lock::Timeout=600 -qq update > /dev/null
    # shellcheck disable=SC2086
    apt-get -o DPkg::Lock::Timeout=600 -qq -y --no-install-recommends install $missing > /dev/null
fi

[ "${1:-runtime}" = tests ] || exit 0
# A venv of its own for each, kept between runs: their dependencies do not agree.
install() {
    venv=$1; shift
    pins=$*
    if [ "$(cat "$venv/.complete" 2>/dev/null || true)" != "$pins" ]; then
        rm -rf "$venv"
        /usr/bin/python3 -m venv "$venv" >&2
        "$venv/bin/pip" install --quiet --disable-pip-version-check "$@" >&2
        printf '%s\n' "$pins" > "$venv/.complete"
    fi
}
# The official client; its yarl must be one that it still understands. Lark is the parser of the original's filters, and
# PyYAML what our reading of YAML is compared with.
install .build-venv "backend.ai-client==23.9.10" "yarl==1.9.11" "setuptools<70" "lark==1.3.1" "pyyaml==6.0.3"
# What tests the OpenAPI document.
install .build-venv-openapi "schemathesis==4.32.5"
