# facts FOLDER LIST OUT: what the files of LIST (names below FOLDER, each ended by a zero byte) are and
# hold: OUT/stats (mode, owner, group, size, time, name) and OUT/sums.
facts() {
  (cd "$1" && xargs -0 -r stat -c '%f %u %g %s %y %n') <"$2" >"$3/stats" 2>/dev/null
  (cd "$1" && xargs -0 -r sha256sum) <"$2" >"$3/sums" 2>/dev/null
}
