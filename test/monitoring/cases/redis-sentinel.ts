import type { AlertCase, Series } from './alert-case.js';

/** What each of three Sentinels says: a metric, extra labels, and its value. */
function sentinels(metric: string, label: readonly string[], values: readonly (string | number)[]): Series {
  return Object.fromEntries(
    values.map((value, i) => [
      `${metric}{job="redis-sentinel",instance="sentinel-${i}"${label[i] ? `,${label[i]}` : ''}}`,
      `${value}x10`,
    ]),
  );
}

function naming(...primaries: readonly string[]): Series {
  const labels = primaries.map((primary) => `master_name="planetary",master_address="${primary}",master_status="ok"`);
  return sentinels('redis_sentinel_master_status', labels, [1, 1, 1]);
}

const zero = { 'redis_instance_info{job="redis",instance="redis-0:6379",role="master"}': '1x10' };

export const redisSentinelCases: AlertCase[] = [
  {
    alert: 'RedisSentinelDown',
    at: '5m',
    fires: sentinels('redis_up', [], [1, 0, 1]),
    labels: { job: 'redis-sentinel', instance: 'sentinel-1' },
    quiet: sentinels('redis_up', [], [1, 1, 1]),
  },
  {
    alert: 'RedisQuorumLost',
    at: '5m',
    fires: sentinels('redis_sentinel_master_ckquorum_status', [], [1, 0, 1]),
    quiet: sentinels('redis_sentinel_master_ckquorum_status', [], [1, 1, 1]),
  },
  {
    alert: 'RedisSentinelsDisagree',
    at: '5m',
    fires: naming('redis-0:6379', 'redis-0:6379', 'redis-1:6379'),
    shows: '2',
    quiet: naming('redis-0:6379', 'redis-0:6379', 'redis-0:6379'),
  },
  {
    alert: 'RedisPrimaryDisputed',
    at: '5m',
    fires: { ...naming('redis-1:6379', 'redis-1:6379', 'redis-1:6379'), ...zero },
    labels: { instance: 'redis-1:6379' },
    shows: '3',
    quiet: { ...naming('redis-0:6379', 'redis-0:6379', 'redis-0:6379'), ...zero },
  },
  {
    alert: 'RedisPrimaryFailing',
    at: '5m',
    fires: sentinels('redis_sentinel_master_status', [], [1, 0, 0]),
    quiet: sentinels('redis_sentinel_master_status', [], [1, 1, 1]),
  },
  {
    alert: 'RedisSentinelTilt',
    at: '5m',
    fires: sentinels('redis_sentinel_tilt', [], [0, 0, 1]),
    labels: { job: 'redis-sentinel', instance: 'sentinel-2' },
    quiet: sentinels('redis_sentinel_tilt', [], [0, 0, 0]),
  },
];
