# Starts a node with its own locality: the list repeats when it is shorter than the number of nodes.
# Arguments: this replica's name, the number of localities, the localities, then flags of `cockroach start`.
set -eu
# shellcheck source=follow-secrets.sh
. /config/follow-secrets.sh
take_certificates() { kill -HUP 1; }
follow_secrets take_certificates
name=$1 count=$2
shift 2
turn=$((${name##*-} % count + 1))
index=1
locality=
while [ "$index" -le "$count" ]; do
  [ "$index" -ne "$turn" ] || locality=$1
  shift
  index=$((index + 1))
done
exec /cockroach/cockroach start --locality="$locality" "$@"
