import { graph, type Panel } from '../panels.js';

const jobs = 'job=~"cockroach-lb|state-lb|host-gateway"';

/** The load balancers before CockroachDB and the app. */
export function balancerPanels(): Panel[] {
  return [
    graph({
      title: 'Servers that take load',
      description: 'Servers of each backend whose health check passes.',
      unit: 'short',
      queries: [
        {
          expr: `sum by (job, proxy) (haproxy_server_status{${jobs},state="UP"})`,
          legend: '{{job}} {{proxy}}',
        },
      ],
    }),
    graph({
      title: 'Connections',
      description: 'Open connections of each load balancer.',
      unit: 'short',
      queries: [{ expr: `haproxy_process_current_connections{${jobs}}`, legend: '{{job}}' }],
    }),
    graph({
      title: 'Failed connections',
      description: 'Attempts to reach a server that failed, a second.',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (job, proxy) (rate(haproxy_backend_connection_errors_total{${jobs}}[$__rate_interval]))`,
          legend: '{{job}} {{proxy}}',
        },
      ],
    }),
  ];
}
