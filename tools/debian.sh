#!/usr/bin/env bash
# Installs the Debian packages that the tests need. Where that is not allowed (no root, not Debian) it says what is lacking
# and goes on: the tests that need it are then skipped by name, but fail when CI is set.
set -euo pipefail

# program:package. A program that is there, from wherever, is good enough.
needed=(
    firefox-esr:firefox-esr          # the journeys
    chromium:chromium                # pictures, and the accessibility check
    msgfmt:gettext                   # a second opinion on the catalogues
    strace:strace                    # which files are opened (T2)
    pdftotext:poppler-utils          # what a printed letter says
    ps:procps                        # which processes are left
    ip:iproute2                      # a network of our own
    mdb-export:mdbtools              # a second opinion on Access databases
)
packages=()
for pair in "${needed[@]}"; do
    command -v "${pair%%:*}" >/dev/null || packages+=("${pair#*:}")
done
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || packages+=(postgresql)
# Pictures show the letters of all three languages with the same font everywhere.
compgen -G '/usr/share/fonts/truetype/dejavu/*.ttf' >/dev/null || packages+=(fonts-dejavu-core)

[ ${#packages[@]} -eq 0 ] && exit 0
mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian packages: ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    # A database server of the machine's own is not wanted: the tests start theirs.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    apt-get update -qq </dev/null
    apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null >/dev/null
else
    echo "Lacking for the whole of the tests: ${packages[*]}"
    echo "Install them with: apt-get install ${packages[*]}"
fi
