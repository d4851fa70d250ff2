import { untilCached } from '../../cache-trust.js';
import { ask } from '../../probes/http.js';
import { healthy, notOk } from './healthy.js';

export const stateHealthy = healthy({
  tier: 'state',
  port: 'api',
  expected: '/readyz answers 200, with a trusted cache',
  fault: async (endpoint, { trust }) => {
    const answer = await untilCached(
      async () => await ask(endpoint, trust, { path: '/readyz' }),
      ({ status, body }) => status !== 200 || cacheOf(body) === 'ok',
    );
    if (answer.status !== 200) return notOk('/readyz', answer);
    const cache = cacheOf(answer.body);
    return cache === 'ok' ? undefined : `its cache is ${cache}: it serves from the database alone; look at Redis`;
  },
});

function cacheOf(body: string): string | undefined {
  return (JSON.parse(body) as { cache?: string }).cache;
}
