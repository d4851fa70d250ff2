import type { AlertCase, Series } from './alert-case.js';

const first = 'job="cockroachdb",instance="cockroach-0",store="1"';
const labels = { job: 'cockroachdb', instance: 'cockroach-0', store: '1' };

function one(metric: string, values: string): Series {
  return { [`${metric}{${first}}`]: values };
}

function disk(free: number): Series {
  return { ...one('capacity', '1000x60'), ...one('capacity_available', `${free}x60`) };
}

function stuck(raft: number, lease: number, latch: number): Series {
  return {
    ...one('requests_slow_raft', `${raft}x20`),
    ...one('requests_slow_lease', `${lease}x20`),
    ...one('requests_slow_latch', `${latch}x20`),
  };
}

export const cockroachStorageCases: AlertCase[] = [
  {
    alert: 'CockroachRangesUnavailable',
    at: '5m',
    fires: one('ranges_unavailable', '2x10'),
    shows: '2',
    quiet: one('ranges_unavailable', '2 0x10'),
  },
  {
    alert: 'CockroachRangesUnderreplicated',
    at: '70m',
    step: '5m',
    fires: one('ranges_underreplicated', '40x80'),
    shows: '40',
    quiet: one('ranges_underreplicated', '40x10 0x20'),
  },
  {
    alert: 'CockroachReplicaBreakerTripped',
    at: '5m',
    fires: one('kv_replica_circuit_breaker_num_tripped_replicas', '1x10'),
    labels: { instance: 'cockroach-0' },
    shows: '1',
    quiet: one('kv_replica_circuit_breaker_num_tripped_replicas', '0x10'),
  },
  {
    alert: 'CockroachRequestsStuck',
    at: '10m',
    fires: stuck(0, 0, 3),
    labels: { instance: 'cockroach-0' },
    shows: '3',
    quiet: stuck(0, 0, 0),
  },
  { alert: 'CockroachDiskLow', at: '40m', fires: disk(150), labels, shows: '15%', quiet: disk(210) },
  { alert: 'CockroachDiskFull', at: '10m', fires: disk(90), labels, shows: '9%', quiet: disk(110) },
  {
    alert: 'CockroachWriteStalls',
    at: '15m',
    fires: one('storage_write_stalls', '0+2x20'),
    labels,
    shows: '2',
    quiet: one('storage_write_stalls', '0 0 1x20'),
  },
  {
    alert: 'CockroachDiskStalled',
    at: '5m',
    fires: one('storage_disk_stalled', '0+1x10'),
    labels,
    shows: '5',
    quiet: one('storage_disk_stalled', '5x10'),
  },
  {
    alert: 'CockroachReadAmplificationHigh',
    at: '70m',
    step: '5m',
    fires: one('rocksdb_read_amplification', '60x80'),
    labels,
    shows: '60',
    quiet: one('rocksdb_read_amplification', '60x8 20x20'),
  },
  {
    alert: 'CockroachIoOverloaded',
    at: '10m',
    fires: one('admission_io_overload', '1.5x20'),
    labels,
    shows: '1.5',
    quiet: one('admission_io_overload', '0.9x20'),
  },
  {
    alert: 'CockroachIntentsPileUp',
    at: '15m',
    fires: one('intentcount', '12000000x20'),
    shows: '12M',
    quiet: one('intentcount', '9000000x20'),
  },
];
