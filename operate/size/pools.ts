import { databaseConnections, fullPools, pgbouncerFiles, poolerOwnFiles } from '../../config/rules/pools.js';
import { serversFor } from './erlang-c.js';
import { missesPerSecond, type Load, type Sums } from './load.js';
import { number } from './number.js';
import { withinRange } from './within-range.js';

/** Connections at hand for each that is busy on average: bursts, and a database node that is out. */
const headroom = 2;
/** Share of the queries that may wait longer than the target leaves them: the target is a P95. */
const late = 0.05;
/** The guide's bound of one pool. */
const largestPool = 100;
/** Connections of the read-only user, for people and reports: a share of the app's, and at least so many. */
const readonlyShare = 0.1;
const leastReadonly = 2;
/** Largest of the setting's range. */
const mostReplicas = 8;
/** Assumed: what a query takes of a PgBouncer's one thread, with TLS on both sides, in ms. */
const poolerMs = 0.1;
/** PgBouncer's own default in this project, which is the guide's. */
const leastClients = 10_000;

export interface Pools {
  readonly sums: Sums;
  /** Actions that reach the database, in 1/s. */
  readonly queriesPerSecond: number;
  /** Connections to the database that all PgBouncers may open, those of reserves and of the read-only user included. */
  readonly connections: number;
}

/**
 * From players to connections: Little's law on what the cache does not answer. `appConnections` are those of all instances of the app.
 *
 * @throws Failure when the settings' ranges have no room for it.
 */
export function sizePools(load: Load, appConnections: number): Pools {
  const { players, actionsPerSecond, hitRate, queryMs, targetMs } = load;
  const actions = players * actionsPerSecond;
  const queriesPerSecond = missesPerSecond(load);
  const busy = (queriesPerSecond * queryMs) / 1_000;
  const byLittle = Math.ceil(busy * headroom);
  const byWaiting = serversFor(busy, queryMs, targetMs - queryMs, late);
  const needed = Math.max(byLittle, byWaiting);
  const byThread = Math.ceil((queriesPerSecond * poolerMs * headroom) / 1_000);
  const replicas = Math.max(2, byThread, Math.ceil(needed / largestPool));
  withinRange(['pgbouncer.replicas', replicas, mostReplicas]);
  const poolSize = Math.ceil(needed / replicas);
  const reserve = Math.ceil(poolSize / 2);
  const clients = Math.max(leastClients, appConnections);
  const readonly = Math.max(leastReadonly, Math.ceil(poolSize * readonlyShare));
  const pools = { poolSize, reservePoolSize: reserve, readonlyPoolSize: readonly };
  const files = pgbouncerFiles({ ...pools, maxClientConnections: clients });
  const connections = replicas * databaseConnections(pools);
  return {
    queriesPerSecond,
    connections,
    sums: {
      heading: 'Players to pools',
      lines: [
        {
          what: 'actions',
          sum: `${number(players)} players × ${number(actionsPerSecond)}/s`,
          result: actions,
          unit: '/s',
        },
        {
          what: 'queries',
          sum: `${number(actions)}/s × (1 - ${number(hitRate)}) that Redis does not answer`,
          result: queriesPerSecond,
          unit: '/s',
        },
        {
          what: 'busy connections',
          sum: `${number(queriesPerSecond)}/s × ${number(queryMs)} ms (Little's law)`,
          result: busy,
          unit: '',
        },
        { what: 'with headroom', sum: `${number(busy)} × ${headroom}, rounded up`, result: byLittle, unit: '' },
        {
          what: 'for the target',
          sum: `least with 95 % waiting at most ${number(targetMs)} - ${number(queryMs)} = ${number(targetMs - queryMs)} ms (Erlang C)`,
          result: byWaiting,
          unit: '',
        },
        {
          what: 'PgBouncers',
          sum: `most of 2, ${number(queriesPerSecond)}/s × ${poolerMs} ms of its thread × ${headroom}, ${needed} ÷ ${largestPool} a pool`,
          result: replicas,
          unit: '',
          key: 'pgbouncer.replicas',
        },
        {
          what: 'pool of each',
          sum: `the larger, ${needed} ÷ ${replicas}`,
          result: poolSize,
          unit: 'connections',
          key: 'pgbouncer.poolSize',
        },
        {
          what: 'reserve of each',
          sum: `${poolSize} ÷ 2`,
          result: reserve,
          unit: 'connections',
          key: 'pgbouncer.reservePoolSize',
        },
        {
          what: 'read-only of each',
          sum: `at least ${leastReadonly}; ${poolSize} × ${readonlyShare}`,
          result: readonly,
          unit: 'connections',
          key: 'pgbouncer.readonlyPoolSize',
        },
        {
          what: 'clients of each',
          sum: `most of ${number(leastClients)} and ${number(appConnections)} of the app, the other PgBouncers out`,
          result: clients,
          unit: 'connections',
          key: 'pgbouncer.maxClientConnections',
        },
        {
          what: 'open files',
          sum: `${number(clients)} + ${fullPools} × (${poolSize} + ${reserve}) + ${readonly} + ${poolerOwnFiles}, next power of 2`,
          result: 2 ** Math.ceil(Math.log2(files)),
          unit: 'files',
          key: 'pgbouncer.openFiles',
        },
      ],
      notes: guideFormula(load),
    },
  };
}

function guideFormula({ players, queryMs, targetMs }: Load): string[] {
  const said = (players * queryMs) / targetMs;
  return [
    `The guide's formula: ${number(players)} × ${number(queryMs)} ms ÷ ${number(targetMs)} ms = ${number(said)}; its bound of ${largestPool} ${said > largestPool ? 'cuts it' : 'leaves it'}.`,
    'Its own example, 1000 × 5 ms ÷ 10 ms, gives 500 and not its 50: it counts every player as a query that runs all the time.',
  ];
}
