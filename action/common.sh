# shellcheck shell=bash
# What the steps of the action share. They run in bash 3.2 too, which macOS has.

# Ends the step with 2, "the answer cannot be trusted", and says why and what to do. Not for use within $(…).
fail() {
  printf '::error title=fairbalance::%s\n' "$(command_data "$1")"
  exit 2
}

# Text as the data of a workflow command: a line end would begin another command.
command_data() {
  local text=$1
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '%s' "$text"
}

# Gives the step an output. Nobody can foresee the delimiter, so no value can end itself and set another output.
set_output() {
  local delimiter
  delimiter=fairbalance-$(random)
  printf '%s<<%s\n%s\n%s\n' "$1" "$delimiter" "$2" "$delimiter" >> "$GITHUB_OUTPUT"
}

random() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

# A new folder that lives as long as the job. Windows writes its path with backslashes.
temporary_folder() {
  mktemp -d "${RUNNER_TEMP//\\//}/fairbalance.XXXXXX"
}
