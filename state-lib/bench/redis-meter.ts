import type { Redis } from 'ioredis';

/** Bytes that Redis holds for what is in it now. */
export interface Held {
  /** Keys with their values. */
  readonly keys: number;
  /** Which connection follows which key (CLIENT TRACKING). */
  readonly following: number;
}

/** Reads what a Redis did and holds, from its own figures. */
export class RedisMeter {
  constructor(
    private readonly redis: Redis,
    /** Number of the database whose keys are measured. */
    private readonly db: number,
  ) {}

  /** Commands since its start, those of scripts included. */
  async commands(): Promise<number> {
    return await this.#figure('stats', 'total_commands_processed');
  }

  async bytes(): Promise<number> {
    return await this.#figure('memory', 'used_memory');
  }

  /** Ends all following to see what it took, which no figure of Redis tells: for when whoever followed is gone. */
  async held(): Promise<Held> {
    const { redis } = this;
    await redis.select(this.db);
    const usages = redis.pipeline();
    for (const key of await redis.keys('*')) usages.call('MEMORY', 'USAGE', key);
    const sizes = (await usages.exec()) ?? [];
    await redis.select(0);
    const before = await this.bytes();
    // Redis drops what is too much only while somebody follows, some with each command.
    await redis.call('CLIENT', 'TRACKING', 'ON', 'OPTIN');
    await redis.config('SET', 'tracking-table-max-keys', 1);
    for (let followed = 2; followed > 1;) followed = await this.#figure('stats', 'tracking_total_keys');
    const after = await this.bytes();
    await redis.config('SET', 'tracking-table-max-keys', 1_000_000);
    await redis.call('CLIENT', 'TRACKING', 'OFF');
    return { keys: sizes.reduce((sum, [, size]) => sum + Number(size), 0), following: Math.max(0, before - after) };
  }

  async #figure(section: string, name: string): Promise<number> {
    return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await this.redis.info(section))?.[1]);
  }
}
