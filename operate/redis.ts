import type { Settings } from '../config/schema.js';
import { SettingsError } from '../config/settings-error.js';
import { port, replicaHosts } from '../constructs/topology.js';
import { redisUsers, sentinelUsers } from '../templates/redis-users.js';
import { sentinelName } from '../templates/sentinel-conf.js';
import { clientSecrets } from './clients/client-secrets.js';
import { runClient } from './clients/client-container.js';
import { projectCommand, runCommand } from './command.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';

/**
 * redis-cli as the operator. Its password is the first line of its input, since its environment could be read; only at a terminal, which it reads
 * itself, there is no other way.
 */
const openClient = `
words=$#
client="redis-cli --no-auth-warning --user ${redisUsers.operator} --tls --cacert /secrets/ca.crt"
set -- -h "$host" -p "$port" "$@"
if [ -t 0 ] && [ $words -eq 0 ]; then
  REDISCLI_AUTH=$(cat /secrets/operator) $client "$@"
  exit
fi
# A container's first process gets only the signals that it asks for.
trap 'kill $!' INT TERM
exec 3<&0
if [ $words -gt 0 ]; then $client -e --askpass "$@" < /secrets/operator &
else { cat /secrets/operator; echo; cat <&3; } | $client --askpass "$@" &
fi
wait $!
`;

/** Asks the Sentinels who is primary. */
const findPrimary = `
port=${port('redis', 'redis')}
for sentinel in $SENTINELS; do
  host=$(redis-cli -e --raw --no-auth-warning --user ${sentinelUsers.client} --askpass --tls \\
    --cacert /secrets/ca.crt -h "$sentinel" -p ${port('redis-sentinel', 'sentinel')} sentinel get-master-addr-by-name ${sentinelName} \\
    < /secrets/sentinel-client 2>/dev/null | head -n 1)
  [ -z "$host" ] || break
done
[ -n "$host" ] || { echo 'no Sentinel answers: npm run status' >&2; exit 1; }
`;

interface RedisOptions extends StackChoice {
  readonly on?: string;
}

const command = withStack(
  projectCommand('npm run redis --', 'Opens redis-cli on the Redis primary of the local stack, or sends one command.'),
)
  .option('--on <instance>', 'open this one instead: redis-0, redis-1, redis-sentinel-0, …')
  .argument('[command...]', 'a Redis command, such as: info replication')
  .action(async (words: string[], options: RedisOptions) => {
    const stack = chooseStack(options);
    const { settings } = stack;
    const instance = options.on === undefined ? undefined : onInstance(options.on, settings);
    const secrets = await clientSecrets(stack, 'operator', {
      operator: { kind: 'password', password: 'redis-operator' },
      'sentinel-client': { kind: 'password', password: 'sentinel-client' },
    });
    const sentinels = replicaHosts('redis-sentinel', settings.redis.sentinels).join(' ');
    const onPrimary = `SENTINELS='${sentinels}'${findPrimary}`;
    process.exitCode = await runClient(stack, {
      image: 'redis',
      secrets,
      command: ['/bin/sh', '-c', (instance ?? onPrimary) + openClient, 'redis', ...words],
    });
  });
await runCommand(command);

function onInstance(name: string, { redis }: Settings): string {
  const data = replicaHosts('redis', redis.replicas).map((host) => ({ host, number: port('redis', 'redis') }));
  const sentinels = replicaHosts('redis-sentinel', redis.sentinels).map((host) => ({
    host,
    number: port('redis-sentinel', 'sentinel'),
  }));
  const instances = new Map([...data, ...sentinels].map((each) => [each.host.split('.')[0], each]));
  const chosen = instances.get(name);
  if (chosen === undefined)
    throw new SettingsError([`--on: expected one of ${[...instances.keys()].join(', ')}, got "${name}"`]);
  return `host='${chosen.host}' port=${chosen.number}`;
}
