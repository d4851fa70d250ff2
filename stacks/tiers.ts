import type { Construct } from 'constructs';
import type { Settings } from '../config/schema.js';
import { CockroachCluster } from '../constructs/cockroach-cluster.js';
import { Monitoring } from '../constructs/monitoring.js';
import { PgBouncer } from '../constructs/pgbouncer.js';
import type { Platform } from '../constructs/platform.js';
import { RedisReplication } from '../constructs/redis-replication.js';
import { StateService } from '../constructs/state-service.js';
import { hostGateway } from '../constructs/tiers/host-gateway.js';
import { smokeTask } from '../constructs/tiers/smoke.js';

/** The programs that the stack runs and that are built from this repository: each one file. */
export interface Bundles {
  readonly state: string;
  readonly smoke: string;
}

/**
 * Renders every tier, each after those that it needs, and the smoke checks last. The ids are part of Terraform addresses: renaming one
 * replaces its tier.
 */
export function renderTiers(scope: Construct, platform: Platform, settings: Settings, bundles: Bundles): void {
  const props = { platform, settings };
  new CockroachCluster(scope, 'database', props);
  new RedisReplication(scope, 'cache', props);
  new PgBouncer(scope, 'pools', props);
  new StateService(scope, 'service', { ...props, bundle: bundles.state });
  if (settings.platform === 'docker' && settings.docker.expose) platform.workload(scope, hostGateway(settings));
  new Monitoring(scope, 'monitoring', props);
  platform.task(scope, smokeTask(settings, bundles.smoke));
}
