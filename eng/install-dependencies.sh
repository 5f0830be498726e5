#!/usr/bin/env bash
# Installs the Debian (or Ubuntu) packages named as arguments that are missing. Does nothing if all are installed.
set -euo pipefail
missing=()
for package in "$@"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
command="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" = 0 ]; then as=(); elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as=(sudo -n); else
  echo "Not installed: ${missing[*]}. This user may not install packages. To use them, run: sudo $command"
  exit 1
fi
echo "Installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as[@]}" apt-get update -qq && "${as[@]}" env DEBIAN_FRONTEND=noninteractive $command -qq -o Dpkg::Use-Pty=0; } >"$log" 2>&1; then
  cat "$log"
  echo "Not installed: ${missing[*]} (see above). To use them, run: $command"
  exit 1
fi
