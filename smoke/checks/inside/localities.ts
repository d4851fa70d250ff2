import type { InsideCheck } from '../../inside-context.js';
import { faultsOf } from '../../ask-endpoints.js';
import { verdict } from '../../outcome.js';
import { withDatabase } from '../../probes/database.js';
import { sql } from '../../sql.js';
import { onCockroach } from '../../stand-in.js';

/** Every node says that it is where it was told to be. */
export const localities: InsideCheck = {
  name: 'localities are as declared',
  tier: 'cockroach',
  vantage: 'inside',
  run: async (context) =>
    await onCockroach(context, 'locality', async () => {
      const nodes = context.endpoints('cockroach', 'sql');
      const faults = await faultsOf(nodes, async (node) => {
        const declared = context.config.localities[nodes.indexOf(node)];
        const { rows } = await withDatabase(
          node,
          context.monitor,
          async (client) => await client.query(sql.showLocality),
        );
        const found = String(Object.values((rows[0] ?? {}) as Record<string, unknown>)[0]);
        return localityFault(found, declared);
      });
      return verdict(faults, context.config.localities.join('; '));
    }),
};

/** What is wrong with the place that a node tells. */
export function localityFault(found: string, declared: string | undefined): string | undefined {
  return found === declared ? undefined : `is at ${found}, declared is ${declared}`;
}
