import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from 'commander';
import { Listr } from 'listr2';
import { ensurePrograms } from '../test/backing/engine.js';
import { startBacking } from '../test/backing/stack.js';
import { catalogue } from './catalogue.js';
import type { Row } from './catalogue.js';
import { writeDocument } from './document.js';
import { describeMachine } from './machine.js';
import { installPeers } from './node-22.js';
import { programsOf } from './programs.js';
import type { Programs } from './programs.js';
import type { Outcome, Result } from './result.js';
import { detailTable, textTable } from './table.js';

const options = program
  .name('npm run bench --')
  .description('Compares state-lib with hand-written code and with other libraries, on real programs.')
  .option('--json <file>', 'write one object per measure')
  .option('--quick', 'short rounds; the figures are rough and docs/benchmarks.md is left alone', false)
  .option('--document', 'write docs/benchmarks.md after short rounds too', false)
  .option('--only <row...>', `only these of ${catalogue.map(({ name }) => name).join(', ')}`)
  .option('--details', 'print the figures of every contender too', false)
  .parse()
  .opts<{ json?: string; quick: boolean; document: boolean; only?: string[]; details: boolean }>();
const unknown = (options.only ?? []).filter((name) => !catalogue.some((row) => row.name === name));
if (unknown.length > 0) program.error(`unknown row: ${unknown.join(', ')}`);

await ensurePrograms();
const node = installPeers();
const machine = describeMachine(node);
console.log(machine);
const start = performance.now();
const directory = mkdtempSync(join(tmpdir(), 'state-lib-bench-'));
const outcomes = new Map<string, Outcome>();

async function runRow(row: Row, programs: Programs, progress: (text: string) => void): Promise<void> {
  const file = join(directory, `${row.name}.json`);
  const values = [row.name, file, JSON.stringify(programs), options.quick ? 'quick' : 'full'];
  const child = fork(join(import.meta.dirname, 'measure.ts'), values, {
    execPath: node,
    execArgv: ['--expose-gc', '--import', 'tsx', ...(process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [])],
  });
  child.on('message', (text) => progress(text as string));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${row.title}: the measuring process ended with ${String(code)}`);
  outcomes.set(row.name, JSON.parse(readFileSync(file, 'utf8')) as Outcome);
}

const rows = catalogue.filter(({ name }) => options.only?.includes(name) ?? true);
const tasks = new Listr(
  rows.map((row) => ({
    title: row.title,
    task: async (_, task): Promise<void> => {
      const backing = await startBacking();
      try {
        await runRow(row, await programsOf(backing), (text) => (task.output = text));
      } finally {
        await backing.stop();
      }
    },
  })),
  { exitOnError: false },
);
await tasks.run();
rmSync(directory, { recursive: true });

const found = rows.flatMap(({ name }) => outcomes.get(name) ?? []);
const results: Result[] = found.flatMap((outcome) => outcome.results);
console.log(textTable(results));
if (options.details)
  for (const { details } of found) for (const detail of details ?? []) console.log(`\n${detailTable(detail)}`);
if (options.json !== undefined)
  writeFileSync(options.json, results.map((result) => `${JSON.stringify(result)}\n`).join(''));
const whole = found.length === catalogue.length;
if (whole && (options.document || !options.quick))
  writeDocument(found, { machine, minutes: (performance.now() - start) / 60_000, quick: options.quick });
const missed = results.filter(({ pass }) => pass === false).length;
console.log(`${results.length} measures, ${missed} missed`);
for (const { name, title } of rows) if (!outcomes.has(name)) console.error(`${title} failed: no figures`);
process.exitCode = found.length === rows.length ? 0 : 1;
