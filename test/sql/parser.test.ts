import { describe, expect, test } from 'vitest';
import { parseSql, type ParsedSql, type SqlText } from '../../toolchain/sql-parser.js';
import { statementsOf } from '../../state-lib/src/migrate/migration.js';
import {
  cockroachMigrations,
  deployStatements,
  filesWithSql,
  smokeStatements,
  stateLibStatements,
} from './statements.js';

const refused = (answers: readonly ParsedSql[]) => answers.filter(({ ok }) => !ok);

describe("CockroachDB's own grammar", () => {
  test.each([
    ['the tasks of a deploy', deployStatements, 10],
    ['the smoke checks', smokeStatements, 20],
    ['state-lib', stateLibStatements, 150],
  ])('takes every statement of %s', async (_whose, statements, atLeast) => {
    const texts = statements();
    expect(texts.length).toBeGreaterThanOrEqual(atLeast);
    const answers = await parseSql(texts);
    expect(refused(answers)).toEqual([]);
    expect(answers).toHaveLength(texts.length);
    expect(answers.every((answer) => answer.ok && answer.statements.length > 0)).toBe(true);
  });

  test('splits the migrations where the program that applies them does', async () => {
    const files = cockroachMigrations();
    const answers = await parseSql(files);
    expect(answers.map((answer) => answer.ok && answer.statements.length)).toEqual(
      files.map(({ sql }) => statementsOf(sql).length),
    );
    expect(files.length).toBeGreaterThanOrEqual(5);
  });

  test.each([
    'CREATE TABLE t (a INT8) PARTITION BY HASH (a) PARTITIONS 16',
    'LOCK TABLE regions',
    'LISTEN changes',
    'MERGE INTO regions USING input ON true WHEN MATCHED THEN DO NOTHING',
    'EXPLAIN (FORMAT JSON) SELECT 1',
    'SELEC 1',
    "SET CLUSTER SETTING cluster.organization = 'O'Brien'",
  ])('refuses %s', async (sql) => {
    expect(refused(await parseSql([{ id: 'bad', sql }]))).toHaveLength(1);
  });

  test('says which text it refuses, and goes on', async () => {
    const texts: SqlText[] = [
      { id: 'good', sql: 'SELECT 1; SELECT 2' },
      { id: 'bad', sql: 'SELECT FROM WHERE' },
      { id: 'last', sql: 'SELECT 3' },
    ];
    const answers = await parseSql(texts);
    expect(answers.map(({ id, ok }) => [id, ok])).toEqual([
      ['good', true],
      ['bad', false],
      ['last', true],
    ]);
  });
});

/** Each is read, or called, by `statements.ts`; the check of the read-only role only names a statement in a sentence. */
test('no other file sends SQL', () => {
  expect(filesWithSql('state-lib/src', 'smoke', 'templates', 'constructs')).toEqual([
    'state-lib/src/coherence/epoch-store.ts',
    'state-lib/src/database/role.ts',
    'state-lib/src/migrate/statements.ts',
    'state-lib/src/store/byte-bound.ts',
    'state-lib/src/store/explain.ts',
    'state-lib/src/store/region-bounds.ts',
    'state-lib/src/store/select-statements.ts',
    'state-lib/src/store/transactions.ts',
    'state-lib/src/store/write-statements.ts',
    'smoke/checks/inside/readonly-cannot-write.ts',
    'smoke/sql.ts',
    'templates/sql/bootstrap.ts',
  ]);
});
