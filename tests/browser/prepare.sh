#!/usr/bin/env bash
# Sees that Chromium, a Chinese font and nginx are there: installs them as root, else says what to
# install. Without nginx its tests are skipped; the others do not run without what they need.
set -euo pipefail

wanted=()
chromium_found=""
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then chromium_found=$name; break; fi
done
[ -n "$chromium_found" ] || wanted+=(chromium)
if ! command -v fc-list >/dev/null 2>&1; then
    wanted+=(fontconfig fonts-wqy-zenhei)
elif [ -z "$(fc-list :lang=zh family)" ]; then
    wanted+=(fonts-wqy-zenhei)
fi

if ! command -v nginx >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]; then wanted+=(nginx-light); fi

[ ${#wanted[@]} -gt 0 ] || exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the browser tests: ${wanted[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
else
    echo "The browser tests need: ${wanted[*]}. Install them (Debian, Ubuntu: sudo apt-get install ${wanted[*]}) and run make again." >&2
    exit 1
fi
