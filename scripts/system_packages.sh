#!/bin/sh
# Installs the programs that tests run for real, where this is root on a Debian-like system; elsewhere only tells.
set -eu

packages=""
want() { # program package...
  program=$1; shift
  command -v "$program" >/dev/null 2>&1 || packages="$packages $*"
}
want ffmpeg ffmpeg
want espeak-ng espeak-ng
want chromium chromium
want chromedriver chromium-driver
want npm npm
want apertium apertium
want cg-proc cg3
want apertium-apy apertium-apy
[ -d /usr/share/apertium/apertium-eng-spa ] || [ -e /usr/share/apertium/modes/eng-spa.mode ] || packages="$packages apertium-eng-spa"
[ -e /usr/share/apertium/modes/es-pt.mode ] || [ -e /usr/share/apertium/modes/spa-por.mode ] || packages="$packages apertium-es-pt"

[ -d /usr/share/apertium/apertium-spa-cat ] || [ -e /usr/share/apertium/modes/spa-cat.mode ] || packages="$packages apertium-spa-cat"

if [ -z "$packages" ]; then
  :
elif [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing for the tests:$packages"
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
  echo "not installed (tests that need them are reported as not run):$packages" >&2
fi

# the accessibility checks that the report's page is tested with
axe=.venv/axe
if [ ! -f "$axe/node_modules/axe-core/axe.min.js" ]; then
  if command -v npm >/dev/null 2>&1 && npm install --silent --no-audit --no-fund --no-save --prefix "$axe" axe-core@4.10.3 >/dev/null 2>&1; then
    echo "installed for the tests: axe-core in $axe"
  else
    echo "not installed (tests that need it are reported as not run): axe-core" >&2
  fi
fi

# the player that HLS captions are tested in
hls=.venv/hls
if [ ! -f "$hls/node_modules/hls.js/dist/hls.min.js" ]; then
  if command -v npm >/dev/null 2>&1 && npm install --silent --no-audit --no-fund --no-save --prefix "$hls" hls.js@1.7.4 >/dev/null 2>&1; then
    echo "installed for the tests: hls.js in $hls"
  else
    echo "not installed (tests that need it are reported as not run): hls.js" >&2
  fi
fi
