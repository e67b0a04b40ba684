#!/usr/bin/env bash
# Makes a container ready for the notebooks: Jupyter, ffmpeg (films of faces), the lethe command, its kernel.
set -euo pipefail
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PATH="$PATH:$HOME/.dotnet/tools"
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

as_root apt-get update
as_root apt-get install -y --no-install-recommends jupyter-client python3-jupyter-client python3-nbclient jupyter-nbconvert jupyter-notebook ffmpeg
command -v lethe >/dev/null || dotnet tool install --global Lethe.Cli --version LETHE_VERSION
lethe kernel install --user
lethe doctor || true # says what is missing; nothing that keeps the notebooks from opening
