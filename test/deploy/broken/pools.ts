import { healthy, notRunning, refuses, type BrokenStack } from './broken-stack.js';
import type { Bench, Repair } from './bench.js';

/** Changes pgbouncer.ini and makes PgBouncer read it. */
async function withIni(bench: Bench, change: (ini: string) => string): Promise<Repair> {
  const restore = await bench.changeConfig('pgbouncer', 'pgbouncer.ini', change);
  const reload = async (): Promise<void> => {
    const begun = new Date();
    await bench.signal('pgbouncer-0', 'HUP');
    await bench.untilLogged('pgbouncer-0', /got SIGHUP, re-reading config/, begun);
  };
  await reload();
  return async () => {
    restore();
    await reload();
  };
}

export const brokenPools: readonly BrokenStack[] = [
  {
    what: 'PgBouncer is stopped',
    fails: [
      `pgbouncer: ${healthy}`,
      `pgbouncer: ${refuses}`,
      'pgbouncer: a prepared statement runs over two server connections',
      `state: ${healthy}`,
      'state: a write is read back from the database, then from the cache',
      `state-lb: ${healthy}`,
      ...notRunning,
    ],
    mayFail: [
      `pgbouncer-exporter: ${healthy}`,
      'prometheus: every target is up',
      // With the gateway to the host.
      `host-gateway: ${healthy}`,
      'stack: published addresses answer over TLS',
    ],
    break: async (bench) => {
      const begun = new Date();
      const start = await bench.stopped('pgbouncer-0');
      await bench.untilLogged('state-lb-0', /Server state\/state-0 is DOWN/, begun);
      await bench.untilLogged('state-lb-0', /Server state\/state-1 is DOWN/, begun);
      return async () => {
        const again = new Date();
        await start();
        await bench.untilLogged('state-lb-0', /Server state\/state-0 is UP/, again);
        await bench.untilLogged('state-lb-0', /Server state\/state-1 is UP/, again);
        await bench.untilHealthy('state-0', 'state-1', 'state-lb-0', 'pgbouncer-exporter-0');
      };
    },
  },
  {
    what: "PgBouncer's console trusts everybody",
    fails: [`pgbouncer: ${refuses}`],
    break: async (bench) => {
      const undoHba = await bench.addConfig(
        'pgbouncer',
        'hba.conf',
        'hostssl pgbouncer stats all trust\nhostssl all all all scram-sha-256\n',
      );
      const undo = await withIni(bench, (ini) =>
        ini.replace('auth_type = scram-sha-256', 'auth_type = hba\nauth_hba_file = /config/hba.conf'),
      );
      return async () => {
        await undo();
        undoHba();
      };
    },
  },
  {
    what: 'PgBouncer forgets prepared statements',
    fails: ['pgbouncer: a prepared statement runs over two server connections'],
    mayFail: [
      'state: a write is read back from the database, then from the cache',
      `state: ${healthy}`,
      `state-lb: ${healthy}`,
    ],
    break: async (bench) => {
      const undo = await withIni(bench, (ini) =>
        ini.replace(/max_prepared_statements = \d+/, 'max_prepared_statements = 0'),
      );
      return async () => {
        await undo();
        // What clients prepared in the meantime, PgBouncer does not know.
        await bench.docker(['restart', '--time', '5', bench.container('pgbouncer-0')]);
        await bench.untilHealthy('pgbouncer-0', 'state-0', 'state-1', 'state-lb-0');
      };
    },
  },
  {
    what: 'PgBouncer takes clients without TLS',
    fails: ['stack: plaintext is refused on every port'],
    break: async (bench) =>
      await withIni(bench, (ini) => ini.replace('client_tls_sslmode = require', 'client_tls_sslmode = allow')),
  },
];
