import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './result.js';
import { detailTable, markdownTable } from './table.js';

const file = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');

/** What profiles of 2026-11-27 showed (`node --cpu-prof`, on a machine that others used too); to be renewed with the code that it is about. */
const limits = `## What limits it

Shares of the processor time of the measuring process, of samples that were not idle, with the start of the process left in.

- **100 reads in one tick, cache off.** On recorded answers, without a server, the join by hand takes 480 µs of processor time a batch, the library
  563 µs. Both parse 200 JSON texts (about 120 µs). The rest of the difference is a promise, an entry and a frozen value for each read.
  Most of what was missed in the run of 2026-11-28 were pauses of 5 ms: closures that pg makes for its \`query_timeout\` kept all rows until the next full collection. Since
  then the library bounds the time itself; the row alone gave 0.89 (0.72 to 1.10) and in one call 0.91, P99 3.0 ms instead of 5.3; all misses 0.350 and 3.09.
- **All misses.** Two scripts come on top, of 103 and 301 values. Sending them and the statement: \`writeUtf8String\` 16 %, \`writev\` 8 %. Garbage
  collection 13 %, rows to the cache's form 6 % (half of it since). Lease, statement and fill follow each other: a statement sent before its lease is
  held could see the database before a write whose announcement is over when the lease is taken, and its fill would be stale. The fill lets go first
  what those ask for next who have their values.
- **Bytes in Redis.** Of 572 a row on 2026-11-28, keys with their values take 358, less than any other's (405 to 548), and 145 are Redis' own table of which
  connection follows which key, by which an instance knows that its copy is still true. The rest, about 70, everybody has: Redis' table of keys.
- **Form of cached values.** A row is an array of JSON, without field names. Of a small row that is 191 bytes, 164 as msgpackr's array, 301 as JSON with field names; it is
  encoded 1.7 times as fast as by the fastest other form and decoded at 0.68 of it (1.8 µs; hot rows are not decoded). msgpackr with shared structures is shorter
  still, and takes a chunk of 16 KB to 10 KB in half of the time: it was left, since structures would have to be shared by processes of two versions, and values be bytes on a
  connection of texts.
- **Bytes of the heap.** They are the copies in the process, with which hot reads are answered; the libraries' shared modes keep none.
- **Game mix.** The processor: the measuring process, which is also the players, took 0.63 to 1.0 s of it a second at 4,000 moves (about 295,000 rows) a
  second with zipf 1.2, beside the programs on two cores; the machine's own speed changed as much from run to run. Of its busy time, the players had
  16 %, garbage collection 15 %, a copy of each row for its caller 12 %, confirming copies 10 %, finding entries 7 %. Since then rows are frozen and shared, which
  saves those copies: 18 to 20 % less processor time in 24 pairs of rounds. To freeze a row takes 0.6 µs on Node.js 20, 0.04 on 22.
  What a write costs readers is gone: until 2026-11-28 a row was read from the database while it was written (1,375 and 1,750 moves a second, 47 and 46 with
  2 ms on the links). With 2 ms, a write takes 13.6 ms, three round trips of 3.3 ms and the commit, and only those who write wait for it: reads of
  a move have a P99 of 6 to 8 ms at 1,200 moves a second.
`;

/** Writes docs/benchmarks.md from a whole run. */
export function writeDocument(
  outcomes: readonly Outcome[],
  { machine, minutes, quick }: { readonly machine: string; readonly minutes: number; readonly quick: boolean },
): void {
  const results = outcomes.flatMap((outcome) => outcome.results);
  const details = outcomes.flatMap((outcome) => outcome.details ?? []);
  const text = `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)} in ${minutes.toFixed(0)} minutes${quick ? ', with short rounds (`--quick`): the figures are rough' : ''}. Do not edit it by hand.

Machine: ${machine}. The programs (Redis, PgBouncer, PostgreSQL in CockroachDB's place) and the measuring process share it, so that
only ratios mean something. Both sides of a ratio ran in the same process, in turns, after a warm-up; figures are medians of the rounds, and
the spread is the lowest and the highest ratio of a round. A ratio that was not reached is printed as missed.

${markdownTable(results)}

${limits}
## Figures

Each measure's reference is named in its line. In the game mix, everybody looks for a rate once, roughly, then state-lib and the fastest library in turns. Other libraries run with their defaults and with the best tuning that their documents give; a run
ends at once when a recommended setting is not in force.

${details.map(detailTable).join('\n\n')}
`;
  writeFileSync(file, text);
}
