#!/usr/bin/env bash
# Autolab's `make` runs this beside the handed-in archive; the last line of its output is the grade.
set -u
HERE=$(cd "$(dirname "$0")" && pwd)
GRADER=$HERE/splitbrain
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
. "$HERE/settings.sh"
. "$GRADER/grader/package/scripts/grade-in-time.sh"

publish() {
  splitbrain report autolab "$1" > "$WORK/new" 2>> "$WORK/log" && mv "$WORK/new" "$WORK/result"
}

make_roster "$(realpath "$1")"
set -- "$WORK/roster.csv" --course "$HERE/course.yaml"
[ -f "$HERE/secret" ] && set -- "$@" --secret "$HERE/secret"
cd "$WORK" || exit 1
# shellcheck disable=SC2086
if ! grade_in_time "$@" $GRADE_OPTIONS; then
  tail -n 40 "$WORK/log"
  echo 'The grader itself failed, or was ended before anything was finished, so there is no grade.'
  echo '{"scores": {}}' > "$WORK/result"
fi
cat "$WORK/result"
