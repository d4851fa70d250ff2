import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../broken/bench.js';
import type { StateClient } from '../state-client.js';

/** A request that failed, and failed again within a second. */
export interface FailedRequest {
  readonly at: Date;
  readonly region: string;
  readonly message: string;
}

/** What a load has seen. */
export interface LoadReport {
  readonly acknowledged: number;
  readonly retried: number;
  readonly failed: readonly FailedRequest[];
  /** Regions whose stored count is older than what was acknowledged. */
  readonly lost: readonly string[];
  /** The longest time without an acknowledged write, in milliseconds. */
  readonly gapMs: number;
}

const pauseMs = 100;
const retryMs = 500;

/** Game servers that write: each its own region, counting up, ten times a second; a request that fails is tried once more. */
export class LightLoad {
  private readonly acknowledged = new Map<string, number>();
  private readonly failed: FailedRequest[] = [];
  private readonly writers: Promise<void>[];
  private retried = 0;
  private count = 0;
  private last = performance.now();
  private gapMs = 0;
  private stopped = false;

  constructor(
    private readonly client: StateClient,
    writers = 3,
  ) {
    const base = Date.now() % 1_000_000;
    this.writers = Array.from({ length: writers }, async (_, index) => await this.write(`${base}_${index}_1`));
  }

  /** Waits until so many more writes are acknowledged. Throws when they are not within a minute. */
  async goesOnFor(writes: number): Promise<void> {
    const wanted = this.count + writes;
    await until(`${writes} more acknowledged writes`, 60, async () => this.count >= wanted);
  }

  /** Ends the load, reads what is stored and gives the report. */
  async stop(): Promise<LoadReport> {
    this.stopped = true;
    await Promise.all(this.writers);
    const gapMs = Math.max(this.gapMs, performance.now() - this.last);
    const lost: string[] = [];
    for (const [region, count] of this.acknowledged) {
      const stored = Number((await this.client.getRegion(region))['playerCount']);
      if (!(stored >= count)) lost.push(`${region}: ${count} acknowledged, ${stored} stored`);
    }
    const { count: acknowledged, retried, failed } = this;
    return { acknowledged, retried, failed, lost, gapMs: Math.round(gapMs) };
  }

  private async write(region: string): Promise<void> {
    for (let count = 1; !this.stopped; count += 1) {
      if (await this.send(region, count)) this.note(region, count);
      await sleep(pauseMs);
    }
  }

  private note(region: string, count: number): void {
    this.acknowledged.set(region, count);
    this.count += 1;
    this.gapMs = Math.max(this.gapMs, performance.now() - this.last);
    this.last = performance.now();
  }

  private async send(region: string, count: number): Promise<boolean> {
    const put = async (): Promise<unknown> => await this.client.putRegion(region, { playerCount: String(count) });
    try {
      await put();
      return true;
    } catch {
      this.retried += 1;
    }
    await sleep(retryMs);
    try {
      await put();
      return true;
    } catch (error) {
      this.failed.push({ at: new Date(), region, message: (error as Error).message });
      return false;
    }
  }
}
