import { ensurePrograms } from '../test/backing/engine.js';
import { freePorts } from '../test/backing/ports.js';
import { connectAsOwner, startPostgres } from '../test/backing/postgres.js';
import { explain, fullScans, indexesOf, leadingColumns, planLines, tableIndexes } from './plan.js';
import { fillTables } from './rows.js';
import { followerStatements, tableStatements } from './statements.js';

await ensurePrograms();
const [port] = (await freePorts(1)) as [number];
const postgres = await startPostgres(port);
try {
  const client = await connectAsOwner(port);
  await client.query(fillTables);
  const [leading, indexes] = [await leadingColumns(client), await tableIndexes(client)];
  let [count, bad] = [0, 0];
  const used = new Set<string>();
  for (const { label, text } of tableStatements()) {
    const plan = await explain(client, text);
    const scans = fullScans(plan, leading);
    for (const index of indexesOf(plan)) used.add(index);
    console.log(`\n-- ${label}\n${text}\n\n${planLines(plan).join('\n')}`);
    for (const scan of scans) console.error(`${label} reads a whole table or index: ${scan}`);
    count += 1;
    bad += scans.length > 0 ? 1 : 0;
  }
  await client.end();
  console.log(`\n${followerStatements().length} follower reads: not run, PostgreSQL has no followers`);
  const idle = indexes.filter((index) => !used.has(index));
  for (const index of idle) console.error(`index ${index} is of no use to any statement`);
  console.log(`${count} statements, ${bad} with a full scan, ${idle.length} indexes without a statement`);
  process.exitCode = bad > 0 || idle.length > 0 ? 1 : 0;
} finally {
  await postgres.remove();
}
