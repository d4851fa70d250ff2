# Starts HAProxy; a TERM lets open connections finish, which HAProxy itself does only on USR1.
# Arguments: config files.
set -u
# shellcheck source=follow-secrets.sh
. /config/follow-secrets.sh
# HAProxy's resolver knows no search domains, and on Kubernetes short names need one.
DNS_SUFFIX=$(sed -n 's/^search \([^ ]*\.svc\.[^ ]*\).*/.\1/p' /etc/resolv.conf)
export DNS_SUFFIX
take_secrets() { kill -HUP 1; }
follow_secrets take_secrets
flags=
for file in "$@"; do flags="$flags -f $file"; done
# shellcheck disable=SC2086
haproxy -W -db $flags &
child=$!
trap 'kill -USR1 "$child"' TERM INT
trap 'kill -USR2 "$child"' HUP
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || exit "$code"
done
