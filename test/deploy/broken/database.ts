import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { healthy, notRunning, refuses, type BrokenStack } from './broken-stack.js';
import { rootSql } from './logins.js';

export const brokenDatabases: readonly BrokenStack[] = [
  {
    what: 'the last database node is stopped',
    fails: [
      `cockroach: ${healthy}`,
      'cockroach: a write through the first node is read through the last',
      `cockroach-lb: ${healthy}`,
      `cockroach: ${refuses}`,
      'prometheus: every target is up',
      ...notRunning,
    ],
    break: async (bench) => {
      const begun = new Date();
      const start = await bench.stopped('cockroach-2');
      await bench.untilLogged('cockroach-lb-0', /Server sql\/node-2 is DOWN/, begun);
      await bench.untilLogged('cockroach-lb-0', /Server console\/node-2 is DOWN/, begun);
      return async () => {
        const again = new Date();
        await start();
        await bench.untilLogged('cockroach-lb-0', /Server sql\/node-2 is UP/, again);
        await bench.untilLogged('cockroach-lb-0', /Server console\/node-2 is UP/, again);
      };
    },
  },
  {
    what: "the app's role belongs to the owner of the schema",
    fails: ["cockroach: the app's role cannot change the schema"],
    break: async (bench) => {
      await rootSql(bench, 'GRANT migrator TO app');
      return async () => await rootSql(bench, 'REVOKE migrator FROM app');
    },
  },
  {
    what: 'the read-only role may update',
    fails: ['cockroach: the read-only role cannot write'],
    break: async (bench) => {
      await rootSql(bench, 'GRANT UPDATE ON TABLE regions TO app_readonly');
      return async () => await rootSql(bench, 'REVOKE UPDATE ON TABLE regions FROM app_readonly');
    },
  },
  {
    what: 'somebody changed a cluster setting',
    fails: ['cockroach: cluster settings are as declared'],
    break: async (bench) => {
      const name = 'kv.allocator.range_rebalance_threshold';
      const declared = bench.context.settings.cockroach.rangeRebalanceThreshold;
      await rootSql(bench, `SET CLUSTER SETTING ${name} = ${declared / 2}`);
      return async () => await rootSql(bench, `SET CLUSTER SETTING ${name} = ${declared}`);
    },
  },
  {
    what: "app_readonly's password is the one that must be refused",
    fails: [`cockroach: ${refuses}`, 'cockroach: the read-only role cannot write'],
    break: async (bench) => {
      const file = join(bench.context.facts.secrets, 'cockroach-bootstrap', 'passwords.sql');
      await rootSql(bench, `ALTER USER app_readonly WITH PASSWORD 'smoke-wrong-password'`);
      return async () => await rootSql(bench, readFileSync(file, 'utf8').replaceAll(/;\s*$/g, ''));
    },
  },
];
