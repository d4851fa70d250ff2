import type { TierName } from '../../../constructs/topology.js';
import { ask } from '../../probes/http.js';
import { healthy, notOk } from './healthy.js';

const exporterHealthy = (tier: TierName) =>
  healthy({
    tier,
    port: 'metrics',
    expected: '/metrics answers 200',
    fault: async (endpoint, { monitoring }) => notOk('/metrics', await ask(endpoint, monitoring, { path: '/metrics' })),
  });

export const redisExporterHealthy = exporterHealthy('redis-exporter');
export const pgbouncerExporterHealthy = exporterHealthy('pgbouncer-exporter');
