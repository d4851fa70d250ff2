import { until, type Bench } from '../broken/bench.js';
import { redisCommands } from '../broken/logins.js';

/** The Redis that the Sentinels hold for the primary, such as `redis-0`. */
export async function namedPrimary(bench: Bench, sentinel = 'redis-sentinel-0'): Promise<string> {
  const answer = await redisCommands(bench, sentinel, 'SENTINEL GET-MASTER-ADDR-BY-NAME planetary');
  return /redis-\d+/.exec(answer)?.[0] ?? '';
}

/** Waits until every Sentinel names one primary that is not `before`, and gives it. */
export async function untilAnother(bench: Bench, before: string): Promise<string> {
  const sentinels = Array.from({ length: bench.context.settings.redis.sentinels }, (_, i) => `redis-sentinel-${i}`);
  let named: string[] = [];
  await until(`another primary than ${before}`, 60, async () => {
    named = await Promise.all(sentinels.map(async (sentinel) => await namedPrimary(bench, sentinel)));
    return named.every((name) => name !== '' && name !== before && name === named[0]);
  });
  return String(named[0]);
}

/** Waits until a Redis follows the primary, in step. */
export async function untilReplica(bench: Bench, redis: string): Promise<void> {
  await until(`${redis} a replica in step`, 90, async () => {
    const info = await redisCommands(bench, redis, 'INFO replication').catch(() => '');
    return info.includes('role:slave') && info.includes('master_link_status:up');
  });
}
