import type { RuleGroup } from './rule.js';

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
          summary: 'Exporter of {{ $labels.job }} does not answer for {{ $labels.instance }}',
          description: 'Its tier is not watched; whether the tier works is unknown.',
        },
        {
          alert: 'RuleEvaluationFailing',
          expr: 'increase(prometheus_rule_evaluation_failures_total{job="prometheus"}[5m]) > 0',
          for: '0s',
          severity: 'warning',
          summary: 'A rule of {{ $labels.rule_group }} cannot be evaluated',
          description: '{{ $value | humanize }} evaluations failed in 5 minutes: its alerts cannot fire.',
        },
      ],
    },
  ];
}
