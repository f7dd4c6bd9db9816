#!/usr/bin/env bash
# Builds Chatter and serves it at http://localhost:5080 (or at $ASPNETCORE_URLS). Nothing else has to be set up.
set -euo pipefail
cd "$(dirname "$0")"
. build/machine.sh

need_dotnet
want_package espeak-ng espeak-ng "rooms are read aloud by the browser instead"

dotnet build Chatter.Web --configuration Release --nologo --verbosity quiet
exec dotnet Chatter.Web/bin/Release/net10.0/Chatter.Web.dll "$@"
