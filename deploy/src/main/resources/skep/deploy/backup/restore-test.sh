# restore-test SNAPSHOT FOLDER EXCLUDES: restores all of a snapshot, or the files its manifest names,
# into FOLDER, and compares them with the manifest taken when they were backed up.
# EXCLUDES: "yes" where a file of the manifest may rightly not be in the snapshot.
set -u
snapshot=$1 folder=$2 excludes=$3
result() { echo "skep:end $1"; exit "$1"; }
rm -rf "$folder"
mkdir -p "$folder/restored" "$folder/found" || result 73
restic restore "$snapshot" --target "$folder/restored" --include skep-manifest || result $?
manifest=$(find "$folder/restored" -type d -name skep-manifest | head -n 1)
if [ ! -s "$manifest/list" ]; then echo "skep:no-manifest"; result 65; fi
if [ "$(cat "$manifest/extent")" = all ]; then
  restic restore "$snapshot" --target "$folder/restored" || result $?
else
  tr '\0' '\n' <"$manifest/list" | sed 's,^\.,--include=,' | tr '\n' '\0' |
    xargs -0 restic restore "$snapshot" --target "$folder/restored" || result $?
fi
facts "$folder/restored" "$manifest/list" "$folder/found"
# A file is as it was (its sum), or was changed between manifest and snapshot (its facts), or is damaged.
cat >"$folder/compare.awk" <<'END'
function kept(line) { name = line; sub(/^[^ ]* [^ ]* [^ ]* [^ ]* [^ ]* [^ ]* ([-+][^ ]* )?/, "", name); return line }
function summed(line) { name = substr(line, 67) }
FILENAME == ARGV[1] && /^[0-9a-f]+ [0-9]+ [0-9]+ [0-9]+ / { kept($0); then[name] = $0; size[name] = $4; next }
FILENAME == ARGV[2] && /^[0-9a-f]+ [0-9]+ [0-9]+ [0-9]+ / { kept($0); now[name] = $0; next }
FILENAME == ARGV[3] && /^[0-9a-f]+  / { summed($0); before[name] = substr($0, 1, 64); next }
FILENAME == ARGV[4] && /^[0-9a-f]+  / { summed($0); after[name] = substr($0, 1, 64); next }
END {
  for (file in then) {
    if (!(file in now)) { missing++; if (missing <= 20) print "skep:absent " substr(file, 2) }
    else if (then[file] != now[file]) changed++
    else if (!(file in before) || !(file in after) || before[file] != after[file]) {
      damaged++
      if (damaged <= 20) print "skep:damaged " substr(file, 2)
    }
    else { same++; bytes += size[file] }
  }
  printf "skep:compared same=%d changed=%d missing=%d damaged=%d bytes=%.0f\n", same, changed, missing, damaged, bytes
  exit damaged > 0 || (missing > 0 && excludes != "yes") || same == 0
}
END
awk -v excludes="$excludes" -f "$folder/compare.awk" \
  "$manifest/stats" "$folder/found/stats" "$manifest/sums" "$folder/found/sums"
result $?
