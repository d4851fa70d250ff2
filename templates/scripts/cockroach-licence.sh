# Sets CockroachDB's licence, when one was given. The key goes through a file, so that it is in no argument and no log.
# Arguments: host:port of a node, user.
set -eu
umask 077
key=$(cat /secrets/licence)
[ -n "$key" ] || exit 0
case $key in
  *[!A-Za-z0-9._~+/=-]*)
    echo 'the licence has a character that no licence has; give another one (docs/secrets.md)' >&2
    exit 1
    ;;
esac
printf "SET CLUSTER SETTING enterprise.license = '%s';\n" "$key" > /tmp/licence.sql
# The answer to a refused licence could repeat it.
if ! /cockroach/cockroach sql --certs-dir=/secrets --host="$1" --user="$2" --file=/tmp/licence.sql > /dev/null 2>&1; then
  echo 'the database refuses the licence, or cannot be reached; is it a licence key of CockroachDB (docs/secrets.md)?' >&2
  exit 1
fi
echo 'licence set'
