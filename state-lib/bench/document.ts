import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './result.js';
import { detailTable, markdownTable } from './table.js';

const file = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');

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

Each measure's reference is named in its line. Other libraries run with their defaults and with the best tuning that their documents give; a run
ends at once when a recommended setting is not in force.

${details.map(detailTable).join('\n\n')}
`;
  writeFileSync(file, text);
}
