import { graph, type Panel } from '../panels.js';

const job = 'job="cockroachdb"';

/** The database. Where a stand-in takes its place, most of these have no data. */
export function cockroachPanels(): Panel[] {
  return [
    graph({
      title: 'Nodes',
      description: 'Nodes that Prometheus reaches, and nodes that the cluster counts as live.',
      unit: 'short',
      queries: [
        { expr: `sum(up{${job}})`, legend: 'up' },
        { expr: `max(liveness_livenodes{${job}})`, legend: 'live' },
      ],
    }),
    graph({
      title: 'SQL',
      description: 'Statements a second, by node.',
      unit: 'reqps',
      queries: [
        { expr: `sum by (instance) (rate(sql_query_count{${job}}[$__rate_interval]))`, legend: '{{instance}}' },
      ],
    }),
    graph({
      title: 'Latency of SQL',
      description: 'Inside CockroachDB, from parsing to the last row.',
      unit: 's',
      limits: { warning: 0.01, critical: 0.05 },
      queries: [
        { expr: 'cockroach:sql_service_latency_seconds:p99_5m', legend: 'P99' },
        {
          expr: `histogram_quantile(0.95, sum by (le) (rate(sql_service_latency_bucket{${job}}[$__rate_interval]))) / 1e9`,
          legend: 'P95',
        },
      ],
    }),
    graph({
      title: 'Conflicts',
      description: 'Transaction restarts as a share of commits, and full scans a second.',
      unit: 'short',
      queries: [
        { expr: 'cockroach:txn_restarts:ratio_rate5m', legend: 'restarts per commit' },
        { expr: `sum(rate(sql_full_scan_count{${job}}[$__rate_interval]))`, legend: 'full scans a second' },
      ],
    }),
    graph({
      title: 'CPU',
      description: 'Share of its CPUs that each node uses.',
      unit: 'percentunit',
      limits: { warning: 0.8, critical: 0.95 },
      queries: [{ expr: `sys_cpu_combined_percent_normalized{${job}}`, legend: '{{instance}}' }],
    }),
    graph({
      title: 'Disk',
      description: 'Share of each store that is free.',
      unit: 'percentunit',
      limits: { warning: 0.2, critical: 0.1, descending: true },
      queries: [{ expr: `capacity_available{${job}} / capacity{${job}}`, legend: '{{instance}}' }],
    }),
    graph({
      title: 'Ranges in trouble',
      description: 'Ranges without a majority, and ranges with too few replicas.',
      unit: 'short',
      queries: [
        { expr: `sum(ranges_unavailable{${job}})`, legend: 'unavailable' },
        { expr: `sum(ranges_underreplicated{${job}})`, legend: 'under-replicated' },
      ],
    }),
    graph({
      title: 'Days left',
      description: 'Until the certificates and the licence expire; no curve for a licence that is not set.',
      unit: 'd',
      limits: { warning: 30, critical: 21, descending: true },
      queries: [
        { expr: `min((security_certificate_expiration_node{${job}} > 0) - time()) / 86400`, legend: 'certificates' },
        { expr: `min((security_certificate_expiration_ca{${job}} > 0) - time()) / 86400`, legend: 'authority' },
        { expr: `min(seconds_until_enterprise_license_expiry{${job}} > 0) / 86400`, legend: 'licence' },
      ],
    }),
    graph({
      title: 'Clock offset',
      description: 'Of each node against the others; at 400 ms a node ends itself.',
      unit: 's',
      limits: { warning: 0.2, critical: 0.3 },
      queries: [{ expr: `abs(clock_offset_meannanos{${job}}) / 1e9`, legend: '{{instance}}' }],
    }),
  ];
}
