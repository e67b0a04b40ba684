#!/usr/bin/env bash
# Makes a machine ready for the notebooks: Jupyter, ffmpeg (films of faces), the build, the kernel. A devcontainer runs it once after it is made, .ci/run every time.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if ! command -v dotnet >/dev/null; then
  { as_root apt-get update && as_root apt-get install -y dotnet-sdk-10.0; } ||
    { echo "This needs the .NET 10 SDK, which neither this machine nor its packages have: https://dot.net/download" >&2; exit 1; }
fi
{ /usr/bin/python3 -c 'import jupyter_client, nbclient, nbconvert, notebook' && command -v jupyter-kernelspec; } >/dev/null 2>&1 ||
  { as_root apt-get update && as_root apt-get install -y --no-install-recommends jupyter-client python3-jupyter-client python3-nbclient jupyter-nbconvert jupyter-notebook; }

# Without it a few cells and commands say that it is missing; all else works.
command -v ffmpeg >/dev/null || { as_root apt-get update && as_root apt-get install -y --no-install-recommends ffmpeg; }

dotnet build -c Release
dotnet run -c Release --no-build --project src/Lethe.Cli -- kernel install --user
dotnet run -c Release --no-build --project src/Lethe.Cli -- doctor
