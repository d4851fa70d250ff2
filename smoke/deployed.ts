import { hasGrafana } from '../config/images.js';
import type { Settings } from '../config/schema.js';
import { tierNames, type TierName } from '../constructs/topology.js';

/** How many replicas of a tier a stack has, or why it has none. */
export type Deployed = Readonly<Record<TierName, number | string>>;

/** What a stack of these settings has of each tier. */
export function deployed(settings: Settings): Deployed {
  const { cockroach, redis, pgbouncer, state, platform, docker } = settings;
  return {
    cockroach: cockroach.nodes,
    'cockroach-lb': 1,
    redis: redis.replicas,
    'redis-sentinel': redis.sentinels,
    'redis-exporter': 1,
    pgbouncer: pgbouncer.replicas,
    'pgbouncer-exporter': pgbouncer.replicas,
    state: state.instances,
    'state-lb': 1,
    prometheus: 1,
    grafana: grafana(settings),
    'host-gateway': platform === 'docker' && docker.expose ? 1 : 'the stack is not deployed with --expose',
  };
}

/** The tiers that a stack of these settings has. */
export function deployedTiers(settings: Settings): { tier: TierName; replicas: number }[] {
  const all = deployed(settings);
  return tierNames.flatMap((tier) => {
    const replicas = all[tier];
    return typeof replicas === 'number' ? [{ tier, replicas }] : [];
  });
}

function grafana({ monitoring, images }: Settings): number | string {
  if (!monitoring.grafana) return 'monitoring.grafana is false';
  return hasGrafana(images) ? 1 : 'Grafana is not in the offline image set: Debian has no package of it';
}
