import type { AlertCase, Series } from './alert-case.js';

const first = 'job="cockroachdb",instance="cockroach-0"';
const labels = { job: 'cockroachdb', instance: 'cockroach-0' };

/** Three nodes, each up or down. */
function up(...nodes: readonly number[]): Series {
  return Object.fromEntries(
    nodes.map((value, i) => [`up{job="cockroachdb",instance="cockroach-${i}"}`, `${value}x60`]),
  );
}

export const cockroachNodeCases: AlertCase[] = [
  {
    alert: 'CockroachNodeDown',
    at: '5m',
    fires: up(0, 1, 1),
    labels,
    quiet: up(1, 1, 1),
  },
  { alert: 'CockroachQuorumAtRisk', at: '15m', fires: up(0, 1, 1), shows: '2', quiet: up(1, 1, 1) },
  { alert: 'CockroachQuorumLost', at: '5m', fires: up(0, 0, 1), shows: '1', quiet: up(0, 1, 1) },
  {
    alert: 'CockroachNodeRestarting',
    at: '10m',
    fires: { [`sys_uptime{${first}}`]: '600 660 5 65 10 70 130 190 250 310 370' },
    labels,
    shows: '2',
    quiet: { [`sys_uptime{${first}}`]: '600 660 5 65 125 185 245 305 365 425 485' },
  },
  {
    alert: 'CockroachLivenessMismatch',
    at: '10m',
    fires: { ...up(1, 1, 1), [`liveness_livenodes{${first}}`]: '2x20' },
    shows: '2',
    quiet: { ...up(1, 1, 0), [`liveness_livenodes{${first}}`]: '2x20' },
  },
  {
    alert: 'CockroachVersionMismatch',
    at: '150m',
    step: '5m',
    fires: {
      'build_timestamp{job="cockroachdb",instance="cockroach-0",tag="v25.4.11"}': '1x200',
      'build_timestamp{job="cockroachdb",instance="cockroach-1",tag="v26.2.2"}': '1x200',
    },
    shows: '2',
    quiet: {
      'build_timestamp{job="cockroachdb",instance="cockroach-0",tag="v26.2.2"}': '1x200',
      'build_timestamp{job="cockroachdb",instance="cockroach-1",tag="v26.2.2"}': '1x200',
    },
  },
  {
    alert: 'CockroachClockOffsetHigh',
    at: '5m',
    fires: { [`clock_offset_meannanos{${first}}`]: '-350000000x10' },
    labels,
    shows: '350ms',
    quiet: { [`clock_offset_meannanos{${first}}`]: '250000000x10' },
  },
  {
    alert: 'CockroachHeartbeatLatencyHigh',
    at: '15m',
    fires: {
      [`liveness_heartbeatlatency_bucket{${first},le="500000000"}`]: '0x20',
      [`liveness_heartbeatlatency_bucket{${first},le="1000000000"}`]: '0+60x20',
      [`liveness_heartbeatlatency_bucket{${first},le="+Inf"}`]: '0+60x20',
    },
    labels: { instance: 'cockroach-0' },
    shows: '995ms',
    quiet: {
      [`liveness_heartbeatlatency_bucket{${first},le="500000000"}`]: '0+60x20',
      [`liveness_heartbeatlatency_bucket{${first},le="1000000000"}`]: '0+60x20',
      [`liveness_heartbeatlatency_bucket{${first},le="+Inf"}`]: '0+60x20',
    },
  },
  {
    alert: 'CockroachCpuHigh',
    at: '40m',
    fires: { [`sys_cpu_combined_percent_normalized{${first}}`]: '0.85x50' },
    labels,
    shows: '85%',
    quiet: { [`sys_cpu_combined_percent_normalized{${first}}`]: '0.85x20 0.7 0.85x30' },
  },
  {
    alert: 'CockroachCpuExhausted',
    at: '10m',
    fires: { [`sys_cpu_combined_percent_normalized{${first}}`]: '0.98x20' },
    labels,
    shows: '98%',
    quiet: { [`sys_cpu_combined_percent_normalized{${first}}`]: '0.9x20' },
  },
  {
    alert: 'CockroachMemoryHigh',
    at: '10m',
    fires: { [`sys_rss{${first}}`]: `${1945 * 1_048_576}x20` },
    labels,
    shows: '94.97%',
    quiet: { [`sys_rss{${first}}`]: `${1740 * 1_048_576}x20` },
  },
  {
    alert: 'CockroachOpenFilesHigh',
    at: '20m',
    fires: { [`sys_fd_open{${first}}`]: '13000x30', [`sys_fd_softlimit{${first}}`]: '15000x30' },
    labels,
    shows: '86.67%',
    quiet: { [`sys_fd_open{${first}}`]: '11000x30', [`sys_fd_softlimit{${first}}`]: '15000x30' },
  },
];
