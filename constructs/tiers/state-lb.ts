import type { Settings } from '../../config/schema.js';
import { stateLoadBalancerCfg } from '../../templates/haproxy/state-lb-cfg.js';
import { port, replicaHosts, tierHost, tierPorts } from '../topology.js';
import { secretsDirectory, type Workload } from '../workload.js';
import { haproxy } from './haproxy.js';

/** The load balancer in front of the app tier; game servers talk to it. */
export function stateLoadBalancer(settings: Settings): Workload {
  const cfg = stateLoadBalancerCfg({
    maxConnections: settings.loadBalancer.maxConnections,
    requestsPerSecond: settings.loadBalancer.requestsPerSecond,
    bodyLimitBytes: settings.state.bodyLimitKiB * 1_024,
    ports: tierPorts('state-lb'),
    instances: replicaHosts('state', settings.state.instances),
    instancePort: port('state', 'api'),
    instanceName: tierHost('state'),
    secrets: secretsDirectory,
  });
  return haproxy(settings, { tier: 'state-lb', cfg, after: ['state'], networks: 'data-and-edge' });
}
