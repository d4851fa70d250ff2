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
  {
    what: 'a Sentinel is stopped',
    fails: [
      `redis-sentinel: ${healthy}`,
      `redis-sentinel: ${refuses}`,
      'redis-sentinel: Sentinels agree on the primary',
      ...notRunning,
    ],
    break: async (bench) => await bench.stopped('redis-sentinel-2'),
  },
  {
    what: 'client needs no password at a Sentinel',
    fails: [`redis-sentinel: ${refuses}`],
    break: async (bench) => {
      await redisCommands(bench, 'redis-sentinel-1', 'ACL SETUSER client nopass');
      return async () => void (await redisCommands(bench, 'redis-sentinel-1', 'ACL LOAD'));
    },
  },
  {
    what: 'a Sentinel wants more votes than there are',
    fails: ['redis-sentinel: Sentinels agree on the primary'],
    break: async (bench) => {
      const { quorum } = bench.context.settings.redis;
      await redisCommands(bench, 'redis-sentinel-1', 'SENTINEL SET planetary quorum 9');
      return async () =>
        void (await redisCommands(bench, 'redis-sentinel-1', `SENTINEL SET planetary quorum ${quorum}`));
    },
  },
];
