# Starts Redis in the role that the Sentinels say it has, or else in the one that it had.
# Arguments: this replica's host name, port, name of the primary at the Sentinels, host:port of each Sentinel.
set -eu
umask 077
self=$1 port=$2 name=$3
shift 3

# Prints `epoch host`: what a Sentinel says counts as much as the epoch in which it was agreed. Prints nothing without an answer.
ask() {
  printf 'sentinel get-master-addr-by-name %s\nsentinel master %s\n' "$name" "$name" |
    REDISCLI_AUTH=$(cat /secrets/sentinel-client) timeout 3 redis-cli --raw --no-auth-warning --user client \
      --tls --cacert /secrets/ca.crt --sni "${1%:*}" -h "${1%:*}" -p "${1##*:}" 2>/dev/null |
    sed -n -e 1h -e "/^config-epoch\$/{n;G;s/^\\([0-9][0-9]*\\)\\n\\(.*\\.${self#*.}\\)\$/\\1 \\2/p;}"
}

# A Sentinel may still name this replica for as long as it has not noticed that it is down: its word is taken, since none
# of the others can have been promoted yet. One that was down itself during a failover may name the old primary.
for sentinel in "$@"; do ask "$sentinel" > "/tmp/answer-${sentinel%%.*}" & done
wait
primary=$(cat /tmp/answer-* | sort -n | sed -n '$s/^[0-9]* //p')

if [ -z "$primary" ] && [ -f /data/redis.conf ]; then
  primary=$(sed -n 's/^replicaof "\{0,1\}\([^" ]*\)"\{0,1\} .*/\1/p' /data/redis.conf)
  [ -n "$primary" ] || primary=$self
fi
# First start of all: the first replica is the primary.
[ -n "$primary" ] || primary=redis-0.redis-nodes

{
  echo 'include /config/redis.conf'
  echo 'include /secrets/replication.conf'
  echo "replica-announce-ip $self"
  echo "replica-announce-port $port"
  [ "$primary" = "$self" ] || echo "replicaof $primary $port"
} > /data/redis.conf.new
mv /data/redis.conf.new /data/redis.conf
echo "starting $self: primary is $primary"
exec redis-server /data/redis.conf
