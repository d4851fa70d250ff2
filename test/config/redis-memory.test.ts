import { expect, it } from 'vitest';
import { redisMemory } from '../../config/redis-memory.js';
import { settingsSchema } from '../../config/schema.js';
import { redis } from '../../constructs/tiers/redis.js';

it.each([512, 4096, 16_384])('redis.conf of %i MiB has the backlog that its memory is summed with', (maxMemoryMiB) => {
  const settings = settingsSchema.parse({ platform: 'docker', redis: { maxMemoryMiB } });
  const { backlogMiB } = redisMemory(maxMemoryMiB, 'durable');
  expect(redis(settings).files['redis.conf']).toContain(`\nrepl-backlog-size ${backlogMiB}mb\n`);
});
