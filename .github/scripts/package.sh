#!/usr/bin/env bash
# Packs a release archive, FOLDER/fairbalance-VERSION-TARGET.tar.gz: the program, its manual page, completions for shells,
# the licences. The program has to run here.
#
# Usage   package.sh VERSION TARGET PROGRAM FOLDER
set -euo pipefail
version=$1 target=$2 program=$3 folder=$4
root=$(cd "$(dirname "$0")/../.." && pwd)
name=fairbalance-$version-$target

said=$("$program" --version | tr -d '\r')
if [ "$said" != "fairbalance $version" ]; then
  echo "$program is $said, not fairbalance $version" >&2
  exit 1
fi

# The example site is full of findings: 1 is right, anything else is a program that does not work here.
code=0
"$program" check --quiet "$root/examples" || code=$?
if [ "$code" -ne 1 ]; then
  echo "$program check examples ended with $code, not with 1" >&2
  exit 1
fi

mkdir -p "$folder/$name/completions"
cp "$program" "$root/README.md" "$root/CHANGELOG.md" "$root"/LICENSE-* "$folder/$name/"
"$program" man > "$folder/$name/fairbalance.1"
for shell in bash elvish fish powershell zsh; do
  "$program" completions "$shell" > "$folder/$name/completions/fairbalance.$shell"
done
# Users of this machine mean nothing elsewhere.
(cd "$folder" && tar --numeric-owner -czf "$name.tar.gz" "$name" && rm -r "$name")
