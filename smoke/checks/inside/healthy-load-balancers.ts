import type { TierName } from '../../../constructs/topology.js';
import { ask } from '../../probes/http.js';
import { sampleValues, type Sample } from '../../probes/metrics.js';
import { healthy, notOk } from './healthy.js';

/** A load balancer is healthy when it holds the servers behind it for up. */
const loadBalancerHealthy = (tier: TierName) =>
  healthy({
    tier,
    port: 'metrics',
    expected: 'every backend has its servers',
    fault: async (endpoint, { monitoring }) => {
      const answer = await ask(endpoint, monitoring, { path: '/metrics' });
      return answer.status === 200
        ? serverFault(sampleValues(answer.body, 'haproxy_server_status'))
        : notOk('/metrics', answer);
    },
  });

/** What is wrong with a load balancer's servers: one that is down; of Redis, all but the primary are. */
export function serverFault(statuses: readonly Sample[]): string | undefined {
  const servers = statuses.filter(({ labels }) => labels['state'] === 'UP');
  if (servers.length === 0) return 'it knows no server';
  const down = servers.filter(({ labels, value }) => value !== 1 && labels['proxy'] !== 'redis');
  if (down.length > 0)
    return `holds ${down.map(({ labels }) => `${labels['proxy']}/${labels['server']}`).join(', ')} for down`;
  const redis = servers.filter(({ labels }) => labels['proxy'] === 'redis');
  const primaries = redis.filter(({ value }) => value === 1).length;
  return redis.length > 0 && primaries !== 1 ? `holds ${primaries} Redis for the primary` : undefined;
}

export const cockroachLbHealthy = loadBalancerHealthy('cockroach-lb');
export const stateLbHealthy = loadBalancerHealthy('state-lb');
export const hostGatewayHealthy = loadBalancerHealthy('host-gateway');
