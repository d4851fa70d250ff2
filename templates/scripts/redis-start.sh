# Starts Redis in the role that the Sentinels say it has, or else in the one that it had.
# Arguments: this replica's host name, port, name of the primary at the Sentinels, seconds for which a primary that comes back
# with nothing waits to be replaced (0 where it has its data on disk), host:port of each Sentinel.
set -eu
umask 077
# shellcheck source=follow-secrets.sh
. /config/follow-secrets.sh
self=$1 port=$2 name=$3 patience=$4
shift 4

# A password is the first line of redis-cli's input: its environment could be read.

# Prints `epoch host busy`: what a Sentinel says counts as much as the epoch in which it was agreed; busy is 1 while it replaces the
# primary. Prints nothing without an answer.
ask() {
  printf '%s\nsentinel get-master-addr-by-name %s\nsentinel master %s\n' "$(cat /secrets/sentinel-client)" "$name" "$name" |
    timeout 3 redis-cli --raw --no-auth-warning --user client --askpass \
      --tls --cacert /secrets/ca.crt --sni "${1%:*}" -h "${1%:*}" -p "${1##*:}" 2>/dev/null |
    awk -v domain=".${self#*.}" '
      NR == 1 { host = $0 }
      key == "flags" { busy = ($0 ~ /failover_in_progress/) }
      key == "config-epoch" { epoch = $0 }
      { key = $0 }
      END { if (epoch ~ /^[0-9]+$/ && substr(host, length(host) - length(domain) + 1) == domain) print epoch, host, busy + 0 }'
}

# A Sentinel may still name this replica for as long as it has not noticed that it is down: its word is taken, unless another is
# being promoted. One that was down itself during a failover may name the old primary, with an older epoch.
[ -f /data/redis.conf ] || patience=0
waited=0
while :; do
  for sentinel in "$@"; do ask "$sentinel" > "/tmp/answer-${sentinel%%.*}" & done
  wait
  primary=$(cat /tmp/answer-* | sort -n | tail -n 1 | cut -d ' ' -f 2)
  if [ "$primary" != "$self" ] || [ "$waited" -ge 60 ]; then break; fi
  [ "$waited" -lt "$patience" ] || grep -q ' 1$' /tmp/answer-* || break
  waited=$((waited + 1))
  sleep 1
done

if [ -z "$primary" ] && [ -f /data/redis.conf ]; then
  primary=$(sed -n 's/^replicaof "\{0,1\}\([^" ]*\)"\{0,1\} .*/\1/p' /data/redis.conf)
  [ -n "$primary" ] || primary=$self
fi
# First start of all: the first replica is the primary.
[ -n "$primary" ] || primary=redis-0.redis-nodes

# Moving memory together wants the allocator that Redis' own builds have: Debian's has another, and would refuse to start with it.
trial=$(printf 'activedefrag yes\nport 0\n' | timeout 5 redis-server - 2>&1) || true

{
  echo 'include /config/redis.conf'
  echo 'include /secrets/replication.conf'
  echo "replica-announce-ip $self"
  echo "replica-announce-port $port"
  case $trial in *'not listen anywhere'*) echo 'activedefrag yes' ;; esac
  [ "$primary" = "$self" ] || echo "replicaof $primary $port"
} > /data/redis.conf.new
mv /data/redis.conf.new /data/redis.conf

# Certificates, then the password towards the primary, then the users: the keeper's own may be among them, so that either may count. The
# chain is not checked, since nobody else is on this loopback and an expired one must not keep the new one out.
keeper=$(cat /secrets/keeper-password)
take_secrets() {
  for password in "$keeper" "$(cat /secrets/keeper-password)"; do
    answers=$(
      {
        echo "$password"
        echo 'config set tls-cert-file /secrets/tls.crt tls-key-file /secrets/tls.key tls-ca-cert-file /secrets/ca.crt'
        sed -n 's/^masterauth /config set masterauth /p' /secrets/replication.conf
        echo 'acl load'
      } | timeout 10 redis-cli --no-auth-warning --user keeper --askpass --tls --insecure -p "$port" 2>&1
    ) || true
    if [ "$(echo "$answers" | grep -c '^OK$')" = 3 ]; then
      keeper=$(cat /secrets/keeper-password)
      return 0
    fi
  done
  echo "$answers" >&2
  return 1
}
follow_secrets take_secrets
echo "starting $self: primary is $primary"
exec redis-server /data/redis.conf
