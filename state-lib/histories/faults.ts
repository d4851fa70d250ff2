import { setTimeout } from 'node:timers/promises';
import { until } from '../test/backing/until.js';
import type { Backing } from '../test/backing/stack.js';
import type { Container } from '../test/backing/container.js';
import { pick } from './random.js';
import type { Worker } from './workers.js';

/** What a fault may break. */
export interface Target {
  readonly backing: Backing;
  readonly workers: readonly Worker[];
  readonly random: () => number;
}

async function cli(redis: Container, port: number, ...command: string[]): Promise<string> {
  return await redis.exec('redis-cli', '-p', String(port), ...command);
}

/** The Redis that the Sentinels hold for primary. */
async function primary({ backing }: Target): Promise<{ readonly redis: Container; readonly port: number }> {
  const [sentinel] = backing.sentinels;
  const [sentinelPort] = backing.settings.cache.sentinels;
  const answer = await until(
    async () =>
      await cli(sentinel as Container, sentinelPort?.port ?? 0, 'sentinel', 'get-master-addr-by-name', 'planetary'),
  );
  const port = Number(answer.split('\n')[1]);
  return { redis: backing.redis[backing.ports.redis.indexOf(port)] as Container, port };
}

const between = (random: () => number, low: number, high: number): number => low + random() * (high - low);

/** Kinds of fault, by name. Each breaks something and mends it again. */
export const faults: Readonly<Record<string, (target: Target) => Promise<void>>> = {
  'redis killed': async (target) => {
    const { redis } = await primary(target);
    await redis.kill();
    await setTimeout(between(target.random, 200, 2_500));
    await redis.start();
  },
  'redis paused': async (target) => {
    const { redis } = await primary(target);
    await redis.pause();
    await setTimeout(between(target.random, 300, 2_500));
    await redis.unpause();
  },
  'redis failed over': async (target) => {
    const [sentinel] = target.backing.sentinels;
    const port = target.backing.settings.cache.sentinels[0]?.port ?? 0;
    await cli(sentinel as Container, port, 'sentinel', 'failover', 'planetary');
    await setTimeout(500);
  },
  'redis flushed': async (target) => {
    const { redis, port } = await primary(target);
    await cli(redis, port, 'flushall');
  },
  'redis evicting': async (target) => {
    const { redis, port } = await primary(target);
    await cli(redis, port, 'config', 'set', 'maxmemory-policy', 'allkeys-random');
    await cli(redis, port, 'config', 'set', 'maxmemory', '1mb');
    await setTimeout(between(target.random, 200, 500));
    await cli(redis, port, 'config', 'set', 'maxmemory', '0').catch(() => {});
  },
  'redis connections cut': async (target) => {
    const { redis, port } = await primary(target);
    await cli(redis, port, 'client', 'kill', 'type', 'normal');
  },
  'instance cut from redis': async ({ workers, random }) => {
    const milliseconds = between(random, 300, 1_500);
    pick(random, workers).command({ command: 'cut', milliseconds });
    await setTimeout(milliseconds);
  },
  'instance paused': async ({ workers, random }) => {
    const worker = pick(random, workers);
    worker.signal('SIGSTOP');
    await setTimeout(between(random, 300, 2_000));
    worker.signal('SIGCONT');
  },
  'instance killed': async ({ workers, random }) => await pick(random, workers).restart(Math.floor(random() * 2 ** 31)),
  ...Object.fromEntries(
    (['announced', 'committed', 'leased'] as const).map((at) => [
      `instance killed when it has ${at}`,
      async ({ workers, random }: Target) => {
        const worker = pick(random, workers);
        worker.command({ command: 'die', at });
        await until(async () => {
          if (!worker.dead) throw new Error('alive');
        }, 2_000).catch(() => {});
        await worker.restart(Math.floor(random() * 2 ** 31));
      },
    ]),
  ),
  'pgbouncer killed': async ({ backing, random }) => {
    await backing.pgbouncer.kill();
    await setTimeout(between(random, 0, 500));
    await backing.pgbouncer.start();
  },
  'pgbouncer paused': async ({ backing, random }) => {
    await backing.pgbouncer.pause();
    await setTimeout(between(random, 300, 1_500));
    await backing.pgbouncer.unpause();
  },
  'database connections cut': async ({ backing }) => {
    const { ports, postgres } = backing;
    const sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'";
    await postgres.exec('psql', '-h', '127.0.0.1', '-p', String(ports.postgres), '-U', 'postgres', '-qAtc', sql);
  },
};
