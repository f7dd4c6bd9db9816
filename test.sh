#!/usr/bin/env bash
# Builds everything and runs every test, with a real browser and real programs. Ends with "N passed, N failed".
#   --pictures   also takes the pictures of the README into docs/images
#   other words  are handed on to `dotnet test`, such as --filter
set -uo pipefail
cd "$(dirname "$0")"
. build/machine.sh

need_dotnet
want_package chromium chromium "the tests in a browser are skipped"
want_package espeak-ng espeak-ng "the tests of the voice are skipped"
want_package ffmpeg ffmpeg "the tests of sound files are skipped"

if [ "${1:-}" = --pictures ]; then export CHATTER_PICTURES=1; shift; fi

dotnet build Chatter.sln --configuration Release --nologo --verbosity quiet || { echo "0 passed, 1 failed"; exit 1; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test Chatter.Tests --configuration Release --no-build --nologo --tl:off "$@" </dev/null 2>&1 | tee "$log"
code=${PIPESTATUS[0]}

count() { sed -nE "s/.*$1: +([0-9]+),.*/\1/p" "$log" | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)

# A run that broke off, or that ran nothing, is a failure whatever it counted; a skip means this machine proves less than it should.
if [ "$code" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
if [ "$passed" = 0 ] && [ "$failed" = 0 ]; then failed=1; fi
if [ "$skipped" -gt 0 ]; then
  echo "Skipped tests count as failures here; install what they name."
  failed=$((failed + skipped))
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
