import type { Settings } from '../../config/schema.js';
import { plain } from '../directives.js';

/**
 * Seconds of the phases of a drain. The load balancer needs three checks of 2 s to see that a node drains; until then it still sends
 * connections. Leases cannot be given less than 5 s.
 */
const drain = { initialWait: 8, leaseTransfer: 5, spare: 2 } as const;

/** Seconds for open transactions: twice that (SQL, then DistSQL) and the other phases end before the node is killed. */
function transactionsSeconds(graceSeconds: number): number {
  const { initialWait, leaseTransfer, spare } = drain;
  return Math.max(1, Math.min(10, Math.floor((graceSeconds - initialWait - leaseTransfer - spare) / 2)));
}

/** Cluster settings of the stack: name → value as a SQL literal. Drift from them is a failed smoke check. */
export function clusterSettings({ cockroach }: Settings): Readonly<Record<string, string>> {
  return {
    // Spans of a transaction's reads that can be refreshed instead of restarted. The guide's 256000 is an old default: a lower
    // limit makes more transactions restart, so today's 4 MiB stays unless a profile says otherwise.
    'kv.transaction.max_refresh_spans_bytes': String(cockroach.maxRefreshSpansBytes),
    'kv.allocator.range_rebalance_threshold': String(cockroach.rangeRebalanceThreshold),
    'server.shutdown.initial_wait': `'${drain.initialWait}s'`,
    'server.shutdown.transactions.timeout': `'${transactionsSeconds(cockroach.stopGraceSeconds)}s'`,
    'server.shutdown.lease_transfer_iteration.timeout': `'${drain.leaseTransfer}s'`,
    // Every statement over the P99 target is kept with its plan.
    'sql.insights.latency_threshold': `'50ms'`,
    'diagnostics.reporting.enabled': String(cockroach.telemetry),
    ...(cockroach.organization === ''
      ? {}
      : { 'cluster.organization': literal('cluster.organization', cockroach.organization) }),
  };
}

function literal(name: string, text: string): string {
  return `'${plain(name, text).replaceAll("'", "''")}'`;
}
