# restic_runs ARGUMENTS... : runs restic as often as asked, each run's arguments ended by a ';'.
# Says "skep:status N" after each, and "skep:end N" at the end, N being the worst of them.
# Needs RESTIC_REPOSITORY, and SKEP_SECRETS: a folder with restic-password and perhaps restic-s3.
export TZ=UTC
export RESTIC_PASSWORD_FILE="$SKEP_SECRETS/restic-password"
if [ -f "$SKEP_SECRETS/restic-s3" ]; then export AWS_SHARED_CREDENTIALS_FILE="$SKEP_SECRETS/restic-s3"; fi
restic_runs() {
  worst=0
  while [ $# -gt 0 ]; do
    count=0 arguments=
    for one in "$@"; do
      [ "$one" = ';' ] && break
      count=$((count + 1))
      arguments="$arguments \"\${$count}\""
    done
    eval "restic $arguments"
    status=$?
    echo "skep:status $status"
    [ $status -gt $worst ] && worst=$status
    shift $count
    [ $# -gt 0 ] && shift
  done
  echo "skep:end $worst"
  return $worst
}
