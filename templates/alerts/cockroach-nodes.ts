import type { Settings } from '../../config/schema.js';
import type { AlertRule } from './rule.js';

const job = 'job="cockroachdb"';

/** Nodes, their agreement and what each of them has left. */
export function cockroachNodeAlerts({ nodes, memoryMiB }: Settings['cockroach']): AlertRule[] {
  const majority = Math.floor(nodes / 2) + 1;
  return [
    {
      alert: 'CockroachNodeDown',
      expr: `up{${job}} == 0`,
      for: '2m',
      severity: 'warning',
      summary: 'CockroachDB node {{ $labels.instance }} is down',
      description: 'Prometheus has not reached it for 2 minutes; the others serve its ranges.',
    },
    {
      alert: 'CockroachQuorumAtRisk',
      expr: `sum(up{${job}}) == ${majority}`,
      for: '10m',
      severity: 'critical',
      summary: 'The loss of one more CockroachDB node stops the cluster',
      description: `{{ $value }} of ${nodes} nodes have been up for 10 minutes, ${majority} are needed.`,
    },
    {
      alert: 'CockroachQuorumLost',
      expr: `sum(up{${job}}) < ${majority}`,
      for: '30s',
      severity: 'critical',
      summary: 'CockroachDB has lost its majority',
      description: `{{ $value }} of ${nodes} nodes are up, ${majority} are needed: nothing can be read or written.`,
    },
    {
      alert: 'CockroachNodeRestarting',
      expr: `resets(sys_uptime{${job}}[10m]) > 1`,
      for: '0s',
      severity: 'warning',
      summary: 'CockroachDB node {{ $labels.instance }} restarts again and again',
      description: 'It has restarted {{ $value }} times in 10 minutes.',
    },
    {
      alert: 'CockroachLivenessMismatch',
      expr: `max(liveness_livenodes{${job}}) != sum(up{${job}})`,
      for: '5m',
      severity: 'warning',
      summary: 'CockroachDB and Prometheus count different live nodes',
      description:
        'The cluster counts {{ $value }}: a node runs without taking part, or takes part without being watched.',
    },
    {
      alert: 'CockroachVersionMismatch',
      expr: `count(count by (tag) (build_timestamp{${job}})) > 1`,
      for: '2h',
      severity: 'warning',
      summary: 'CockroachDB nodes run different versions',
      description: '{{ $value }} versions have been running side by side for 2 hours: an upgrade is stuck.',
    },
    {
      alert: 'CockroachClockOffsetHigh',
      expr: `abs(clock_offset_meannanos{${job}}) / 1e9 > 0.3`,
      for: '2m',
      severity: 'critical',
      summary: 'The clock of {{ $labels.instance }} is off',
      description: 'It is {{ $value | humanizeDuration }} away from the other nodes; at 400 ms the node ends itself.',
    },
    {
      alert: 'CockroachHeartbeatLatencyHigh',
      expr: `histogram_quantile(0.99, sum by (le, instance) (rate(liveness_heartbeatlatency_bucket{${job}}[5m]))) / 1e9 > 0.5`,
      for: '5m',
      severity: 'warning',
      summary: 'Liveness heartbeats of {{ $labels.instance }} are slow',
      description: 'One in a hundred takes {{ $value | humanizeDuration }}; after 3 s the node loses its leases.',
    },
    {
      alert: 'CockroachCpuHigh',
      expr: `sys_cpu_combined_percent_normalized{${job}} > 0.8`,
      for: '30m',
      severity: 'warning',
      summary: 'CPU of {{ $labels.instance }} is high',
      description: 'It has used over 80 % of its CPUs for half an hour, now {{ $value | humanizePercentage }}.',
    },
    {
      alert: 'CockroachCpuExhausted',
      expr: `sys_cpu_combined_percent_normalized{${job}} > 0.95`,
      for: '5m',
      severity: 'critical',
      summary: 'CPU of {{ $labels.instance }} is exhausted',
      description: 'It has used {{ $value | humanizePercentage }} of its CPUs for 5 minutes: queries queue.',
    },
    {
      alert: 'CockroachMemoryHigh',
      expr: `sys_rss{${job}} / ${memoryMiB * 1_048_576} > 0.9`,
      for: '5m',
      severity: 'critical',
      summary: 'CockroachDB node {{ $labels.instance }} is about to run out of memory',
      description: `It uses {{ $value | humanizePercentage }} of cockroach.memoryMiB (${memoryMiB}); at the limit the kernel kills it.`,
    },
    {
      alert: 'CockroachOpenFilesHigh',
      expr: `sys_fd_open{${job}} / sys_fd_softlimit{${job}} > 0.8`,
      for: '10m',
      severity: 'warning',
      summary: 'CockroachDB node {{ $labels.instance }} is near its limit of open files',
      description: '{{ $value | humanizePercentage }} of cockroach.openFiles are in use.',
    },
  ];
}
