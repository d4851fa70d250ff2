import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { writeFileSync } from 'node:fs';
import { GatheredFaults } from '../config/gathered-faults.js';
import { exitCodes } from '../operate/exit-codes.js';
import { withStack, type StackChoice } from '../operate/stack-choice.js';
import { told } from '../operate/told.js';
import type { Vantage } from './outcome.js';
import { smokeJunit } from './report/junit.js';
import { progressLine } from './report/progress.js';
import { smokeTable } from './report/table.js';
import { checkWritable } from './report/writable.js';
import { runSmoke } from './run-smoke.js';

interface Flags extends StackChoice {
  readonly vantage: Vantage | 'all';
  readonly since?: Date;
  readonly json?: string;
  readonly junit?: string;
}

const exitCodesHelp = `
Exit codes: 0 no check failed; 1 one did; 2 wrong options or settings; 3 the checks could not be made.`;

/** `npm run smoke`. Gives the exit code: 0 when no check failed, 1 when one did, 2 for wrong options or settings, 3 when they could not be made. */
export async function smokeCommand(argv: readonly string[], checkout: string): Promise<number> {
  const command = withStack(new Command('npm run smoke --'))
    .description('Checks a deployed stack: that it works, and that it refuses what it must refuse.')
    .addOption(new Option('--vantage <where>', 'where to look from').choices(['inside', 'host', 'all']).default('all'))
    .option('--since <time>', 'restarts after this moment are a fault, ISO 8601 (default: now)', moment)
    .option('--json <file>', 'write one object for each check')
    .option('--junit <file>', 'write a JUnit report')
    .addHelpText('after', exitCodesHelp)
    .exitOverride();
  try {
    const { profile, stack, set, vantage, since, json, junit } = command.parse(argv).opts<Flags>();
    checkReports({ '--json': json, '--junit': junit });
    const { onProgress, end } = progressLine(process.stderr);
    const report = await runSmoke({ checkout, profile, stack, set, vantage, since, onProgress }).finally(end);
    const { isTTY, columns } = process.stdout;
    const colour = isTTY && process.env['NO_COLOR'] === undefined;
    process.stdout.write(smokeTable(report.results, { colour, ...(isTTY ? { width: columns } : {}) }));
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(report.results, undefined, 2)}\n`);
    if (junit !== undefined) writeFileSync(junit, smokeJunit(report.stack, report.results));
    return report.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { message, exitCode } = told(error);
    process.stderr.write(`${message}\n`);
    return exitCode;
  }
}

function checkReports(files: Readonly<Record<string, string | undefined>>): void {
  const gathered = new GatheredFaults();
  for (const [option, file] of Object.entries(files)) {
    if (file !== undefined) gathered.of(() => checkWritable(option, file));
  }
  gathered.throwIfAny();
}

function moment(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('It must be a date and time, such as 2026-11-24T12:00:00Z.');
  return date;
}
