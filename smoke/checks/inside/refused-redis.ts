import type { Endpoint } from '../../endpoints.js';
import type { InsideContext } from '../../inside-context.js';
import { describeError } from '../../describe-error.js';
import { withRedis } from '../../probes/redis.js';
import { refusesLogins, wrongPassword } from './refused-logins.js';

const attempts = (
  user: string,
): readonly { command: readonly [string, ...string[]]; who: string; refusal: RegExp }[] => [
  { command: ['PING'], who: 'anybody in without a login', refusal: /^NOAUTH/ },
  { command: ['AUTH', wrongPassword], who: 'the default user in', refusal: /^WRONGPASS|^ERR AUTH/ },
  { command: ['AUTH', user, wrongPassword], who: `${user} in with a wrong password`, refusal: /^WRONGPASS/ },
];

async function letsIn(endpoint: Endpoint, { trust }: InsideContext, user: string): Promise<string | undefined> {
  return await withRedis(endpoint, trust.ca, undefined, async (call) => {
    for (const { command, who, refusal } of attempts(user)) {
      const answer = await call(...command).then(() => undefined, describeError);
      if (answer === undefined) return `lets ${who}`;
      if (!refusal.test(answer)) return `to ${command[0]} it answered ${answer}`;
    }
    return undefined;
  });
}

export const redisRefuses = refusesLogins({
  tier: 'redis',
  port: 'redis',
  refused: 'app with a wrong password, the default user, and no login at all',
  fault: async (endpoint, context) => await letsIn(endpoint, context, 'app'),
});

export const sentinelRefuses = refusesLogins({
  tier: 'redis-sentinel',
  port: 'sentinel',
  refused: 'client with a wrong password, the default user, and no login at all',
  fault: async (endpoint, context) => await letsIn(endpoint, context, 'client'),
});
