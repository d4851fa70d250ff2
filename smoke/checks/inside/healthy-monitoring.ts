import { ask, basic } from '../../probes/http.js';
import { healthy, notOk } from './healthy.js';

export const prometheusHealthy = healthy({
  tier: 'prometheus',
  port: 'web',
  expected: '/-/ready answers 200',
  fault: async (endpoint, context) => {
    const headers = basic(context.config.users.prometheus, context.password('prometheus-web'));
    return notOk('/-/ready', await ask(endpoint, context.trust, { path: '/-/ready', headers }));
  },
});

export const grafanaHealthy = healthy({
  tier: 'grafana',
  port: 'web',
  expected: '/api/health answers 200, with its database',
  fault: async (endpoint, { trust }) => {
    const answer = await ask(endpoint, trust, { path: '/api/health' });
    if (answer.status !== 200) return notOk('/api/health', answer);
    const { database } = JSON.parse(answer.body) as { database?: string };
    return database === 'ok' ? undefined : `its database is ${database}`;
  },
});
