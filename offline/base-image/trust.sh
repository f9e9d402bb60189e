#!/usr/bin/env bash
# trust.sh FOLDER ROOT: has the image trust what the host trusts. The bundle is for now, until
# ca-certificates is installed in an image; then that package makes it anew from the single files.
set -euo pipefail

given=$1
root=$2

[ -d "$given/certificates" ] || exit 0
install -d "$root/usr/local/share/ca-certificates" "$root/etc/ssl/certs"
install -m 644 "$given"/certificates/*.crt "$root/usr/local/share/ca-certificates/"
install -m 644 "$given/ca-certificates.crt" "$root/etc/ssl/certs/ca-certificates.crt"
