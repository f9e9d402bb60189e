#!/usr/bin/env bash
# trust.sh FOLDER ROOT: makes the image trust the certificates that the host trusts. The bundle is used
# until an image installs ca-certificates, which then regenerates it from the single files.
set -euo pipefail

folder=$1
root=$2

[ -d "$folder/certificates" ] || exit 0
install -d "$root/usr/local/share/ca-certificates" "$root/etc/ssl/certs"
install -m 644 "$folder"/certificates/*.crt "$root/usr/local/share/ca-certificates/"
install -m 644 "$folder/ca-certificates.crt" "$root/etc/ssl/certs/ca-certificates.crt"
