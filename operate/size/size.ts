import type { Settings } from '../../config/schema.js';
import { sizeApp } from './app.js';
import { sizeBalancer } from './balancer.js';
import { sizeCockroach } from './cockroach.js';
import type { Load, Sums } from './load.js';
import { sizePools } from './pools.js';
import { sizeRedis } from './redis.js';

/** Assumed connections of one instance to Redis and the Sentinels. */
const instanceClients = 4;
/** Each Sentinel has two to a Redis; replicas and the exporter have theirs. */
const ownClients = 32;

/**
 * All sums of a stack for a load. `persistence` is the profile's.
 *
 * @throws Failure when no stack within the settings' ranges takes it.
 */
export function sizeStack(load: Load, persistence: Settings['redis']['persistence']): Sums[] {
  const app = sizeApp(load);
  const pools = sizePools(load, app.connections);
  const clients = app.instances * instanceClients + ownClients;
  return [
    pools.sums,
    sizeCockroach(pools.connections),
    sizeRedis(load, persistence, clients),
    app.sums,
    sizeBalancer(load, pools.connections),
  ];
}

/** The settings among the sums, by key. */
export function sizedSettings(sums: readonly Sums[]): Map<string, number> {
  return new Map(
    sums.flatMap(({ lines }) =>
      lines.flatMap(({ key, result }) => (key === undefined ? [] : [[key, result] as const])),
    ),
  );
}
