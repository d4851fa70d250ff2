import { describe, expect, it } from 'vitest';
import { reachedTiers } from '../../constructs/reached-tiers.js';
import { described, nameOf, profile } from './described.js';

/** Who connects to whom. A tier that is missing here is cut off on Kubernetes; one too many is a way in that nobody needs. */
const edges = {
  cockroach: 'cockroach',
  'cockroach-init': 'cockroach',
  'cockroach-bootstrap': 'cockroach',
  'cockroach-migrate': 'cockroach',
  'cockroach-lb': 'cockroach',
  redis: 'redis redis-sentinel',
  'redis-sentinel': 'redis redis-sentinel',
  pgbouncer: 'cockroach-lb',
  state: 'redis redis-sentinel pgbouncer state',
  'state-lb': 'state',
  'redis-exporter': 'redis redis-sentinel',
  'pgbouncer-exporter': 'pgbouncer',
  // It names Redis and the Sentinels to their exporter only; the scan cannot tell.
  prometheus: 'cockroach cockroach-lb redis redis-sentinel redis-exporter pgbouncer-exporter state state-lb',
  grafana: 'prometheus',
  smoke:
    'cockroach cockroach-lb redis redis-sentinel redis-exporter pgbouncer pgbouncer-exporter state state-lb prometheus grafana',
};

describe('the tiers that a process may connect to', () => {
  it('are those of the picture in the README', () => {
    const found = described(profile('production')).map((process) => [
      nameOf(process),
      [...reachedTiers(process)].join(' '),
    ]);
    expect(Object.fromEntries(found)).toEqual(edges);
  });
});
