# What run.sh and test.sh need of a machine; sourced by both, from the root of the checkout.

# Puts .NET 10 on the path: the machine's own, else one fetched into ./.dotnet by Microsoft's install script.
need_dotnet() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  if [ -x .dotnet/dotnet ]; then export DOTNET_ROOT="$PWD/.dotnet" PATH="$PWD/.dotnet:$PATH"; fi
  if command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.'; then return; fi
  echo "The .NET 10 SDK is not installed; fetching it into ./.dotnet with Microsoft's install script." >&2
  want_package curl curl "the .NET SDK cannot be fetched"
  want_package libicu-dev "" "the .NET SDK cannot start"
  if ! curl -fsSL https://dot.net/v1/dotnet-install.sh -o .dotnet-install.sh; then
    echo "It could not be fetched. Install the .NET 10 SDK (https://dotnet.microsoft.com/download) and start again." >&2
    exit 1
  fi
  bash .dotnet-install.sh --channel 10.0 --install-dir .dotnet && rm -f .dotnet-install.sh
  export DOTNET_ROOT="$PWD/.dotnet" PATH="$PWD/.dotnet:$PATH"
}

# want_package PACKAGE COMMAND LOSS: installs a Debian package whose command is missing. Only root may; others are told the
# one command, and what they lose without it.
want_package() {
  local package=$1 command=$2 loss=$3
  if [ -n "$command" ] && command -v "$command" >/dev/null; then return; fi
  if [ -z "$command" ] && dpkg -s "$package" >/dev/null 2>&1; then return; fi
  if ! command -v apt-get >/dev/null; then
    echo "$package is not installed: $loss." >&2
  elif [ "$(id -u)" != 0 ]; then
    echo "$package is not installed: $loss. To have it: sudo apt-get install -y $package" >&2
  else
    echo "Installing $package." >&2
    if [ -z "${apt_is_fresh:-}" ]; then apt-get update -qq >/dev/null || true; apt_is_fresh=1; fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null || echo "$package could not be installed: $loss." >&2
  fi
}
