import { join } from 'node:path';
import { execa } from 'execa';
import { buildGoProgram, type GoProgram } from './go-program.js';
import type { Report } from './report.js';
import { toolsDirectory } from './tools-directory.js';

export interface SqlText {
  /** Says in the answer what was asked, such as a file's name. */
  readonly id: string;
  /** One statement or several. */
  readonly sql: string;
}

export type ParsedSql =
  | { readonly id: string; readonly ok: true; readonly statements: readonly string[] }
  | { readonly id: string; readonly ok: false; readonly error: string };

const parser: GoProgram = {
  module: 'sql-parser',
  package: '.',
  output: join(toolsDirectory(), 'bin', 'sql-parser'),
  duration: '90 seconds on two cores',
};

/**
 * Builds CockroachDB's parser unless it is built.
 *
 * @throws Refusal when it has to be built and cannot be.
 */
export async function ensureSqlParser(report: Report): Promise<void> {
  await buildGoProgram(parser, report);
}

/**
 * Parses texts by CockroachDB's own grammar, in order. It knows no schema: an unknown table is no error.
 *
 * @throws Refusal when the parser has to be built and cannot be.
 */
export async function parseSql(texts: readonly SqlText[], report: Report = () => {}): Promise<ParsedSql[]> {
  await ensureSqlParser(report);
  const input = texts.map(({ id, sql }) => `${JSON.stringify({ id, sql })}\n`).join('');
  const { stdout } = await execa(parser.output, { input, maxBuffer: 1 << 28 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ParsedSql);
}
