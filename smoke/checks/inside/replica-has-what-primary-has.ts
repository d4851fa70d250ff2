import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultsOf } from '../../ask-endpoints.js';
import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { withRedis } from '../../probes/redis.js';
import { primaryOf } from '../../redis-primary.js';

const key = 'ps:smoke:replication';
const patienceMs = 5_000;

/** What the app writes to the primary arrives at every replica. */
export const replicaHasWhatPrimaryHas: InsideCheck = {
  name: 'a replica has what the primary has',
  tier: 'redis',
  vantage: 'inside',
  run: async (context) => {
    const { trust } = context;
    const primary = await primaryOf(context);
    const replicas = context.endpoints('redis', 'redis').filter((endpoint) => endpoint !== primary);
    const value = randomUUID();
    const login = context.redisLogin('app');
    await withRedis(primary, trust.ca, login, async (call) => await call('SET', key, value, 'EX', '60'));
    const begun = performance.now();
    const faults = await faultsOf(replicas, async (replica) =>
      withRedis(replica, trust.ca, login, async (call) => {
        while ((await call('GET', key)) !== value) {
          if (performance.now() - begun > patienceMs)
            return `lacks after ${patienceMs / 1_000} s what ${primary.host} was given: INFO replication tells why`;
          await sleep(20);
        }
        return undefined;
      }),
    );
    return verdict(
      faults,
      `${replicas.length} of ${replicas.length} have it after ${Math.ceil(performance.now() - begun)} ms`,
    );
  },
};
