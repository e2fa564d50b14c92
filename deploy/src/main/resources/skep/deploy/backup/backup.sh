# backup LIMIT SAMPLE RESTIC-ARGUMENTS... -- PATHS... MANIFEST
# Writes down what the files are and hold, all of them up to LIMIT bytes, else SAMPLE of them and those
# BACKUP_SENTINELS names, and backs that up beside them in the folder MANIFEST.
set -u
limit=$1 sample=$2
shift 2
newline='
'
after= paths= manifest=
for one in "$@"; do
  if [ -n "$after" ]; then
    [ -n "$manifest" ] && paths="$paths$manifest$newline"
    manifest=$one
  elif [ "$one" = -- ]; then
    after=yes
  fi
done
each_path() { # the command, with every path below / as its last word but what follows "--"
  printf %s "$paths" | while IFS= read -r path; do "$@" "$path"; done
}
absent() { [ -e "$1" ] || echo "skep:missing $1"; }
missing=$(each_path absent)
if [ -n "$missing" ]; then
  echo "$missing"
  echo "skep:end 66"
  exit 66
fi

if [ "${BACKUP_JITTER:-0}" -gt 0 ]; then
  lot=$(printf %s "$ONESHOT_NODE $BACKUP_SOURCE" | sha256sum | cut -c1-6)
  sleep $((0x$lot % BACKUP_JITTER))
fi

rm -rf "$manifest"
mkdir -p "$manifest"
cd /
every() { find ".$1" -type f -print0; }
# The few names sha256sum does not write as they are stay out of the manifest, not out of the snapshot.
clear() { find ".$1" -type f ! -path "*$newline*" ! -path '*[\]*' -print0; }
# Names a pattern of restic's would not match as they are written are not drawn.
plain() { find ".$1" -type f ! -path '*[]*?[\]*' ! -path "*$newline*"; }
bytes=$(each_path every 2>/dev/null | xargs -0 -r stat -c %s 2>/dev/null | awk '{ sum += $1 } END { printf "%.0f", sum }')
if [ "$bytes" -le "$limit" ]; then
  echo all >"$manifest/extent"
  each_path clear 2>/dev/null >"$manifest/list"
else
  echo sample >"$manifest/extent"
  {
    each_path plain 2>/dev/null | shuf -n "$sample"
    printf '%s\n' "${BACKUP_SENTINELS:-}" | sed '/^$/d; s,^,.,'
  } | sort -u | tr '\n' '\0' >"$manifest/list"
fi
facts / "$manifest/list" "$manifest"
restic_runs "$@"
