import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { database } from '../../test/backing/postgres.js';
import { until } from '../../test/backing/until.js';
import { pick } from '../random.js';
import { between } from './target.js';
import type { Break } from './target.js';
import type { Command } from '../worker.js';

const killed: Break = async ({ backing, random }) => {
  await backing.pgbouncer.kill();
  await setTimeout(between(random, 0, 500));
  await backing.pgbouncer.start();
};

const paused: Break = async ({ backing, random }) => {
  await backing.pgbouncer.pause();
  await setTimeout(between(random, 300, 1_500));
  await backing.pgbouncer.unpause();
};

const cutSessions: Break = async ({ backing: { ports, postgres } }) => {
  const sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'";
  await postgres.exec('psql', '-h', '127.0.0.1', '-p', String(ports.postgres), '-U', 'postgres', '-qAtc', sql);
};

/** About half of the rows of every list, so that others of the same lists are written meanwhile. */
const halves = {
  entities: `right(id::VARCHAR, 1) < '5'`,
  regions: 'region_x % 2 = 0',
  players: `right(username, 1) < '5'`,
};

/**
 * Many writes wait for a lock, lose their connections, and are committed when nobody waits for them any more. Nothing is written from the loss
 * on: what is read meanwhile, and cached if it may be, is the old; what is read past the cache after it, the new.
 */
const committedLate: Break = async ({ backing, workers, random }) => {
  const client = new Client({ host: '127.0.0.1', port: backing.ports.postgres, user: 'postgres', database });
  await client.connect();
  // Transactions of the instances may be in the way, or it in theirs.
  await until(async () => {
    await client.query('BEGIN');
    try {
      for (const [table, half] of Object.entries(halves))
        await client.query(`SELECT 1 FROM ${table} WHERE ${half} FOR UPDATE`);
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  });
  const all = (command: Command): void => workers.forEach((worker) => worker.command(command));
  all({ command: 'mix', milliseconds: 400, writes: 0.5, past: 0 });
  await setTimeout(between(random, 200, 400));
  all({ command: 'mix', milliseconds: 1_000, writes: 0, past: 0 });
  all({ command: 'hang up' });
  await setTimeout(between(random, 150, 350));
  await client.query('ROLLBACK');
  await client.end();
  await setTimeout(50);
  all({ command: 'mix', milliseconds: 400, writes: 0, past: 0.3 });
  await setTimeout(400);
};

const hungUp: Break = async ({ workers, random }) => pick(random, workers).command({ command: 'hang up' });

export const databaseFaults: Readonly<Record<string, Break>> = {
  'pgbouncer killed': killed,
  'pgbouncer paused': paused,
  'database connections cut': cutSessions,
  'instance cut from pgbouncer': hungUp,
  'commits after their connections were lost': committedLate,
};
