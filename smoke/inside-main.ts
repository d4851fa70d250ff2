import { readFileSync } from 'node:fs';
import { insideChecks } from './checks/inside.js';
import type { SmokeConfig } from './config.js';
import { InsideContext } from './inside-context.js';
import { runChecks } from './run-checks.js';
import { exitCode, summarize } from './summary.js';

/**
 * The program of the smoke task: makes the inside checks and writes a line of JSON for each, then one with the summary. Gives its
 * exit code.
 */
export async function insideMain(
  configFile: string,
  secretsDirectory: string,
  write: (line: string) => void,
): Promise<0 | 1> {
  const config = JSON.parse(readFileSync(configFile, 'utf8')) as SmokeConfig;
  const context = new InsideContext(config, secretsDirectory);
  const results = await runChecks({
    checks: insideChecks,
    context,
    secrets: context.secrets(),
    onResult: (result) => write(JSON.stringify(result)),
  });
  write(JSON.stringify({ summary: summarize(results) }));
  return exitCode(results);
}
