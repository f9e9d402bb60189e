#!/usr/bin/env bash
# make.sh TAG FOLDER: builds Debian's slim image from packages and imports it as TAG.
# FOLDER may contain the host's certificates/*.crt and ca-certificates.crt.
set -euo pipefail
umask 022

tag=$1
folder=$2
here=$(cd "$(dirname "$0")" && pwd)

mmdebstrap --variant=minbase \
  --dpkgopt="$here/dpkg.cfg" \
  --customize-hook="upload '$here/apt.conf' /etc/apt/apt.conf.d/docker" \
  --customize-hook="'$here/trust.sh' '$folder' \"\$1\"" \
  --customize-hook='mv "$1/etc/dpkg/dpkg.cfg.d/99mmdebstrap" "$1/etc/dpkg/dpkg.cfg.d/docker"' \
  --customize-hook='rm -f "$1/etc/hostname" "$1/etc/resolv.conf" "$1"/var/cache/apt/*.bin' \
  trixie "$folder/root.tar"

docker import \
  --change 'CMD ["bash"]' \
  --change 'LABEL blueprint.made="from packages, where Docker Hub could not be reached"' \
  "$folder/root.tar" "$tag"
