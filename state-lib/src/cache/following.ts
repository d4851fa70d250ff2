import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Observer } from '../observer.js';
import { Invalidations } from './invalidations.js';

/** The connection's commands that are needed to prove that it tells of changes. */
export interface Follower {
  readonly stream: NodeJS.EventEmitter;
  call(command: string, ...values: string[]): Promise<unknown>;
  set(key: string, value: string, unit: 'PX', milliseconds: number): Promise<unknown>;
  mget(...keys: string[]): Promise<unknown>;
  exists(...keys: string[]): Promise<unknown>;
  del(...keys: string[]): Promise<unknown>;
  ping(): Promise<unknown>;
}

/** Makes Redis tell of changes to the keys of the next command. */
export function follow(redis: Pick<Follower, 'call'>): Promise<unknown> {
  return redis.call('CLIENT', 'CACHING', 'YES');
}

/**
 * Whether Redis tells this connection of each change to a key that it asked to follow (CLIENT TRACKING). A `number` names the time since which it has;
 * another number means that anything may have changed. 0: it does not. It is believed only after it told of two changes
 * that were made for that: an older Redis, RESP2 or a proxy would stay silent.
 */
export class Following {
  #number = 0;
  #begun = 0;
  readonly #probes = new Set<string>();

  constructor(
    private readonly changed: (key: string) => void,
    private readonly observer: Observer,
  ) {}

  get number(): number {
    return this.#number;
  }

  /** The connection is gone. */
  lost(): void {
    this.#number = 0;
  }

  /** Anything may have changed: Redis told so, or did not say that it follows. */
  renew(): void {
    if (this.#number !== 0) this.#number = this.#begun += 1;
  }

  /** Begins on a new connection, and tries again until it was told or `current` says that there is another connection. */
  async begin(redis: Follower, current: () => boolean): Promise<void> {
    const feed = new Invalidations((key) => {
      if (key === undefined) {
        if (current()) this.renew();
      } else if (!this.#probes.delete(key)) this.changed(key);
    });
    redis.stream.prependListener('data', (chunk: Buffer) => feed.write(chunk));
    for (let waitMs = 500; current(); waitMs = Math.min(30_000, waitMs * 2)) {
      const why = await this.#prove(redis).catch((error: unknown) => String(error));
      if (!current()) return;
      if (why === undefined) return void (this.#number = this.#begun += 1);
      if (waitMs === 500) this.observer.noticed('redis does not tell of changes', { why });
      await setTimeout(waitMs, undefined, { ref: false });
    }
  }

  /** Gives what is wrong. */
  async #prove(redis: Follower): Promise<string | undefined> {
    const keys = [`ps:probe:${randomUUID()}`, `ps:probe:${randomUUID()}`] as const;
    for (const key of keys) this.#probes.add(key);
    try {
      await redis.call('CLIENT', 'TRACKING', 'ON', 'OPTIN');
      await Promise.all(keys.map(async (key) => await redis.set(key, '', 'PX', 5_000)));
      await Promise.all([follow(redis), redis.mget(keys[0]), follow(redis), redis.exists(keys[1])]);
      await Promise.all([redis.del(...keys), redis.ping()]);
      return keys.some((key) => this.#probes.has(key)) ? 'nothing was told of a change' : undefined;
    } finally {
      for (const key of keys) this.#probes.delete(key);
    }
  }
}
