import { pick, seeded } from '../histories/random.js';
import type { RedisMeter } from './redis-meter.js';

const inFlight = 256;

/** An instance that nothing is cached for, and how many queries it has made. */
export interface Payer {
  get(key: string): Promise<unknown>;
  readonly queries: () => number;
  close(): Promise<unknown>;
}

/** What reads cost: commands, queries and milliseconds of the processor for 1,000 of them, and bytes for each row. */
export interface Cost {
  readonly commands: number;
  readonly queries: number;
  readonly cpu: number;
  readonly redisBytes: number;
  /** Of `redisBytes`. */
  readonly keyBytes: number;
  /** Of `redisBytes`. */
  readonly followingBytes: number;
  readonly heapBytes: number;
}

/** Makes `reads` reads of rows by chance, and closes the instance. */
export async function costOf(payer: Payer, meter: RedisMeter, rows: readonly string[], reads: number): Promise<Cost> {
  const heap = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const random = seeded(4);
  let left = reads;
  const [redisBefore, heapBefore] = [await meter.bytes(), heap()];
  const [asked, queried, cpu] = [await meter.commands(), payer.queries(), process.cpuUsage()];
  const worker = async (): Promise<void> => {
    while (left-- > 0) await payer.get(pick(random, rows));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const { user, system } = process.cpuUsage(cpu);
  const sent = (await meter.commands()) - asked;
  const [redisAfter, heapAfter] = [await meter.bytes(), heap()];
  const queries = payer.queries() - queried;
  await payer.close();
  const held = await meter.held();
  const each = 1_000 / reads;
  return {
    commands: sent * each,
    queries: queries * each,
    cpu: ((user + system) / 1_000) * each,
    redisBytes: (redisAfter - redisBefore) / rows.length,
    keyBytes: held.keys / rows.length,
    followingBytes: held.following / rows.length,
    heapBytes: Math.max(0, heapAfter - heapBefore) / rows.length,
  };
}
