import type { AlertCase, Series } from './alert-case.js';

const own = 'job="prometheus",instance="localhost:9090"';
const labels = { job: 'prometheus', instance: 'localhost:9090' };

function storage(compactions: string, truncations: string): Series {
  return {
    [`prometheus_tsdb_compactions_failed_total{${own}}`]: compactions,
    [`prometheus_tsdb_wal_truncations_failed_total{${own}}`]: truncations,
  };
}

/** All but the watchdog, which is never quiet. */
export const monitoringCases: AlertCase[] = [
  {
    alert: 'ExporterDown',
    at: '5m',
    fires: { 'up{job="redis",instance="redis-0"}': '0x10' },
    labels: { job: 'redis', instance: 'redis-0' },
    // Tiers without an exporter have alerts of their own.
    quiet: { 'up{job="redis",instance="redis-0"}': '1x10', 'up{job="state",instance="state-0"}': '0x10' },
  },
  {
    alert: 'ScrapeSlow',
    at: '15m',
    fires: { 'scrape_duration_seconds{job="redis",instance="redis-0"}': '7x20' },
    labels: { job: 'redis', instance: 'redis-0' },
    shows: '7s',
    quiet: { 'scrape_duration_seconds{job="redis",instance="redis-0"}': '0.3x20' },
  },
  {
    alert: 'ScrapeTooLarge',
    at: '5m',
    fires: { [`prometheus_target_scrapes_exceeded_sample_limit_total{${own}}`]: '0+4x10' },
    labels,
    shows: '20',
    quiet: { [`prometheus_target_scrapes_exceeded_sample_limit_total{${own}}`]: '4x10' },
  },
  {
    alert: 'RuleEvaluationFails',
    at: '5m',
    fires: { [`prometheus_rule_evaluation_failures_total{${own},rule_group="redis"}`]: '0+1x10' },
    labels: { ...labels, rule_group: 'redis' },
    shows: '5',
    quiet: { [`prometheus_rule_evaluation_failures_total{${own},rule_group="redis"}`]: '2x10' },
  },
  {
    alert: 'PrometheusStorageFails',
    at: '10m',
    fires: storage('0+1x20', '0x20'),
    labels,
    shows: '10',
    quiet: storage('3x20', '0x20'),
  },
  {
    alert: 'PrometheusConfigBad',
    at: '5m',
    fires: { [`prometheus_config_last_reload_successful{${own}}`]: '0x10' },
    labels,
    quiet: { [`prometheus_config_last_reload_successful{${own}}`]: '1x10' },
  },
];
