import { port, replicaHosts } from '../constructs/topology.js';
import { materialise } from '../secrets/materialise.js';
import { openVault } from '../secrets/vault.js';
import { redisUsers, sentinelUsers } from '../templates/redis-users.js';
import { sentinelName } from '../templates/sentinel-conf.js';
import { runClient } from './clients/client-container.js';
import { projectCommand, runCommand } from './command.js';
import { chooseStack, withStack, type StackChoice } from './stack-choice.js';

/** Asks the Sentinels who is primary, then opens redis-cli there; passwords stay out of arguments. */
const openPrimary = `
for sentinel in $SENTINELS; do
  primary=$(REDISCLI_AUTH=$(cat /secrets/sentinel-client) redis-cli -e --raw --no-auth-warning --user ${sentinelUsers.client} --tls \\
    --cacert /secrets/ca.crt -h "$sentinel" -p ${port('redis-sentinel', 'sentinel')} sentinel get-master-addr-by-name ${sentinelName} \\
    2>/dev/null | head -n 1)
  [ -z "$primary" ] || break
done
[ -n "$primary" ] || { echo 'no Sentinel answers: npm run status' >&2; exit 1; }
REDISCLI_AUTH=$(cat /secrets/operator) exec redis-cli --no-auth-warning --user ${redisUsers.operator} --tls --cacert /secrets/ca.crt \\
  -h "$primary" -p ${port('redis', 'redis')} "$@"
`;

const command = withStack(
  projectCommand('npm run redis --', 'Opens redis-cli on the Redis primary of the local stack, or sends one command.'),
)
  .argument('[command...]', 'a Redis command, such as: info replication')
  .action(async (words: string[], options: StackChoice) => {
    const stack = chooseStack(options);
    const { facts, settings } = stack;
    await materialise({
      vault: await openVault({ directory: facts.vault }),
      directory: facts.secrets,
      userId: facts.userId,
      requests: [
        {
          tier: 'operator',
          secrets: {
            'ca.crt': { kind: 'authority' },
            operator: { kind: 'password', password: 'redis-operator' },
            'sentinel-client': { kind: 'password', password: 'sentinel-client' },
          },
        },
      ],
    });
    const sentinels = replicaHosts('redis-sentinel', settings.redis.sentinels).join(' ');
    process.exitCode = await runClient(stack, {
      image: 'redis',
      secrets: 'operator',
      command: ['/bin/sh', '-c', `SENTINELS='${sentinels}'\n${openPrimary}`, 'redis', ...words],
    });
  });
await runCommand(command);
