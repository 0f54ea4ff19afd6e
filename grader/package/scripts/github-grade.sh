#!/usr/bin/env bash
# A step of a GitHub workflow: grades the repository and leaves the output `result`, whatever happens, so that a
# timeout is neither full marks nor no grade at all.
set -u
GRADER=$(cd "$(dirname "$0")/../../.." && pwd)
SUBMISSION=${GITHUB_WORKSPACE:-$PWD}
WORK=$(mktemp -d)
: "${WALL_SECONDS:=1500}" "${LIMIT_SECONDS:=3000}" "${GRADE_OPTIONS:=}"
. "$GRADER/grader/package/scripts/grade-in-time.sh"

finish() {
  printf 'result=%s\n' "$(cat "$WORK/result")" >> "${GITHUB_OUTPUT:-/dev/stdout}"
  [ -f "$WORK/summary.md" ] && cat "$WORK/summary.md" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
  tail -n 40 "$WORK/log"
  rm -rf "$WORK"
}
publish() {
  splitbrain report github-classroom "$1" > "$WORK/new" 2>> "$WORK/log" && mv "$WORK/new" "$WORK/result"
  splitbrain report markdown "$1" > "$WORK/summary.md" 2>> "$WORK/log"
}

touch "$WORK/log"
printf '%s' '{"version":1,"status":"error","max_score":0,"tests":[{"name":"grading","status":"error","score":0,"message":"The grader itself failed, or was ended before anything was finished. Please tell the course staff.","test_code":"","filename":"","line_no":0,"duration":0}]}' |
  base64 | tr -d '\n' > "$WORK/result"
trap finish EXIT
trap 'exit 1' INT TERM
COURSE=$(realpath "$1")
make_roster "$SUBMISSION"
cd "$WORK" || exit 1
# shellcheck disable=SC2086
grade_in_time "$WORK/roster.csv" --course "$COURSE" $GRADE_OPTIONS
