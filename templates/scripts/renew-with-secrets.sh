# Runs a program that reads its secrets only when it starts, and starts it anew when they have changed.
# Arguments: this replica's name, seconds between the turns of two replicas, the program, its arguments.
set -u
# shellcheck source=follow-secrets.sh
. /config/follow-secrets.sh
number=${1##*-} turn=$2
shift 2
case $number in *[!0-9]*) number=0 ;; esac
ending='' renewing=''

renew() {
  sleep "$((number * turn))"
  kill -HUP 1
}

follow_secrets renew
trap 'ending=1; kill -TERM "$child"' TERM INT
trap 'renewing=1; kill -TERM "$child"' HUP
while :; do
  renewing=''
  "$@" &
  child=$!
  while :; do
    wait "$child"
    code=$?
    kill -0 "$child" 2>/dev/null || break
  done
  [ -n "$renewing" ] && [ -z "$ending" ] || exit "$code"
done
