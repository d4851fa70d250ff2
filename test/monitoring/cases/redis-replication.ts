import type { AlertCase, Series } from './alert-case.js';

const job = 'job="redis"';
const labels = (replica: number) => ({ job: 'redis', instance: `redis-${replica}` });

/** The role of each replica, over time. */
function roles(masters: Readonly<Record<string, string>>, slaves: Readonly<Record<string, string>>): Series {
  const series = (role: string) => (entry: [string, string]) => [
    `redis_instance_info{${job},instance="${entry[0]}",role="${role}"}`,
    entry[1],
  ];
  return Object.fromEntries([
    ...Object.entries(masters).map(series('master')),
    ...Object.entries(slaves).map(series('slave')),
  ]) as Series;
}

function one(metric: string, replica: number, values: string): Series {
  return { [`${metric}{${job},instance="redis-${replica}"}`]: values };
}

export const redisReplicationCases: AlertCase[] = [
  {
    alert: 'RedisDown',
    at: '5m',
    fires: one('redis_up', 1, '0x10'),
    labels: labels(1),
    quiet: one('redis_up', 1, '1x10'),
  },
  {
    alert: 'RedisNoPrimary',
    at: '5m',
    fires: { ...roles({}, { 'redis-0': '1x10', 'redis-1': '1x10' }), ...one('up', 0, '1x10') },
    quiet: { ...roles({ 'redis-1': '1x10' }, { 'redis-0': '1x10' }), ...one('up', 0, '1x10') },
  },
  {
    // Every Redis is down, or nobody can know because the exporter is.
    alert: 'RedisNoPrimary',
    at: '5m',
    fires: { ...one('up', 0, '1x10'), ...one('up', 1, '1x10') },
    quiet: { ...one('up', 0, '0x10'), ...one('up', 1, '0x10') },
  },
  {
    alert: 'RedisSeveralPrimaries',
    at: '5m',
    fires: roles({ 'redis-0': '1x10', 'redis-1': '1x10' }, {}),
    shows: '2',
    quiet: roles({ 'redis-0': '1 1 1 stale', 'redis-1': '_ _ _ 1x10' }, {}),
  },
  {
    alert: 'RedisFailedOver',
    at: '12m',
    fires: roles({ 'redis-0': '1x8 stale', 'redis-1': '_x9 1x10' }, {}),
    labels: { instance: 'redis-1' },
    // The first start of the stack is no failover.
    quiet: roles({ 'redis-0': '_x10 1x10' }, {}),
  },
  {
    alert: 'RedisReplicaMissing',
    at: '10m',
    fires: { ...one('redis_connected_slaves', 0, '0x20'), ...one('redis_connected_slaves', 1, '0x20') },
    shows: '0',
    quiet: { ...one('redis_connected_slaves', 0, '0x20'), ...one('redis_connected_slaves', 1, '1x20') },
  },
  {
    alert: 'RedisReplicationBroken',
    at: '5m',
    fires: one('redis_master_link_up', 1, '0x10'),
    labels: labels(1),
    quiet: one('redis_master_link_up', 1, '0 0 1x10'),
  },
  {
    alert: 'RedisReplicationLags',
    at: '5m',
    fires: {
      [`redis_connected_slave_lag_seconds{${job},instance="redis-0",slave_ip="redis-1",slave_port="6379"}`]: '20x10',
    },
    labels: { instance: 'redis-0', slave_ip: 'redis-1' },
    shows: '20s',
    quiet: {
      [`redis_connected_slave_lag_seconds{${job},instance="redis-0",slave_ip="redis-1",slave_port="6379"}`]: '1x10',
    },
  },
  {
    alert: 'RedisResyncsOften',
    at: '30m',
    fires: one('redis_replica_resyncs_full', 0, '1+1x30'),
    labels: labels(0),
    shows: '30',
    quiet: one('redis_replica_resyncs_full', 0, '1x5 2x30'),
  },
  {
    alert: 'RedisRestarting',
    at: '15m',
    fires: one('redis_uptime_in_seconds', 0, '500+60x4 5+60x4 5+60x10'),
    labels: labels(0),
    shows: '2',
    quiet: one('redis_uptime_in_seconds', 0, '500+60x4 5+60x20'),
  },
];
