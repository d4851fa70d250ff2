import { Construct } from 'constructs';
import type { Settings } from '../config/schema.js';
import { database, databaseUsers } from '../templates/sql/bootstrap.js';
import type { Platform } from './platform.js';
import { cockroachBootstrap } from './tiers/cockroach-bootstrap.js';
import { cockroachInit } from './tiers/cockroach-init.js';
import { cockroachLoadBalancer } from './tiers/cockroach-lb.js';
import { cockroachMigrate } from './tiers/cockroach-migrate.js';
import { cockroachNodes } from './tiers/cockroach.js';
import { address, port, tierHost } from './topology.js';

export interface CockroachClusterProps {
  readonly platform: Platform;
  readonly settings: Settings;
}

/** A CockroachDB cluster, initialized once, with its database, users and schema, and the load balancer in front of it. */
export class CockroachCluster extends Construct {
  readonly host = tierHost('cockroach-lb');
  readonly port = port('cockroach-lb', 'sql');
  readonly address = address('cockroach-lb', 'sql');
  readonly database = database;
  /** Users by what they may do; those with a password have it in the stack's secrets. */
  readonly users = databaseUsers;

  constructor(scope: Construct, id: string, { platform, settings }: CockroachClusterProps) {
    super(scope, id);
    platform.workload(this, cockroachNodes(settings));
    platform.task(this, cockroachInit());
    platform.task(this, cockroachBootstrap(settings));
    platform.task(this, cockroachMigrate(settings));
    platform.workload(this, cockroachLoadBalancer(settings));
  }
}
