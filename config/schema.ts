import { z } from 'zod';
import { cockroach } from './schema/cockroach.js';
import { images } from './schema/images.js';
import { exporters, monitoring } from './schema/monitoring.js';
import { pgbouncer } from './schema/pgbouncer.js';
import { docker, kubernetes } from './schema/platforms.js';
import { redis } from './schema/redis.js';
import { loadBalancer, state } from './schema/state.js';
import { terraform } from './schema/terraform.js';

/**
 * Settings of one profile. This and `schema/` are the only place of defaults, ranges, units and reasons; cross-field rules are in
 * `rules.ts`.
 */
export const settingsSchema = z.strictObject({
  platform: z.enum(['docker', 'kubernetes']).describe('Where the stack runs.'),
  cockroach: cockroach.prefault({}),
  loadBalancer: loadBalancer.prefault({}),
  redis: redis.prefault({}),
  pgbouncer: pgbouncer.prefault({}),
  state: state.prefault({}),
  exporters: exporters.prefault({}),
  monitoring: monitoring.prefault({}),
  images: images.prefault({}),
  docker: docker.prefault({}),
  kubernetes: kubernetes.prefault({}),
  terraform: terraform.prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
