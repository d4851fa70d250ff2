import { until } from './bench.js';
import { healthy, notRunning, refuses, type BrokenStack } from './broken-stack.js';
import { redisCommands, redisPrimary, redisReplica } from './logins.js';

export const brokenRedis: readonly BrokenStack[] = [
  {
    what: 'a Redis replica is stopped',
    fails: [`redis: ${healthy}`, 'redis: a replica has what the primary has', `redis: ${refuses}`, ...notRunning],
    break: async (bench) => await bench.stopped(await redisReplica(bench)),
  },
  {
    what: 'the replication user is off',
    fails: ['redis: a replica has what the primary has', `redis: ${healthy}`],
    break: async (bench) => {
      const primary = await redisPrimary(bench);
      await redisCommands(bench, primary, 'ACL SETUSER replication off', 'CLIENT KILL TYPE replica');
      return async () => {
        await redisCommands(bench, primary, 'ACL LOAD');
        await until('the replica in step', 60, async () =>
          (await redisCommands(bench, primary, 'INFO replication')).includes('state=online'),
        );
      };
    },
  },
  {
    what: 'app needs no password at Redis',
    fails: [`redis: ${refuses}`],
    break: async (bench) => {
      const primary = await redisPrimary(bench);
      await redisCommands(bench, primary, 'ACL SETUSER app nopass');
      return async () => void (await redisCommands(bench, primary, 'ACL LOAD'));
    },
  },
];
