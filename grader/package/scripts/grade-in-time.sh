# Grades one submission before a deadline, and publishes what is finished again and again, so that neither a
# timeout nor the death of the grader costs what was done. To be sourced. The caller sets:
#   GRADER         folder of the grader
#   WORK           an empty folder
#   WALL_SECONDS   until when it has to be over
#   LIMIT_SECONDS  the work of all processes together that a submission may take
# and defines `publish <class.json>`. grade_in_time <options of grade..> fails when nothing could be published.

FIRST_SLICE_SECONDS=${FIRST_SLICE_SECONDS:-20}
# A grader that dies twice in a slice would die a third time.
DEATHS_MAX=2

splitbrain() {
  node "$GRADER/grader/bin.js" "$@"
}

# A roster of the one submission at $1, so that whatever it holds is one; $2 is when it was handed in, if known.
make_roster() {
  printf 'name,path,submitted\nsubmission,"%s",%s\n' "$1" "${2:-}" > "$WORK/roster.csv"
}

# One slice: goes on from the journal, up to $1 seconds of work, within $2 seconds. Fails without a report: with 2
# when it could not run at all, as with a course file that is wrong.
grade_slice() {
  local limit=$1 wall=$2
  shift 2
  rm -rf "$WORK/reports"
  timeout -k 5 "$wall" node "$GRADER/grader/bin.js" grade "$@" --limit "$limit" \
    --journal "$WORK/journal" --reports "$WORK/reports" >> "$WORK/log" 2>&1
  local code=$?
  [ "$code" -eq 2 ] && [ ! -s "$WORK/journal/journal.ndjson" ] && [ ! -e "$WORK/reports/class.json" ] && return 2
  [ -s "$WORK/reports/class.json" ] && grep -q '"unfinished":\[\]' "$WORK/reports/class.json"
}

grade_in_time() {
  local started=$SECONDS limit=$FIRST_SLICE_SECONDS deaths=0 left published=1
  while :; do
    [ "$limit" -gt "$LIMIT_SECONDS" ] && limit=$LIMIT_SECONDS
    left=$((WALL_SECONDS - (SECONDS - started)))
    if [ "$left" -gt 0 ] && grade_slice "$limit" "$left" "$@"; then
      publish "$WORK/reports/class.json" && published=0
      grep -q '"kind":"cut-off"' "$WORK/reports/class.json" || return $published
      [ "$limit" -ge "$LIMIT_SECONDS" ] && return $published
      limit=$((limit * 2))
      deaths=0
    elif [ $? -eq 2 ]; then
      return $published
    else
      deaths=$((deaths + 1))
      [ "$left" -gt 0 ] && [ "$deaths" -lt "$DEATHS_MAX" ] && continue
      # All that is in the journal counts; with no time left nothing more is run.
      grade_slice 1 60 "$@" && publish "$WORK/reports/class.json" && published=0
      return $published
    fi
  done
}
