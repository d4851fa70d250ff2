import { writeFileSync } from 'node:fs';
import type { Programs } from './programs.js';
import type { Outcome } from './result.js';
import { fullPace, quickPace } from './rounds.js';
import type { Pace } from './rounds.js';

/** What a row is measured with. */
export interface Course {
  readonly programs: Programs;
  readonly pace: Pace;
  readonly quick: boolean;
  /** Tells what is being measured. */
  readonly progress: (text: string) => void;
}

export interface RowModule {
  measure(course: Course): Promise<Outcome>;
}

/** The process that measures one row: arguments are its module, a file for the outcome, the programs as JSON, `quick` or `full`. */
async function main([module, file, programs, pace]: readonly string[]): Promise<void> {
  const row = (await import(new URL(`rows/${module}.ts`, import.meta.url).href)) as RowModule;
  const quick = pace === 'quick';
  const outcome = await row.measure({
    programs: JSON.parse(programs as string) as Programs,
    pace: quick ? quickPace : fullPace,
    quick,
    progress: (text) => process.send?.(text),
  });
  writeFileSync(file as string, JSON.stringify(outcome));
}

await main(process.argv.slice(2));
process.exit(0);
