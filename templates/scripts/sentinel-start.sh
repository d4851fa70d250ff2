# Starts a Sentinel with today's settings and everything it has learnt: who is primary, its own id, epochs, peers. One that has lost
# its memory asks the replicas whom they follow.
# Arguments: this Sentinel's host name, name of the primary, number of Redis instances, number of Sentinels.
set -eu
umask 077
self=$1 name=$2 replicas=$3 sentinels=$4
conf=/data/sentinel.conf
fresh=/data/sentinel.conf.new

# Prints `host port` of the primary in a file's `sentinel monitor <name> <host> <port> <quorum>`.
monitored() {
  sed -n "s/^sentinel monitor $name \([^ ]* [^ ]*\) .*/\1/p" "$1"
}

# Prints `host port` of the primary that the Redis at a host and port follows; nothing when it follows none.
followed() {
  timeout 3 redis-cli --raw --no-auth-warning --user sentinel --askpass \
    --tls --cacert /secrets/ca.crt --sni "$1" -h "$1" -p "$2" role < /secrets/redis-sentinel 2>/dev/null |
    awk 'NR == 1 && $0 == "slave" { replica = 1 } NR == 2 { host = $0 } NR == 3 && replica { print host, $0 }'
}

{
  cat /config/sentinel.conf /secrets/sentinel-auth.conf
  echo "sentinel announce-ip $self"
} > "$fresh"

primary=
[ ! -f "$conf" ] || primary=$(monitored "$conf")
if [ -n "$primary" ]; then
  # Those that were taken away since would count for the majority for ever.
  awk -v name="$name" -v replicas="$replicas" -v sentinels="$sentinels" '
    $1 != "sentinel" { next }
    $2 == "myid" || $2 == "current-epoch" { print }
    $3 != name { next }
    $2 == "config-epoch" || $2 == "leader-epoch" { print }
    { number = $4; sub(/\..*/, "", number); sub(/.*-/, "", number) }
    $2 == "known-replica" && number + 0 < replicas { print }
    $2 == "known-sentinel" && number + 0 < sentinels { print }
  ' "$conf" >> "$fresh"
else
  first=$(monitored "$fresh")
  index=0
  while [ -z "$primary" ] && [ "$index" -lt "$replicas" ]; do
    host=$(echo "${first% *}" | sed "s/-0\./-$index./")
    primary=$(followed "$host" "${first#* }")
    index=$((index + 1))
  done
fi
if [ -n "$primary" ]; then
  sed "s/^\(sentinel monitor $name \)[^ ]* [^ ]* /\1$primary /" "$fresh" > "$fresh.primary"
  mv "$fresh.primary" "$fresh"
fi
mv "$fresh" "$conf"
echo "starting $self: primary is $(monitored "$conf")"
exec redis-server "$conf" --sentinel
