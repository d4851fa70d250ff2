import { Construct } from 'constructs';
import type { Settings } from '../config/schema.js';
import type { Platform } from './platform.js';
import { pgbouncer } from './tiers/pgbouncer.js';
import { address, port, tierHost } from './topology.js';

export interface PgBouncerProps {
  readonly platform: Platform;
  readonly settings: Settings;
}

/** Connection pools in front of the database, in transaction mode. Comes after `CockroachCluster`. */
export class PgBouncer extends Construct {
  readonly host = tierHost('pgbouncer');
  readonly port = port('pgbouncer', 'sql');
  readonly address = address('pgbouncer', 'sql');

  constructor(scope: Construct, id: string, { platform, settings }: PgBouncerProps) {
    super(scope, id);
    platform.workload(this, pgbouncer(settings));
  }
}
