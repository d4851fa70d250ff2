import type { TierName } from '../../../constructs/topology.js';
import { ask } from '../../probes/http.js';
import { sampleValues } from '../../probes/metrics.js';
import { healthy, notOk } from './healthy.js';

/** A load balancer is healthy when it holds every server behind it for up. */
const loadBalancerHealthy = (tier: TierName) =>
  healthy({
    tier,
    port: 'metrics',
    expected: 'every server behind it is up',
    fault: async (endpoint, { monitoring }) => {
      const answer = await ask(endpoint, monitoring, { path: '/metrics' });
      if (answer.status !== 200) return notOk('/metrics', answer);
      const servers = sampleValues(answer.body, 'haproxy_server_status').filter(
        ({ labels }) => labels['state'] === 'UP',
      );
      if (servers.length === 0) return 'it knows no server';
      const down = servers.filter(({ value }) => value !== 1);
      if (down.length === 0) return undefined;
      return `holds ${down.map(({ labels }) => `${labels['proxy']}/${labels['server']}`).join(', ')} for down`;
    },
  });

export const cockroachLbHealthy = loadBalancerHealthy('cockroach-lb');
export const stateLbHealthy = loadBalancerHealthy('state-lb');
export const hostGatewayHealthy = loadBalancerHealthy('host-gateway');
