import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Client } from 'pg';
import { again } from './again.js';
import { migrateStatements } from './statements.js';

const leaseMs = 30_000;
const renewMs = 5_000;

/**
 * The right to change the schema: a row with a holder and a time, since CockroachDB has no advisory locks and a transaction would have to stay
 * open. A holder that dies loses it after 30 s.
 */
export class SchemaLock {
  readonly #holder = randomUUID();
  readonly #stop = new AbortController();
  #renewing: Promise<void> = Promise.resolve();
  #heldUntil = 0;

  /** `client` must be used for nothing else: the right is renewed while statements run elsewhere. */
  constructor(private readonly client: Client) {}

  /** Waits for the lock. Throws after `patienceMs`. */
  async acquire(patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!(await this.#hold())) {
      if (performance.now() > end)
        throw new Error(
          `another migration holds the lock of the schema for more than ${patienceMs / 1_000} s: let it end, then run this one again`,
        );
      await setTimeout(250);
    }
    this.#renewing = this.#renew();
  }

  /** Throws when the lock may be another's by now. */
  check(): void {
    if (performance.now() > this.#heldUntil)
      throw new Error('the lock of the schema was lost: the database did not answer in time; run the migration again');
  }

  async release(): Promise<void> {
    this.#stop.abort();
    await this.#renewing;
    await this.client.query(migrateStatements.release, [this.#holder]);
  }

  async #hold(): Promise<boolean> {
    const asked = performance.now();
    const { rowCount } = await again(
      async () => await this.client.query(migrateStatements.hold, [this.#holder, leaseMs]),
    );
    if (rowCount === 0) return false;
    this.#heldUntil = asked + leaseMs;
    return true;
  }

  async #renew(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await setTimeout(renewMs, undefined, { signal }).catch(() => {});
      // An error here shows in `check` once the time has run out.
      if (!signal.aborted) await this.#hold().catch(() => {});
    }
  }
}
