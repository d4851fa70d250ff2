import { Construct } from 'constructs';
import type { Settings } from '../config/schema.js';
import type { Platform } from './platform.js';
import { stateLoadBalancer } from './tiers/state-lb.js';
import { stateService } from './tiers/state.js';
import { address, port, tierHost } from './topology.js';

export interface StateServiceProps {
  readonly platform: Platform;
  readonly settings: Settings;
  /** The service's program, as `bundleStateService()` makes it. */
  readonly bundle: string;
}

/** state-lib's HTTP service behind its load balancer. Comes after `CockroachCluster`, `RedisReplication` and `PgBouncer`. */
export class StateService extends Construct {
  readonly host = tierHost('state-lb');
  readonly port = port('state-lb', 'api');
  /** `host:port` of the HTTPS API. */
  readonly address = address('state-lb', 'api');

  constructor(scope: Construct, id: string, { platform, settings, bundle }: StateServiceProps) {
    super(scope, id);
    platform.workload(this, stateService(settings, bundle));
    platform.workload(this, stateLoadBalancer(settings));
  }
}
