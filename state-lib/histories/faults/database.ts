import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { database } from '../../test/backing/postgres.js';
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

/**
 * Writes wait for a lock, lose their connections, and are committed when nobody waits for them any more. Nothing is written from the loss
 * on: what is read meanwhile, and cached if it may be, is the old; what is read past the cache after it, the new.
 */
const committedLate: Break = async ({ backing, workers, random }) => {
  const client = new Client({ host: '127.0.0.1', port: backing.ports.postgres, user: 'postgres', database });
  await client.connect();
  await client.query('BEGIN');
  for (const table of ['entities', 'regions', 'players']) await client.query(`SELECT 1 FROM ${table} FOR UPDATE`);
  await setTimeout(between(random, 100, 250));
  const all = (command: Command): void => workers.forEach((worker) => worker.command(command));
  all({ command: 'read only', milliseconds: 1_000, past: 0 });
  all({ command: 'hang up' });
  await setTimeout(between(random, 150, 350));
  await client.query('ROLLBACK');
  await client.end();
  await setTimeout(50);
  all({ command: 'read only', milliseconds: 400, past: 0.3 });
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
