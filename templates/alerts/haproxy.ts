import type { RuleGroup } from './rule.js';

const jobs = 'job=~"cockroach-lb|state-lb|host-gateway"';

/** The load balancers before CockroachDB and the app, and the gateway of `docker.expose`. */
export function haproxyRules(): RuleGroup[] {
  return [
    {
      name: 'haproxy',
      records: [],
      alerts: [
        {
          alert: 'LoadBalancerDown',
          expr: `up{${jobs}} == 0`,
          for: '1m',
          severity: 'critical',
          summary: 'Load balancer {{ $labels.job }} is down',
          description: 'Prometheus has not reached {{ $labels.instance }} for a minute.',
        },
        {
          alert: 'LoadBalancerNoServer',
          expr: `sum by (job, instance, proxy) (haproxy_server_status{${jobs},state="UP"}) == 0`,
          for: '30s',
          severity: 'critical',
          summary: 'No server is left behind {{ $labels.job }}/{{ $labels.proxy }}',
          description: 'Every health check of the backend fails: its clients get errors.',
        },
        {
          alert: 'LoadBalancerServerDown',
          // The gateway holds every Redis but the primary for down.
          expr: `haproxy_server_status{${jobs},state="DOWN",proxy!="redis"} == 1`,
          for: '2m',
          severity: 'warning',
          summary: 'Server {{ $labels.server }} of {{ $labels.job }}/{{ $labels.proxy }} is down',
          description: 'Its health check has failed for 2 minutes; the others carry its load.',
        },
        {
          alert: 'LoadBalancerConnectionsHigh',
          expr: `haproxy_process_current_connections{${jobs}} / haproxy_process_max_connections{${jobs}} > 0.8`,
          for: '5m',
          severity: 'warning',
          summary: 'Load balancer {{ $labels.job }} is near its connection limit',
          description: '{{ $value | humanizePercentage }} of loadBalancer.maxConnections are in use.',
        },
        {
          alert: 'LoadBalancerQueueing',
          expr: `min_over_time(haproxy_backend_current_queue{${jobs}}[1m]) > 0`,
          for: '1m',
          severity: 'warning',
          summary: 'Requests queue at {{ $labels.job }}/{{ $labels.proxy }}',
          description: 'At least {{ $value }} have been waiting without a pause for over a minute.',
        },
        {
          alert: 'LoadBalancerConnectionErrors',
          expr: `sum by (job, instance, proxy) (rate(haproxy_backend_connection_errors_total{${jobs}}[5m])) > 1`,
          for: '2m',
          severity: 'warning',
          summary: '{{ $labels.job }}/{{ $labels.proxy }} cannot connect to its servers',
          description: '{{ $value | humanize }} attempts fail each second.',
        },
      ],
    },
  ];
}
