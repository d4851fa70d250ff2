import type { Settings } from '../config/schema.js';
import { SettingsError } from '../config/settings-error.js';
import { port, replicaHosts } from '../constructs/topology.js';
import { redisUsers, sentinelUsers } from '../templates/redis-users.js';
import { sentinelName } from '../templates/sentinel-conf.js';
import { clientSecrets } from './clients/client-secrets.js';
import { runClient } from './clients/client-container.js';
import { projectCommand, runCommand } from './command.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';

/** Asks the Sentinels who is primary, then opens redis-cli there; passwords stay out of arguments. */
const openPrimary = `
for sentinel in $SENTINELS; do
  primary=$(redis-cli -e --raw --no-auth-warning --user ${sentinelUsers.client} --askpass --tls \\
    --cacert /secrets/ca.crt -h "$sentinel" -p ${port('redis-sentinel', 'sentinel')} sentinel get-master-addr-by-name ${sentinelName} \\
    < /secrets/sentinel-client 2>/dev/null | head -n 1)
  [ -z "$primary" ] || break
done
[ -n "$primary" ] || { echo 'no Sentinel answers: npm run status' >&2; exit 1; }
REDISCLI_AUTH=$(cat /secrets/operator) exec redis-cli --no-auth-warning --user ${redisUsers.operator} --tls --cacert /secrets/ca.crt \\
  -h "$primary" -p ${port('redis', 'redis')} "$@"
`;

/** Opens redis-cli on one instance, whoever is primary; both kinds have an operator with one password. */
const openInstance = `
REDISCLI_AUTH=$(cat /secrets/operator) exec redis-cli --no-auth-warning --user ${redisUsers.operator} --tls --cacert /secrets/ca.crt \\
  -h "$INSTANCE" -p "$PORT" "$@"
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
    const script = options.on === undefined ? undefined : onInstance(options.on, settings);
    const secrets = await clientSecrets(stack, 'operator', {
      operator: { kind: 'password', password: 'redis-operator' },
      'sentinel-client': { kind: 'password', password: 'sentinel-client' },
    });
    const sentinels = replicaHosts('redis-sentinel', settings.redis.sentinels).join(' ');
    const onPrimary = `SENTINELS='${sentinels}'\n${openPrimary}`;
    process.exitCode = await runClient(stack, {
      image: 'redis',
      secrets,
      command: ['/bin/sh', '-c', script ?? onPrimary, 'redis', ...words],
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
  return `INSTANCE='${chosen.host}' PORT=${chosen.number}\n${openInstance}`;
}
