# Starts a Sentinel with today's settings and everything it has learnt: who is primary, its own id, epochs, peers.
# Arguments: this Sentinel's host name, name of the primary.
set -eu
umask 077
self=$1 name=$2
conf=/data/sentinel.conf
fresh=/data/sentinel.conf.new

{
  cat /config/sentinel.conf /secrets/sentinel-auth.conf
  echo "sentinel announce-ip $self"
} > "$fresh"

if [ -f "$conf" ]; then
  # `sentinel monitor <name> <host> <port> <quorum>`: the learnt host and port with today's quorum.
  learnt=$(sed -n "s/^sentinel monitor $name \([^ ]* [^ ]*\) .*/\1/p" "$conf")
  if [ -n "$learnt" ]; then
    sed "s/^\(sentinel monitor $name \)[^ ]* [^ ]* /\1$learnt /" "$fresh" > "$fresh.learnt"
    mv "$fresh.learnt" "$fresh"
    grep -E "^sentinel (myid|current-epoch|((config|leader)-epoch|known-replica|known-sentinel) $name) " "$conf" >> "$fresh" || true
  fi
fi
mv "$fresh" "$conf"
exec redis-server "$conf" --sentinel
