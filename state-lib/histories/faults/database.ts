import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { database } from '../../test/backing/postgres.js';
import { pick } from '../random.js';
import { between } from './target.js';
import type { Break } from './target.js';

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

/** Writes wait for a lock, lose their connections, and are committed when nobody waits for them any more. */
const committedLate: Break = async ({ backing, workers, random }) => {
  const client = new Client({ host: '127.0.0.1', port: backing.ports.postgres, user: 'postgres', database });
  await client.connect();
  await client.query('BEGIN');
  for (const table of ['entities', 'regions', 'players']) await client.query(`SELECT 1 FROM ${table} FOR UPDATE`);
  await setTimeout(between(random, 100, 250));
  for (const worker of workers) worker.command({ command: 'hang up' });
  await setTimeout(between(random, 50, 200));
  await client.query('ROLLBACK');
  await client.end();
};

const hungUp: Break = async ({ workers, random }) => pick(random, workers).command({ command: 'hang up' });

export const databaseFaults: Readonly<Record<string, Break>> = {
  'pgbouncer killed': killed,
  'pgbouncer paused': paused,
  'database connections cut': cutSessions,
  'instance cut from pgbouncer': hungUp,
  'commits after their connections were lost': committedLate,
};
