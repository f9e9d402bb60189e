#!/usr/bin/env bash
# make.sh TAG FOLDER: makes Debian's slim image from packages and imports it under TAG.
# FOLDER may hold certificates/*.crt and ca-certificates.crt of the host.
set -euo pipefail

tag=$1
given=$2
here=$(cd "$(dirname "$0")" && pwd)

mmdebstrap --variant=minbase \
  --dpkgopt="$here/dpkg.cfg" \
  --customize-hook="upload '$here/apt.conf' /etc/apt/apt.conf.d/docker" \
  --customize-hook="'$here/trust.sh' '$given' \"\$1\"" \
  --customize-hook='mv "$1/etc/dpkg/dpkg.cfg.d/99mmdebstrap" "$1/etc/dpkg/dpkg.cfg.d/docker"' \
  --customize-hook='rm -f "$1/etc/hostname" "$1/etc/resolv.conf" "$1"/var/cache/apt/*.bin' \
  trixie "$given/root.tar"

docker import \
  --change 'CMD ["bash"]' \
  --change 'LABEL blueprint.made="from packages, where Docker Hub could not be reached"' \
  "$given/root.tar" "$tag"
