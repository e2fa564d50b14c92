# restic_runs ARGUMENTS... : runs restic as often as asked, skep:next between the arguments of two.
# An argument '$ONESHOT_NODE' stands for the name of the node.
# What restic says after the first argument skep:silently goes nowhere: it may be somebody's file.
# Says "skep:status N" after each, and "skep:end N" at the end, N being the worst of them.
# Needs RESTIC_REPOSITORY, and ONESHOT_SECRETS: a folder with restic-password and perhaps restic-s3.
# One stream: of two, an engine may write down restic's complaint after the status that follows it.
exec 2>&1
export TZ=UTC
export RESTIC_PASSWORD_FILE="$ONESHOT_SECRETS/restic-password"
if [ -f "$ONESHOT_SECRETS/restic-s3" ]; then export AWS_SHARED_CREDENTIALS_FILE="$ONESHOT_SECRETS/restic-s3"; fi
restic_runs() {
  worst=0
  while [ $# -gt 0 ]; do
    count=0 arguments=
    for one in "$@"; do
      [ "$one" = skep:next ] && break
      count=$((count + 1))
      case $one in
        '$ONESHOT_NODE') arguments="$arguments \"\$ONESHOT_NODE\"" ;;
        *) arguments="$arguments \"\${$count}\"" ;;
      esac
    done
    if [ "$1" = skep:silently ]; then
      eval "restic ${arguments#* * }" >/dev/null 2>&1
    else
      eval "restic $arguments"
    fi
    status=$?
    echo "skep:status $status"
    [ $status -gt $worst ] && worst=$status
    shift $count
    [ $# -gt 0 ] && shift
  done
  echo "skep:end $worst"
  return $worst
}
