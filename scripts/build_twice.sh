#!/bin/sh
# Builds sdist and wheel twice, at the time of the last commit, and demands the same bytes; leaves them in dist/.
set -eu
python=$(command -v .venv/bin/python || command -v python3)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 315532800)
export SOURCE_DATE_EPOCH
first=$(mktemp -d) second=$(mktemp -d)
trap 'rm -rf "$first" "$second"' EXIT
"$python" -m build --quiet --outdir "$first" .
"$python" -m build --quiet --outdir "$second" .
for file in "$first"/*; do
  cmp "$file" "$second/$(basename "$file")"
done
rm -rf dist
mkdir dist
cp "$first"/* dist/
echo "built twice, the same bytes: $(ls dist | tr '\n' ' ')"
