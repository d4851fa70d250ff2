import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { startRedis } from '../test/backing/redis.js';
import type { Container } from '../test/backing/container.js';
import { until } from '../test/backing/until.js';
import type { Programs } from './programs.js';

const docker = promisify(execFile);

export type Outage = 'hung' | 'dead';

/** A primary and a replica under Sentinels, which can be broken again and again. */
export class RedisPair {
  readonly #ports: readonly number[];
  readonly #sentinel: number;
  /** Names of the containers, by port. */
  readonly #names: Map<number, string>;
  /** Containers in place of dead ones. */
  readonly #replacements: Container[] = [];

  constructor({ redis, sentinels, containers }: Programs) {
    this.#ports = redis;
    this.#sentinel = sentinels[0] as number;
    this.#names = new Map(redis.map((port, index) => [port, containers.redis[index] as string]));
  }

  /** Hangs or kills the primary. Gives what mends it: it is a replica of the next one afterwards. */
  async breakPrimary(outage: Outage): Promise<() => Promise<void>> {
    const broken = await this.#primary();
    const name = this.#names.get(broken) as string;
    await docker('docker', [outage === 'hung' ? 'pause' : 'kill', name]);
    return async () => {
      if (outage === 'hung') await docker('docker', ['unpause', name]);
      else await this.#replace(broken);
      await until(async () => await this.#whole(), 40_000);
    };
  }

  /** Removes what it started. */
  async close(): Promise<void> {
    await Promise.all(this.#replacements.map(async (container) => await container.remove()));
  }

  async #replace(port: number): Promise<void> {
    const primary = await this.#primary();
    if (primary === port) throw new Error(`no other Redis became primary in place of the one on port ${port}`);
    const container = await startRedis({ port, primary });
    this.#replacements.push(container);
    this.#names.set(port, container.name);
  }

  /** Port of the Redis that the Sentinels hold for primary. */
  async #primary(): Promise<number> {
    const info = await this.#info(this.#sentinel);
    return Number(/^master0:.*address=[^,]*:(\d+)/m.exec(info)?.[1]);
  }

  /** Throws while the other one does not follow the primary. */
  async #whole(): Promise<void> {
    const primary = await this.#primary();
    const other = this.#ports.find((port) => port !== primary) as number;
    const info = await this.#info(other);
    const wanted = [/^role:slave/m, new RegExp(`^master_port:${primary}\\b`, 'm'), /^master_link_status:up/m];
    if (!wanted.every((line) => line.test(info))) throw new Error(`Redis on port ${other} does not follow ${primary}`);
  }

  async #info(port: number): Promise<string> {
    const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: () => null, commandTimeout: 1_000 });
    redis.on('error', () => {});
    try {
      return await redis.info();
    } finally {
      redis.disconnect();
      await setTimeout(0);
    }
  }
}
