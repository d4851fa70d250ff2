import { setTimeout } from 'node:timers/promises';
import { between, cli, primary, sentinel } from './target.js';
import type { Break } from './target.js';

const killed: Break = async (target) => {
  const { redis } = await primary(target);
  await redis.kill();
  // Long: the replica is promoted. Short: the primary comes back empty before that.
  await setTimeout(between(target.random, 200, 2_500));
  await redis.start();
};

/** It is back before the Sentinels miss it: empty, under another run id. */
const restarted: Break = async (target) => {
  const { redis } = await primary(target);
  await redis.kill();
  await redis.start();
};

/** Longer than the Sentinels wait: it is deposed meanwhile, and answers its clients again until it is told. */
const paused: Break = async (target) => {
  const { redis } = await primary(target);
  await redis.pause();
  await setTimeout(between(target.random, 300, 2_500));
  await redis.unpause();
};

const failedOver: Break = async ({ backing }) => {
  await sentinel(backing, 'failover', 'planetary');
  await setTimeout(500);
};

const flushed: Break = async (target) => {
  const { redis, port } = await primary(target);
  await cli(redis, port, 'flushall');
};

/** As the stack sets it: the least recently used keys go, whatever they are. */
const evicting: Break = async (target) => {
  const { redis, port } = await primary(target);
  const used = Number(/^used_memory:(\d+)/m.exec(await cli(redis, port, 'info', 'memory'))?.[1]);
  await cli(redis, port, 'config', 'set', 'maxmemory-policy', 'allkeys-lru');
  await cli(redis, port, 'config', 'set', 'maxmemory', String(Math.round(used * 0.95)));
  await setTimeout(between(target.random, 200, 800));
  await cli(redis, port, 'config', 'set', 'maxmemory', '0').catch(() => {});
};

/** Half of the times while nothing is written: a write would withdraw trust, so that nothing of before would be used any more. */
const connectionsCut: Break = async (target) => {
  const { redis, port } = await primary(target);
  if (target.random() < 0.5) {
    for (const worker of target.workers) worker.command({ command: 'mix', milliseconds: 1_500, writes: 0, past: 0 });
    await setTimeout(200);
  }
  await cli(redis, port, 'client', 'kill', 'type', 'normal');
};

export const redisFaults: Readonly<Record<string, Break>> = {
  'redis killed': killed,
  'redis restarted': restarted,
  'redis paused': paused,
  'redis failed over': failedOver,
  'redis flushed': flushed,
  'redis evicting': evicting,
  'redis connections cut': connectionsCut,
};
