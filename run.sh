#!/usr/bin/env bash
# Builds Chatter and serves it at http://localhost:5080 (or at $ASPNETCORE_URLS). Nothing else has to be set up.
set -euo pipefail
cd "$(dirname "$0")"
. build/machine.sh

need_dotnet
want_package espeak-ng espeak-ng "rooms are read aloud by the browser instead"

program=Chatter.Web/bin/Release/net10.0/Chatter.Web.dll

# Asking the build whether there is anything to build takes longer than the whole start, so the question is answered here.
changed=yes
if [ -f "$program" ]; then
  changed=$(find Chatter.Core Chatter.Web build Directory.*.props \( -name bin -o -name obj -o -name _framework \) -prune \
    -o -type f -newer "$program" -print -quit)
fi
if [ -n "$changed" ]; then dotnet build Chatter.Web --configuration Release --nologo --verbosity quiet; touch "$program"; fi

exec dotnet "$program" "$@"
