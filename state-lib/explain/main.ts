import { Client } from 'pg';
import { ensurePrograms } from '../test/backing/engine.js';
import { freePorts } from '../test/backing/ports.js';
import { database, startPostgres } from '../test/backing/postgres.js';
import { explain, fullScans, leadingColumns, planLines } from './plan.js';
import { fillTables } from './rows.js';
import { followerStatements, tableStatements } from './statements.js';

await ensurePrograms();
const [port] = (await freePorts(1)) as [number];
const postgres = await startPostgres(port);
try {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database });
  await client.connect();
  await client.query(fillTables);
  const leading = await leadingColumns(client);
  let [count, bad] = [0, 0];
  for (const { label, text } of tableStatements()) {
    const plan = await explain(client, text);
    const scans = fullScans(plan, leading);
    console.log(`\n-- ${label}\n${text}\n\n${planLines(plan).join('\n')}`);
    for (const scan of scans) console.error(`${label} reads a whole table or index: ${scan}`);
    count += 1;
    bad += scans.length > 0 ? 1 : 0;
  }
  await client.end();
  console.log(`\n${followerStatements().length} follower reads: not run, PostgreSQL has no followers`);
  console.log(`${count} statements, ${bad} with a full scan`);
  process.exitCode = bad > 0 ? 1 : 0;
} finally {
  await postgres.remove();
}
