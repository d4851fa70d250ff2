import { sentinelName } from '../templates/sentinel-conf.js';
import type { Endpoint } from './endpoints.js';
import type { InsideContext } from './inside-context.js';
import { withRedis } from './probes/redis.js';

/** The Redis that a Sentinel names as primary. Throws when it names none of the stack's. */
export async function namedPrimary(context: InsideContext, sentinel: Endpoint): Promise<Endpoint> {
  const answer = await withRedis(
    sentinel,
    context.trust.ca,
    context.redisLogin('client'),
    async (call) => await call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', sentinelName),
  );
  const [host] = Array.isArray(answer) ? (answer as string[]) : [];
  const found = context.endpoints('redis', 'redis').find((endpoint) => endpoint.host === host);
  if (found === undefined)
    throw new Error(`${sentinel.host} names ${host ?? 'nobody'} as primary, which is no Redis of this stack`);
  return found;
}

/** The primary, by the first Sentinel that answers. */
export async function primaryOf(context: InsideContext): Promise<Endpoint> {
  return await Promise.any(
    context.endpoints('redis-sentinel', 'sentinel').map(async (sentinel) => await namedPrimary(context, sentinel)),
  );
}
