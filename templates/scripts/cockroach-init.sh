# Initializes the cluster once: waits for the node, and takes "already initialized" for done. Then waits until SQL is answered.
# Arguments: address of a node that is on every node's --join list, seconds to wait.
set -u
node=$1
deadline=$(($(date +%s) + $2))

late() {
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "no answer from $node in time; the last one: $answer" >&2
    exit 1
  fi
  sleep 1
}

until answer=$(/cockroach/cockroach init --certs-dir=/secrets --host="$node" 2>&1); do
  case $answer in
    *'already been initialized'*) break ;;
  esac
  late
done
echo "$answer"
until answer=$(/cockroach/cockroach sql --certs-dir=/secrets --host="$node" --execute='SELECT 1' 2>&1); do late; done
