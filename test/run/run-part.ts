import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { exitCounts, goCounts, vitestCounts, type Counts } from './counts.js';
import type { Part, PartResult } from './part.js';

/** Runs one part, its output on the screen, and counts its tests. A part without a report has failed. */
export async function runPart(part: Part, checkout: string): Promise<PartResult> {
  const started = performance.now();
  const counts = await count(part, checkout);
  return { name: part.name, ...counts, seconds: (performance.now() - started) / 1000 };
}

async function count({ counts, command: [program, ...args] }: Part, cwd: string): Promise<Counts> {
  const inherit = { cwd, stdin: 'ignore', reject: false } as const;
  if (counts === 'exit-code') {
    const { exitCode } = await execa(program, args, { ...inherit, stdout: 'inherit', stderr: 'inherit' });
    return exitCounts(exitCode ?? 1);
  }
  if (counts === 'go') {
    const { stdout, exitCode } = await execa(program, args, { ...inherit, stderr: 'inherit' });
    const result = goCounts(stdout);
    for (const line of failures(stdout)) process.stdout.write(line);
    return exitCode === 0 || result.failed > 0 ? result : { ...result, failed: 1 };
  }
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
  const file = join(folder, 'report.json');
  try {
    const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { exitCode } = await execa(program, [...args, ...report], {
      ...inherit,
      stdout: 'inherit',
      stderr: 'inherit',
    });
    const result = vitestCounts(readFileSync(file, 'utf8'));
    return exitCode === 0 || result.failed > 0 ? result : { ...result, failed: 1 };
  } catch (error) {
    process.stdout.write(`no report: ${(error as Error).message}\n`);
    return exitCounts(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the tests of failed Go packages printed. */
function failures(lines: string): string[] {
  if (!lines.includes('"Action":"fail"')) return [];
  return lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { Output?: string }).Output ?? '');
}
