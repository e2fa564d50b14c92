# preview SNAPSHOT TARGET PATH: what a restore would write there, and over; changes nothing.
# PATH: of the snapshot, empty for all of it.
# restore TARGET RESTIC-ARGUMENTS...: does it.
inside() { # the snapshot's files below PATH, as restic lists them
  if [ -n "$3" ]; then restic ls --json -- "$1" "$3"; else restic ls --json -- "$1"; fi
}
preview() {
  list=$(mktemp)
  inside "$@" >"$list" || { status=$?; cat "$list"; echo "skep:end $status"; exit $status; }
  awk '
    /"type":"file"/ && !/skep-manifest/ {
      files++
      if (match($0, /"size":[0-9]+/)) bytes += substr($0, RSTART + 7, RLENGTH - 7)
    }
    END { printf "skep:inside files=%d bytes=%.0f\n", files, bytes }' "$list"
  over=0 seen=0
  if [ -d "$2" ] && [ -n "$(ls -A "$2")" ]; then
    over=$(sed -n 's/.*"type":"file","path":"\([^"\\]*\)".*/\1/p' "$list" | while IFS= read -r path; do
      [ -e "$2$path" ] && echo x
    done | wc -l)
    seen=$(find "$2" -type f | wc -l)
  fi
  rm -f "$list"
  free=$(df -Pk "$(nearest "$2")" | awk 'NR == 2 { printf "%.0f", $4 * 1024 }')
  echo "skep:target over=$((over)) there=$((seen)) free=$free"
  echo "skep:end 0"
}
nearest() { # the folder itself, or the first above it that is there
  folder=$1
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  echo "$folder"
}
restore() {
  mkdir -p "$1" || { echo "skep:end 73"; exit 73; }
  shift
  restic_runs "$@"
}
