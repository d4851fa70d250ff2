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
- **All misses.** Two scripts come on top, of 203 and 302 values. Sending them and the statement: \`writeUtf8String\` 16 %, \`writev\` 8 %. Garbage
  collection 13 %, rows to the cache's form 6 % (half of it since). Lease, statement and fill follow each other: a statement sent before its lease is
  held could see the database before a write whose announcement is over when the lease is taken, and its fill would be stale.
- **Game mix.** The 3 % of moves that write. Measured on 2026-11-28 by leaving them out: 2,500 moves a second at P95 2.4 ms and P99 3.4 ms without writes,
  1,500 at 3.6 and 8.2 ms with them; at 2 ms on the links 800 at 4.7 and 5.4 ms without, and with them P95 5.6 ms at 200 a second and 12.3 ms at 400. A write takes 13.7 ms
  with 2 ms on the links, where one round trip takes 3.3 ms; who reads its row meanwhile asks Redis, then the database (P99 16 ms), and by zipf nearly
  every move reads the rows that are written most. The peers give the old value meanwhile. The rates below 100 a second in the table are of samples
  of so few moves that one write more or less decided their P95; since then a rate is tried with at least 600 moves, and the table has yet to be made anew.
  By processor time: garbage collection 24 %, a copy of each row for its caller 8 %, confirming copies 6 %, finding entries 6 %, the players 8 %.
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

Each measure's reference is named in its line. Other libraries run with their defaults and with the best tuning that their documents give; a run
ends at once when a recommended setting is not in force.

${details.map(detailTable).join('\n\n')}
`;
  writeFileSync(file, text);
}
