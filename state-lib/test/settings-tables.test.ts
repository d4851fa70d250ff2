import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const library = join(import.meta.dirname, '..');
const lines = readFileSync(join(library, 'README.md'), 'utf8').split('\n');

/** Names in the first cells of the table of the README whose heading is `name`. */
function rowsOf(name: string): string[] {
  const start = lines.findIndex((line) => line.startsWith(`| \`${name}\` | default |`));
  if (start < 0) return [];
  const table = lines.slice(start + 2);
  const end = table.findIndex((line) => !line.startsWith('|'));
  return table.slice(0, end).flatMap((line) => {
    const [, first = ''] = line.split('|');
    return [...first.matchAll(/`(\w+)`/g)].map(([, field]) => field ?? '');
  });
}

/** Fields of an interface of the library. */
function fieldsOf(file: string, name: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(library, 'src', file), 'utf8'), ts.ScriptTarget.Latest);
  const found = source.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  if (found === undefined || found.heritageClauses !== undefined)
    throw new Error(`${file} must have an interface ${name} that extends nothing`);
  return found.members.map((member) => (member.name as ts.Identifier).text);
}

it.each([
  ['openState', 'state.ts', 'StateSettings'],
  ['database', 'database/settings.ts', 'DatabaseSettings'],
  ['cache', 'cache/settings.ts', 'CacheSettings'],
  ['coherence', 'coherence/settings.ts', 'CoherenceSettings'],
])('the table of `%s` in the README has a row for each field of %s %s, and no other', (table, file, name) => {
  const fields = fieldsOf(file, name);
  expect(fields).not.toEqual([]);
  expect(rowsOf(table).toSorted()).toEqual(fields.toSorted());
});
