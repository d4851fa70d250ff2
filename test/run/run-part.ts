import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { exitCounts, goCounts, goEvents, vitestCounts, type Counts } from './counts.js';
import { goFailed, vitestFailed } from './failed.js';
import type { Part, PartResult } from './part.js';

type Outcome = Omit<PartResult, 'name' | 'seconds'>;

/** Runs one part, its output on the screen, and counts its tests. A part without a report has failed. */
export async function runPart(part: Part, checkout: string): Promise<PartResult> {
  const started = performance.now();
  const { failures, ...counts } = await run(part, checkout);
  const isUnnamed = counts.failed > 0 && failures.length === 0;
  return {
    ...{ name: part.name, ...counts },
    failures: isUnnamed ? [`\`${part.command.join(' ')}\` failed: what it printed is above`] : failures,
    seconds: (performance.now() - started) / 1000,
  };
}

async function run({ counts, command: [program, ...args] }: Part, cwd: string): Promise<Outcome> {
  const inherit = { cwd, stdin: 'ignore', reject: false } as const;
  if (counts === 'exit-code') {
    const { exitCode } = await execa(program, args, { ...inherit, stdout: 'inherit', stderr: 'inherit' });
    return { ...exitCounts(exitCode ?? 1), failures: [] };
  }
  if (counts === 'go') {
    const { stdout, exitCode } = await execa(program, args, { ...inherit, stderr: 'inherit' });
    for (const line of output(stdout)) process.stdout.write(line);
    return { ...orFailed(goCounts(stdout), exitCode), failures: goFailed(stdout) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { exitCode } = await execa(program, [...args, ...reporters], {
      ...inherit,
      stdout: 'inherit',
      stderr: 'inherit',
    });
    const report = readFileSync(file, 'utf8');
    return { ...orFailed(vitestCounts(report), exitCode), failures: vitestFailed(report, cwd) };
  } catch (error) {
    return { ...exitCounts(1), failures: [`no report: ${(error as Error).message}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A part whose program ended with an error has failed, whatever its report says. */
function orFailed(counts: Counts, exitCode: number | undefined): Counts {
  return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** What the tests printed, where a Go package failed. */
function output(lines: string): string[] {
  const events = goEvents(lines);
  return events.some(({ Action }) => Action === 'fail') ? events.map(({ Output = '' }) => Output) : [];
}
