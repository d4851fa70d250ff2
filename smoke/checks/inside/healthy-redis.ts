import { withRedis } from '../../probes/redis.js';
import { healthy } from './healthy.js';

export const redisHealthy = healthy({
  tier: 'redis',
  port: 'redis',
  expected: 'PONG, and a replica is in step with its primary',
  fault: async (endpoint, context) =>
    await withRedis(endpoint, context.trust.ca, context.redisLogin('probe'), async (call) => {
      const pong = await call('PING');
      if (pong !== 'PONG') return `PING answered ${JSON.stringify(pong)}`;
      const [role, , , link] = (await call('ROLE')) as unknown[];
      return role === 'slave' && link !== 'connected' ? `the link to its primary is ${String(link)}` : undefined;
    }),
});

export const sentinelHealthy = healthy({
  tier: 'redis-sentinel',
  port: 'sentinel',
  expected: 'PONG',
  fault: async (endpoint, context) =>
    await withRedis(endpoint, context.trust.ca, context.redisLogin('client'), async (call) => {
      const pong = await call('PING');
      return pong === 'PONG' ? undefined : `PING answered ${JSON.stringify(pong)}`;
    }),
});
