import type { Settings } from '../../config/schema.js';
import { cockroachLoadBalancerCfg } from '../../templates/haproxy/cockroach-lb-cfg.js';
import { port, replicaHosts, tierHost, tierPorts } from '../topology.js';
import { secretsDirectory, type Workload } from '../workload.js';
import { haproxy } from './haproxy.js';

/** The load balancer in front of the database's nodes. */
export function cockroachLoadBalancer(settings: Settings): Workload {
  const cfg = cockroachLoadBalancerCfg({
    maxConnections: settings.loadBalancer.maxConnections,
    ports: tierPorts('cockroach-lb'),
    nodes: replicaHosts('cockroach', settings.cockroach.nodes),
    nodeSqlPort: port('cockroach', 'sql'),
    nodeConsolePort: port('cockroach', 'console'),
    nodeName: tierHost('cockroach'),
    secrets: secretsDirectory,
  });
  return haproxy(settings, { tier: 'cockroach-lb', cfg, after: ['cockroach-bootstrap'], networks: 'data' });
}
