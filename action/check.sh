#!/usr/bin/env bash
# One run of the program, and its reports: the log, annotations, the summary of the job, files, outputs.
#
# Reads   FAIRBALANCE (the program), BASE (a commit or empty), PATHS (one a line), CONFIG, FAIL_ON, BASELINE, ANNOTATIONS,
#         SUMMARY, SARIF_FILE
# Sets    findings, errors, warnings, notes, exit-code, json-file, markdown-file, sarif-file
# Exits   as the program does
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/common.sh"

main() {
  is_switch annotations "$ANNOTATIONS"
  is_switch summary "$SUMMARY"
  folder=$(temporary_folder)
  collect_arguments
  run
  if [ -s "$folder/report.json" ]; then
    outputs
    publish "$folder/annotations.txt" "$folder/report.md"
  else
    nothing_checked
    publish "$folder/failure.txt" "$folder/failure.md"
  fi
  exit "$code"
}

is_switch() {
  case $2 in
    true | false) ;;
    *) fail "$1: '$2' is neither true nor false." ;;
  esac
}

# Every value is joined to its flag or stands behind `--`, so that none is taken for a flag.
collect_arguments() {
  arguments=(check --format=human --color=never)
  if [ -n "$CONFIG" ]; then arguments+=("--config=$CONFIG"); fi
  if [ -n "$FAIL_ON" ]; then arguments+=("--fail-on=$FAIL_ON"); fi
  if [ -n "$BASELINE" ]; then arguments+=("--baseline=$BASELINE"); fi
  if [ -n "$BASE" ]; then arguments+=("--diff-base=$BASE"); fi
  if [ -n "$SARIF_FILE" ]; then
    arguments+=("--write=sarif=$SARIF_FILE")
    # One of an earlier run must not pass for one of this run.
    rm -f -- "$SARIF_FILE"
  fi
  # The one in JSON comes last: where it is, the others are.
  arguments+=("--write=github=$folder/annotations.txt" "--write=markdown=$folder/report.md")
  arguments+=("--write=json=$folder/report.json" --)
  local path count=0
  while IFS= read -r path || [ -n "$path" ]; do
    path=${path%$'\r'}
    if [ "$path" = - ]; then fail 'paths: nothing can be read from standard input here. A file of that name is ./-'; fi
    if [ -n "$path" ]; then
      arguments+=("$path")
      count=$((count + 1))
    fi
  done <<< "$PATHS"
  if [ "$count" -eq 0 ]; then fail 'paths: no path is named. Leave it out to check everything.'; fi
}

# Copy, file names and configs are quoted in the log, so commands in them are switched off for as long.
run() {
  local token
  token=fairbalance-$(random)
  code=0
  echo "::stop-commands::$token"
  "$FAIRBALANCE" "${arguments[@]}" 2> "$folder/errors.txt" || code=$?
  cat "$folder/errors.txt"
  echo
  echo "::$token::"
}

outputs() {
  local name errors warnings notes
  for name in errors warnings notes; do
    printf -v "$name" '%s' "$(of_summary "$name")"
    [[ ${!name} =~ ^[0-9]+$ ]] || fail "The report does not say how many $name there are."
    set_output "$name" "${!name}"
  done
  set_output findings "$((errors + warnings + notes))"
  set_output json-file "$folder/report.json"
  set_output markdown-file "$folder/report.md"
  if [ -n "$SARIF_FILE" ] && [ -s "$SARIF_FILE" ]; then set_output sarif-file "$SARIF_FILE"; fi
  set_output exit-code "$code"
}

# A number of the report's summary. Strings hold no line ends in JSON, so no words of a page can look like these lines.
of_summary() {
  sed -n -e '/^  "summary": {$/,/^  }/s/^    "'"$1"'": \([0-9]*\),\{0,1\}$/\1/p' "$folder/report.json"
}

# The program ended before it had anything to report: a mistake in a config or rule, a base or baseline that is not here.
nothing_checked() {
  case $code in
    0 | 1) code=2 ;;
  esac
  set_output exit-code "$code"
  local said
  said=$(head -n 40 "$folder/errors.txt")
  printf '::error title=fairbalance: nothing was checked::%s\n' "$(command_data "${said:-The program ended with $code.}")" > "$folder/failure.txt"
  {
    printf '## fairbalance: nothing was checked\n\n<pre>\n'
    printf '%s\n' "${said:-The program ended with $code.}" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
    printf '</pre>\n'
  } > "$folder/failure.md"
}

publish() {
  if [ "$ANNOTATIONS" = true ]; then cat "$1"; fi
  if [ "$SUMMARY" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$2" >> "$GITHUB_STEP_SUMMARY"; fi
}

main
