#!/usr/bin/env bash
# Hands on to the targets of build.proj: build, demo, test, bench, pack, clean.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if ! command -v dotnet >/dev/null; then
  echo "build.sh: expected the .NET 10 SDK (the command 'dotnet'); found none. Install it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
  exit 1
fi
target=${1:-build}
[ $# -gt 0 ] && shift
status=0
dotnet msbuild build.proj -nologo -tl:off -v:minimal "-t:$target" "$@" || status=$?
# MSBuild indents what it prints; the closing line of the tests stands alone on its line.
if [ "$target" = test ] && [ -f artifacts/test-results/summary.txt ]; then cat artifacts/test-results/summary.txt; fi
exit "$status"
