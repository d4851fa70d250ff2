import { ask } from '../../probes/http.js';
import { healthy, notOk } from './healthy.js';

export const stateHealthy = healthy({
  tier: 'state',
  port: 'api',
  expected: '/readyz answers 200, with a trusted cache',
  fault: async (endpoint, { trust }) => {
    const answer = await ask(endpoint, trust, { path: '/readyz' });
    if (answer.status !== 200) return notOk('/readyz', answer);
    const { cache } = JSON.parse(answer.body) as { cache?: string };
    return cache === 'ok' ? undefined : `its cache is ${cache}: it serves from the database alone; look at Redis`;
  },
});
