# Sourced by start scripts. `follow_secrets COMMAND…` runs the command in the background each time that the secret files have changed
# and then stayed the same for one look; one that fails is run again at the next look. Its first look is before the process starts,
# so that no change between the two is missed.
set -u

secrets_sum() {
  cat /secrets/* 2>/dev/null | cksum
}

follow_secrets() {
  secrets_known=$(secrets_sum)
  (
    secrets_before=$secrets_known
    while sleep 2; do
      secrets_now=$(secrets_sum)
      if [ "$secrets_now" != "$secrets_known" ] && [ "$secrets_now" = "$secrets_before" ]; then
        if "$@"; then
          secrets_known=$secrets_now
          echo 'new secrets are in use'
        else
          echo 'new secrets could not be taken; trying again' >&2
        fi
      fi
      secrets_before=$secrets_now
    done
  ) &
}
