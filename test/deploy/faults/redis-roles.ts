import { until, type Bench } from '../broken/bench.js';
import { redisCommands } from '../broken/logins.js';

/** The Redis that the Sentinels hold for the primary, such as `redis-0`. */
export async function namedPrimary(bench: Bench, sentinel = 'redis-sentinel-0'): Promise<string> {
  const answer = await redisCommands(bench, sentinel, 'SENTINEL GET-MASTER-ADDR-BY-NAME planetary');
  return /redis-\d+/.exec(answer)?.[0] ?? '';
}

/** How often the Sentinels have chosen a primary. */
export async function votes(bench: Bench): Promise<number> {
  const answer = await redisCommands(bench, 'redis-sentinel-0', 'SENTINEL MASTER planetary');
  return Number(/config-epoch\D+(\d+)/.exec(answer)?.[1]);
}

/** The primary that every Sentinel names; undefined while they do not agree. */
async function agreedPrimary(bench: Bench): Promise<string | undefined> {
  const sentinels = Array.from({ length: bench.context.settings.redis.sentinels }, (_, i) => `redis-sentinel-${i}`);
  const named = await Promise.all(sentinels.map(async (sentinel) => await namedPrimary(bench, sentinel)));
  return named[0] !== '' && named.every((name) => name === named[0]) ? named[0] : undefined;
}

/** Waits until every Sentinel names one primary that is not `before`, and gives it. */
export async function untilAnother(bench: Bench, before: string): Promise<string> {
  let agreed: string | undefined;
  // An election that fails is held again after 2 × `redis.failoverTimeoutMs`, a minute.
  await until(`another primary than ${before}`, 120, async () => {
    agreed = await agreedPrimary(bench);
    return agreed !== undefined && agreed !== before;
  });
  return String(agreed);
}

/** Waits until every Sentinel names one primary, which says that it is, and every other Redis follows it in step; gives it. */
export async function untilOnePrimary(bench: Bench): Promise<string> {
  const all = Array.from({ length: bench.context.settings.redis.replicas }, (_, i) => `redis-${i}`);
  let agreed: string | undefined;
  await until('one primary, and the others in step', 120, async () => {
    agreed = await agreedPrimary(bench);
    if (agreed === undefined) return false;
    const roles = await Promise.all(all.map(async (redis) => await roleOf(bench, redis)));
    return all.every((redis, index) => roles[index] === (redis === agreed ? 'primary' : 'in step'));
  });
  return String(agreed);
}

/** What a Redis says of itself; undefined when it does not answer, or follows without being in step. */
async function roleOf(bench: Bench, redis: string): Promise<'primary' | 'in step' | undefined> {
  const info = await redisCommands(bench, redis, 'INFO replication').catch(() => '');
  if (info.includes('role:master')) return 'primary';
  return info.includes('role:slave') && info.includes('master_link_status:up') ? 'in step' : undefined;
}

/** Waits until a Redis follows the primary, in step. */
export async function untilReplica(bench: Bench, redis: string): Promise<void> {
  await until(`${redis} a replica in step`, 90, async () => (await roleOf(bench, redis)) === 'in step');
}
