import { ask } from '../../probes/http.js';
import { healthy, notOk } from './healthy.js';

const path = '/health?ready=1';

export const cockroachHealthy = healthy({
  tier: 'cockroach',
  port: 'console',
  expected: `${path} answers 200`,
  fault: async (endpoint, { trust }) => notOk(path, await ask(endpoint, trust, { path })),
});
