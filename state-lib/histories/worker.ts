import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { until } from '../test/backing/until.js';
import { openState } from '../src/state.js';
import type { State, StateSettings } from '../src/state.js';
import { silent } from '../src/observer.js';
import { createAll, randomRead, randomWrite } from './operations.js';
import { mutations } from './mutations.js';
import type { Mutation } from './mutations.js';
import { seeded } from './random.js';
import type { Line } from './record.js';

/** What the coordinator gives a worker, as its one argument. */
export interface WorkerOrder {
  readonly file: string;
  readonly seed: number;
  readonly clients: number;
  readonly create: boolean;
  /** Share of operations that write. */
  readonly writes: number;
  readonly mutation?: Mutation | undefined;
  readonly pgbouncer: number;
  readonly sentinels: readonly number[];
  readonly password: string;
  readonly database: string;
  /** Share of fills that wait between the database and Redis, and for how long at most, in milliseconds. */
  readonly delayed: number;
  readonly delayMs: number;
}

export type Command =
  | { readonly command: 'stop' }
  /** Loses Redis for a while, alone. */
  | { readonly command: 'cut'; readonly milliseconds: number }
  /** Dies at the next step of that name. */
  | { readonly command: 'die'; readonly at: 'announced' | 'committed' | 'leased' };

const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder;
const random = seeded(order.seed);
const file = openSync(order.file, 'a');
const counts = { operations: 0, hits: 0, misses: 0, errors: 0 };
let buffer = '';
let stopping = false;

/** Writes are told at once, so that a killed process leaves none untold; reads go out in batches. */
function tell(line: Line): void {
  buffer += `${JSON.stringify(line)}\n`;
  if (line.op === 'read') counts.operations += 1;
  else if (line.op !== 'begin') counts.operations += 1;
  if (line.op !== 'read' || buffer.length > 50_000) flush();
}

function flush(): void {
  if (buffer !== '') writeSync(file, buffer);
  buffer = '';
}

function injectFaults(state: State): (command: Command) => void {
  const { cache } = state;
  let [cutUntil, die] = [0, ''];
  const step = (name: string): void => {
    if (die === name) process.kill(process.pid, 'SIGKILL');
  };
  const names = ['read', 'acquire', 'fill', 'quarantine', 'lift', 'release'] as const;
  for (const name of names) {
    const original = cache[name].bind(cache) as (...values: unknown[]) => Promise<unknown>;
    const faulty = async (...values: unknown[]): Promise<unknown> => {
      if (performance.now() < cutUntil) throw new Error('cut from Redis');
      if (name === 'fill' && random() < order.delayed) await setTimeout(random() * order.delayMs);
      if (name === 'lift') step('committed');
      const result = await original(...values);
      if (name === 'quarantine') step('announced');
      if (name === 'acquire') step('leased');
      return result;
    };
    Object.assign(cache, { [name]: faulty });
  }
  return (command) => {
    if (command.command === 'stop') stopping = true;
    else if (command.command === 'cut') cutUntil = performance.now() + command.milliseconds;
    else die = command.at;
  };
}

async function client(state: State): Promise<void> {
  while (!stopping)
    try {
      if (random() < order.writes) await randomWrite(state, random, tell);
      else await randomRead(state, random, tell);
    } catch {
      counts.errors += 1;
      await setTimeout(20);
    }
}

async function main(): Promise<void> {
  const sentinels = order.sentinels.map((port) => ({ host: '127.0.0.1', port }));
  const { pgbouncer: port, database, password } = order;
  const settings: StateSettings = {
    database: { host: '127.0.0.1', port, database, user: 'app', password: () => password, connectTimeoutMs: 2_000 },
    cache: { sentinels, sentinelName: 'planetary', commandTimeoutMs: 250 },
    coherence: { trustMs: 1_500, holdMs: 1_000 },
    observer: { ...silent, hit: (_, count) => (counts.hits += count), missed: (_, count) => (counts.misses += count) },
  };
  // What it needs may be broken at the moment.
  const state = await until(async () => await openState(settings), 30_000);
  const raw = new Redis({
    sentinels,
    name: 'planetary',
    maxRetriesPerRequest: 0,
    commandTimeout: 50,
    enableOfflineQueue: false,
  });
  raw.on('error', () => {});
  if (order.mutation !== undefined) mutations[order.mutation](state, raw);
  const obey = injectFaults(state);
  process.on('message', obey);
  process.on('disconnect', () => process.exit(1));
  if (order.create) await createAll(state, tell);
  process.send?.({ ready: true });
  const reporting = setInterval(() => {
    flush();
    process.send?.(counts);
  }, 200);
  await Promise.all(Array.from({ length: order.clients }, async () => await client(state)));
  clearInterval(reporting);
  flush();
  closeSync(file);
  process.send?.(counts);
  await state.close();
  process.exit(0);
}

await main();
