#!/usr/bin/env bash
# Puts the program in place: a release whose checksum and origin are verified, or a build of the action's own source.
# Wherever something cannot be verified, nothing is run.
#
# Reads   VERSION (empty: the action's own · X.Y.Z · source), GH_TOKEN, RUNNER_OS, RUNNER_ARCH, RUNNER_TEMP
# Sets    program (its path), version
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR
source "$root/action/common.sh"

main() {
  # shellcheck disable=SC2153 # what was asked for, not what it came to
  case $VERSION in
    source) build ;;
    '') download "$(own_version)" ;;
    *) download "${VERSION#v}" ;;
  esac
  set_output program "$program"
  set_output version "$version"
}

# Of the source that the action came with.
own_version() {
  sed -n -e '/^version = "/{' -e 's/^version = "\(.*\)".*/\1/p' -e q -e '}' "$root/Cargo.toml"
}

build() {
  command -v cargo > /dev/null || fail 'version: source needs cargo, which is not here. Install Rust in a step before this one, or name a release.'
  local folder
  folder=$(temporary_folder)
  version=$(own_version)
  # Not where the site is: cargo and rustup would take settings from its files.
  (cd "$root" && cargo install --locked --quiet --path . --root "$folder") ||
    fail 'fairbalance could not be built from its source; the log above says why.'
  program=$folder/bin/fairbalance$(suffix)
}

download() {
  version=$1
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] ||
    fail "version: '$version' is not a version. Write one such as 0.1.0, or \`source\`."
  local repository target folder name archive
  repository=$(repository)
  [ -n "$repository" ] ||
    fail "It cannot be told which repository the action came from, so there is no release to take. Use it as OWNER/fairbalance@REF, or set \`version: source\`."
  target=$(target)
  [ -n "$target" ] ||
    fail "There is no release for ${RUNNER_OS:-this system} on ${RUNNER_ARCH:-this processor}. Set \`version: source\`, with Rust installed before."
  command -v gh > /dev/null ||
    fail "The origin of the release cannot be verified: gh, the command line of GitHub, is not here. Install it, or set \`version: source\`."

  folder=$(temporary_folder)
  name=fairbalance-$version-$target
  archive=$name.tar.gz
  gh release download "v$version" --repo "$repository" --dir "$folder" --pattern "$archive" --pattern SHA256SUMS ||
    fail "Release $version of $repository could not be downloaded ($archive and SHA256SUMS). Is there such a release, and may the token read it?"
  verify_checksum "$folder" "$archive"
  gh attestation verify "$folder/$archive" --repo "$repository" \
    --signer-workflow "$repository/.github/workflows/release.yml" --source-ref "refs/tags/v$version" ||
    fail "$archive has no valid attestation that release.yml of $repository built it from v$version. It is not run. If gh is older than 2.49, update it."
  (cd "$folder" && tar -xzf "$archive") || fail "$archive could not be unpacked."
  program=$folder/$name/fairbalance$(suffix)
  [ "$("$program" --version)" = "fairbalance $version" ] || fail "$archive does not hold fairbalance $version."
}

# OWNER/NAME that the action was taken from. The runner unpacks actions into folders of that name; the variables for it
# are empty in composite actions, and those of the outermost where actions are nested.
repository() {
  if [[ $root/ =~ /_actions/([A-Za-z0-9._-]+)/([A-Za-z0-9._-]+)/ ]]; then
    printf '%s/%s' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  fi
}

target() {
  case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
  esac
}

suffix() {
  if [ "${RUNNER_OS:-}" = Windows ]; then echo .exe; fi
}

verify_checksum() {
  local expected actual
  expected=$(awk -v name="$2" '$2 == name || $2 == "*" name { print $1 }' "$1/SHA256SUMS")
  [[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "SHA256SUMS of the release has not exactly one checksum of $2. It is not run."
  actual=$(sha256 < "$1/$2") || fail 'Neither sha256sum nor shasum is here, so the checksum cannot be verified.'
  [ "${actual%% *}" = "$expected" ] || fail "The checksum of $2 is wrong: ${actual%% *} where the release says $expected. It is not run."
}

sha256() {
  if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi
}

main
