#!/usr/bin/env bash
# Finds the commit that the change is held against, and fetches it where it is not here.
#
# Reads   DIFF_BASE (empty: that of the event · none · a commit or branch), GITHUB_EVENT_NAME, GITHUB_SHA,
#         PULL_REQUEST_BASE, MERGE_GROUP_BASE, GH_TOKEN
# Sets    commit (empty: everything is reported)
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/common.sh"
export GIT_TERMINAL_PROMPT=0

main() {
  commit=
  case $DIFF_BASE in
    none) ;;
    '') base_of_event ;;
    *) base_by_name "$DIFF_BASE" ;;
  esac
  set_output commit "$commit"
  if [ -n "$commit" ]; then
    echo "Held against $commit: what was there is not reported."
  else
    echo 'Held against nothing: everything is reported.'
  fi
}

base_of_event() {
  case ${GITHUB_EVENT_NAME:-} in
    pull_request | pull_request_target) base_of_pull_request ;;
    merge_group) get "${MERGE_GROUP_BASE:-}" ;;
  esac
}

base_of_pull_request() {
  local head parents
  head=$(git rev-parse --verify --quiet HEAD) || fail 'There is no commit here. Check the repository out in a step before this one.'
  if [ "$head" = "$GITHUB_SHA" ]; then
    if [ "$GITHUB_EVENT_NAME" = pull_request_target ]; then
      fail 'What is checked out is the base, not the change, so nothing would be checked. Run this on pull_request.'
    fi
    # The merge of the change into its base. In a shallow clone git hides the parents, but the commit names them.
    parents=$(git cat-file commit HEAD | sed -n -e '/^$/q' -e 's/^parent //p')
    if [ "$(wc -l <<< "$parents")" -eq 2 ]; then
      get "${parents%%$'\n'*}"
      return
    fi
  fi
  get "${PULL_REQUEST_BASE:-}"
  # The point where the branch left, where enough of the history is here to tell.
  commit=$(git merge-base HEAD "$commit" 2> /dev/null) || commit=$PULL_REQUEST_BASE
}

# A commit by its id.
get() {
  [[ $1 =~ ^[0-9a-f]{40,64}$ ]] || fail "The event names no base. Set \`diff-base\` to a commit or branch, or to \`none\`."
  if ! is_here "$1"; then
    fetch "$1" || cannot_be_had "$1"
  fi
  commit=$1
}

# A commit or branch as somebody wrote it.
base_by_name() {
  if [[ $1 == -* || $1 == *:* || $1 == *$'\n'* ]]; then
    fail "diff-base: '$1' names no commit or branch."
  fi
  if commit=$(git rev-parse --verify --quiet --end-of-options "$1^{commit}"); then
    return
  fi
  fetch "$1" || cannot_be_had "$1"
  commit=$(git rev-parse --verify --quiet 'FETCH_HEAD^{commit}') || cannot_be_had "$1"
}

is_here() {
  git cat-file -e "$1^{commit}" 2> /dev/null
}

# One commit without its history: first with what the checkout left to log in with, then with the token.
fetch() {
  local from=(fetch --quiet --no-tags --depth=1 -- origin "$1")
  if git "${from[@]}"; then return 0; fi
  if [ -z "${GH_TOKEN:-}" ]; then return 1; fi
  echo 'Trying again with the token.'
  GIT_CONFIG_COUNT=1 \
    GIT_CONFIG_KEY_0="http.${GITHUB_SERVER_URL:-https://github.com}/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$GH_TOKEN" | base64 | tr -d '\n')" \
    git "${from[@]}"
}

cannot_be_had() {
  fail "The base $1 cannot be had, so it cannot be told what this change brought. Set \`fetch-depth: 2\` (or 0) for actions/checkout, or \`diff-base: none\` to report everything."
}

main
