# Starts PgBouncer; a TERM lets transactions end. PgBouncer itself waits on TERM until every client has left, which pooled
# clients never do; on INT it waits for transactions only.
# Argument: the config file.
set -u
# shellcheck source=follow-secrets.sh
. /config/follow-secrets.sh
take_secrets() { kill -HUP 1; }
follow_secrets take_secrets
pgbouncer "$1" &
child=$!
trap 'kill -INT "$child"' TERM INT
trap 'kill -HUP "$child"' HUP
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || exit "$code"
done
