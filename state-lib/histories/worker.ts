import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { until } from '../test/backing/until.js';
import { silent } from '../src/observer.js';
import { openState } from '../src/state.js';
import type { State, StateSettings } from '../src/state.js';
import { interfere, watchSockets } from './interference.js';
import type { Delays, Step } from './interference.js';
import { groups, writesOf } from './keys.js';
import { mutations } from './mutations.js';
import type { MutationName } from './mutations.js';
import { randomRead, readPastCache } from './operations/reads.js';
import { createAll, randomWrite } from './operations/writes.js';
import { seeded, zipf } from './random.js';
import { now } from './record.js';
import type { HitsLine, Line } from './record.js';

/** What the coordinator gives a worker, as its one argument. */
export interface WorkerOrder {
  readonly file: string;
  readonly seed: number;
  /** Callers that each wait for their own operations only. */
  readonly clients: number;
  readonly create: boolean;
  /** Skew of the groups' popularity (zipf). */
  readonly skew: number;
  readonly mutation?: MutationName | undefined;
  readonly settings: Pick<StateSettings, 'cache' | 'coherence'> & {
    readonly database: Omit<StateSettings['database'], 'password'> & { readonly password: string };
  };
  readonly delays: Delays;
}

export type Command =
  | { readonly command: 'stop' }
  | { readonly command: 'cut'; readonly milliseconds: number; readonly side: 'both' | 'answers' }
  | { readonly command: 'hang up' }
  /** It reaches no database for so long, so that it does not see the epoch move. */
  | { readonly command: 'lose the database'; readonly milliseconds: number }
  /** For a while, `writes` of the operations write, and `past` of the reads go past the cache. */
  | { readonly command: 'mix'; readonly milliseconds: number; readonly writes: number; readonly past: number }
  | { readonly command: 'die'; readonly at: Step };

/** What a worker tells its coordinator now and then. */
export interface Report {
  readonly operations: number;
  readonly trusted: boolean;
}

const order = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder;
const random = seeded(order.seed);
const pickGroup = zipf(groups, order.skew);
const file = openSync(order.file, 'a');
let [operations, hits, misses, buffer, stopping] = [0, 0, 0, '', false];
/** What is asked for until then. */
let mix = { until: 0, writes: 0, past: 0 };

/** Writes are told at once, so that a killed process leaves none untold; reads go out in batches. */
function tell(line: Line | HitsLine): void {
  buffer += `${JSON.stringify(line)}\n`;
  if ('op' in line && line.op !== 'begin') operations += 1;
  if (!('op' in line) || line.op !== 'read' || buffer.length > 50_000) flush();
}

function flush(): void {
  if (buffer !== '') writeSync(file, buffer);
  buffer = '';
}

function tellHits(): void {
  if (hits + misses > 0) tell({ group: -1, at: now(), hits, misses });
  [hits, misses] = [0, 0];
}

async function client(state: State): Promise<void> {
  while (!stopping)
    try {
      const group = pickGroup(random);
      const { writes, past } = performance.now() < mix.until ? mix : { writes: writesOf(group), past: 0 };
      const read = past > 0 && random() < past ? readPastCache : randomRead;
      await (random() < writes ? randomWrite : read)(state, group, random, tell);
    } catch {
      await setTimeout(20);
    }
}

async function open(): Promise<State> {
  const { database, cache, coherence } = order.settings;
  const observer = {
    ...silent,
    hit: (_: string, count: number) => void (hits += count),
    missed: (_: string, count: number) => void (misses += count),
  };
  const settings = { database: { ...database, password: () => database.password }, cache, coherence, observer };
  // What it needs may be broken at the moment.
  return await until(async () => await openState(settings), 30_000);
}

async function main(): Promise<void> {
  watchSockets();
  const state = await open();
  const sentinels = (order.settings.cache?.sentinels ?? []).map((address) => ({ ...address }));
  const options = { sentinels, name: 'planetary', maxRetriesPerRequest: 0, commandTimeout: 50 };
  const raw = new Redis({ ...options, enableOfflineQueue: false, lazyConnect: true });
  raw.on('error', () => {});
  if (order.mutation !== undefined) {
    await raw.connect().catch(() => {});
    mutations[order.mutation].apply(state, raw);
  }
  const interference = interfere(state, order.settings.database.port, order.delays, random);
  process.on('message', (command: Command) => {
    if (command.command === 'stop') stopping = true;
    else if (command.command === 'cut') interference.cut(command.milliseconds, command.side);
    else if (command.command === 'hang up') interference.hangUp();
    else if (command.command === 'lose the database') interference.loseDatabase(command.milliseconds);
    else if (command.command === 'mix') mix = { ...command, until: performance.now() + command.milliseconds };
    else interference.die(command.at);
  });
  // Of the terminal; the coordinator says when to stop.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit(1));
  if (order.create) await createAll(state, random, tell);
  const report = (): void => void process.send?.({ operations, trusted: state.watch.trusted() !== undefined });
  process.send?.({ ready: true });
  const timers = [setInterval(tellHits, 50), setInterval(report, 100)];
  await Promise.all(Array.from({ length: order.clients }, async () => await client(state)));
  for (const timer of timers) clearInterval(timer);
  tellHits();
  flush();
  closeSync(file);
  report();
  await state.close();
  process.exit(0);
}

await main();
