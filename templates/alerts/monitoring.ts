import type { RuleGroup } from './rule.js';

const job = 'job="prometheus"';

/** The watchers themselves. */
export function monitoringRules(): RuleGroup[] {
  return [
    {
      name: 'monitoring',
      records: [],
      alerts: [
        {
          alert: 'Watchdog',
          expr: 'vector(1)',
          for: '0s',
          severity: 'none',
          summary: 'Alerting works',
          description: 'Always fires. When it stops, Prometheus or the way from it to you is broken.',
        },
        {
          alert: 'ExporterDown',
          expr: 'up{job=~"redis|redis-sentinel|redis-exporter|pgbouncer"} == 0',
          for: '2m',
          severity: 'warning',
          summary: 'The exporter of {{ $labels.job }} does not answer for {{ $labels.instance }}',
          description: 'Its tier is not watched; whether it works is unknown.',
        },
        {
          alert: 'ScrapeSlow',
          expr: 'scrape_duration_seconds > 5',
          for: '10m',
          severity: 'warning',
          summary: 'Scrapes of {{ $labels.job }} at {{ $labels.instance }} are slow',
          description:
            'They take {{ $value | humanizeDuration }}; after 10 s a scrape is given up and its data is missing.',
        },
        {
          alert: 'ScrapeTooLarge',
          expr: `increase(prometheus_target_scrapes_exceeded_sample_limit_total{${job}}[5m]) > 0`,
          for: '0s',
          severity: 'warning',
          summary: 'A target gives more series than a scrape may have',
          description:
            '{{ $value | humanize }} scrapes were thrown away in 5 minutes: a label with ever new values, most likely.',
        },
        {
          alert: 'RuleEvaluationFails',
          expr: `increase(prometheus_rule_evaluation_failures_total{${job}}[5m]) > 0`,
          for: '0s',
          severity: 'warning',
          summary: 'Rules of {{ $labels.rule_group }} cannot be evaluated',
          description: '{{ $value | humanize }} evaluations failed in 5 minutes: alerts among them cannot fire.',
        },
        {
          alert: 'PrometheusStorageFails',
          expr: `increase(prometheus_tsdb_compactions_failed_total{${job}}[1h]) + increase(prometheus_tsdb_wal_truncations_failed_total{${job}}[1h]) > 0`,
          for: '0s',
          severity: 'warning',
          summary: 'Prometheus cannot write its storage',
          description:
            '{{ $value | humanize }} compactions or truncations failed in an hour: its disk is full or broken.',
        },
        {
          alert: 'PrometheusConfigBad',
          expr: `prometheus_config_last_reload_successful{${job}} == 0`,
          for: '1m',
          severity: 'warning',
          summary: 'Prometheus could not load its configuration',
          description: 'It goes on with the old one.',
        },
      ],
    },
  ];
}
