import { Construct } from 'constructs';
import type { Settings } from '../config/schema.js';
import { redisUsers } from '../templates/redis-users.js';
import { sentinelName } from '../templates/sentinel-conf.js';
import type { Platform } from './platform.js';
import { redisSentinel } from './tiers/redis-sentinel.js';
import { redis } from './tiers/redis.js';
import { port, replicaHosts } from './topology.js';

export interface RedisReplicationProps {
  readonly platform: Platform;
  readonly settings: Settings;
}

/** A Redis primary with its replicas, and the Sentinels that choose a new primary when it fails. Clients ask a Sentinel. */
export class RedisReplication extends Construct {
  /** The name under which the Sentinels know the primary. */
  readonly primary = sentinelName;
  /** ACL users by what they may do; their passwords are in the stack's secrets. */
  readonly users = redisUsers;
  /** `host:port` of every Sentinel. */
  readonly sentinels: readonly string[];

  constructor(scope: Construct, id: string, { platform, settings }: RedisReplicationProps) {
    super(scope, id);
    platform.workload(this, redis(settings));
    platform.workload(this, redisSentinel(settings));
    this.sentinels = replicaHosts('redis-sentinel', settings.redis.sentinels).map(
      (host) => `${host}:${port('redis-sentinel', 'sentinel')}`,
    );
  }
}
