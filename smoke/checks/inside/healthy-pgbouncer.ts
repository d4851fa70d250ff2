import { withDatabase } from '../../probes/database.js';
import { pgbouncerConsole } from '../../pgbouncer-console.js';
import { healthy } from './healthy.js';

export const pgbouncerHealthy = healthy({
  tier: 'pgbouncer',
  port: 'sql',
  expected: 'SHOW VERSION answers, and no pool is paused',
  fault: async (endpoint, context) =>
    await withDatabase(endpoint, pgbouncerConsole(context), async (client) => {
      const { rows: versions } = await client.query<{ version: string }>('SHOW VERSION');
      if (versions[0] === undefined) return 'SHOW VERSION gave nothing';
      const { rows } = await client.query<{ name: string; paused: unknown; disabled: unknown }>('SHOW DATABASES');
      const stopped = rows.filter(({ paused, disabled }) => Number(paused) === 1 || Number(disabled) === 1);
      if (stopped.length > 0) return `${stopped.map(({ name }) => name).join(', ')} is paused or disabled: RESUME it`;
      return undefined;
    }),
});
