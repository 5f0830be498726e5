#!/usr/bin/env bash
# Installs the ONNX runtime that checks exported models (tests/onnx) from the npm registry, in the versions locked there. Without npm, or where it fails, the
# tests that need it are skipped and say so: no reason to fail a build.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../tests/onnx"
# npm writes this file last, so that an install that was cut off does not count.
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
skipped="the tests of exported ONNX models will be skipped"
if ! command -v npm >/dev/null; then
  echo "No npm on the PATH: $skipped. Install Node.js 18 or later to run them."
elif ! output=$(npm ci --loglevel=error 2>&1); then
  echo "npm could not install onnxruntime-node: $skipped. It said: ${output:-nothing}"
fi
exit 0
