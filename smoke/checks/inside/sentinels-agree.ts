import { describeError } from '../../describe-error.js';
import type { InsideCheck } from '../../inside-context.js';
import { failed, verdict } from '../../outcome.js';
import { withRedis } from '../../probes/redis.js';
import { sentinelName } from '../../../templates/sentinel-conf.js';
import { namedPrimary } from '../../redis-primary.js';

/** Every Sentinel names the same primary, that one says so too, and the Sentinels are enough to choose another. */
export const sentinelsAgree: InsideCheck = {
  name: 'Sentinels agree on the primary',
  tier: 'redis-sentinel',
  vantage: 'inside',
  run: async (context) => {
    const { trust } = context;
    const sentinels = context.endpoints('redis-sentinel', 'sentinel');
    const named = await Promise.all(
      sentinels.map(async (sentinel) => ({ sentinel, primary: await namedPrimary(context, sentinel) })),
    );
    const [primary, ...others] = new Set(named.map((each) => each.primary));
    if (primary === undefined) return failed('there is no Sentinel to ask');
    if (others.length > 0)
      return failed(named.map((each) => `${each.sentinel.host} names ${each.primary.host}`).join(', '));
    const faults: string[] = [];
    const role = await withRedis(primary, trust.ca, context.redisLogin('probe'), async (call) => await call('ROLE'));
    const [says] = role as string[];
    if (says !== 'master') faults.push(`all name ${primary.host}, which says that it is a ${says}`);
    await Promise.all(
      sentinels.map(async (sentinel) => {
        const quorum = await withRedis(sentinel, trust.ca, context.redisLogin('client'), async (call) =>
          String(await call('SENTINEL', 'CKQUORUM', sentinelName)),
        ).catch(describeError);
        if (!quorum.startsWith('OK')) faults.push(`${sentinel.host}: ${quorum}`);
      }),
    );
    return verdict(faults, `${sentinels.length} name ${primary.host}, which is; the quorum is reached`);
  },
};
