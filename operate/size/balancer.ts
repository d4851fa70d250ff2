import { balancerFiles, balancerMiB, connectionKiB, ownMiB } from '../../config/rules/load-balancer.js';
import type { Load, Sums } from './load.js';
import { number } from './number.js';
import { withinRange } from './within-range.js';

const headroom = 1.25;
/** Of one client address: a gateway in front of the stack may be the only one. */
const leastRequests = 20_000;
const mostConnections = 100_000;

/**
 * The two load balancers, of the same settings. `databaseConnections` are those of all PgBouncers' pools.
 *
 * @throws Failure when the settings' ranges have no room for it.
 */
export function sizeBalancer({ players, actionsPerSecond }: Load, databaseConnections: number): Sums {
  const actions = players * actionsPerSecond;
  const wanted = Math.max(players * headroom, databaseConnections);
  const connections = Math.max(1_000, Math.ceil(wanted / 1_000) * 1_000);
  withinRange(['loadBalancer.maxConnections', connections, mostConnections]);
  const memory = Math.max(256, Math.ceil(balancerMiB(connections) / 256) * 256);
  const requests = Math.max(leastRequests, 2 * actions);
  return {
    heading: 'Load balancers',
    lines: [
      {
        what: 'connections',
        sum: `most of ${number(players)} players × ${headroom}, ${databaseConnections} of the pools; in steps of 1000`,
        result: connections,
        unit: 'connections',
        key: 'loadBalancer.maxConnections',
      },
      {
        what: 'memory',
        sum: `${ownMiB} + ${connections} × ${connectionKiB} KiB = ${balancerMiB(connections)}, in steps of 256`,
        result: memory,
        unit: 'MiB',
        key: 'loadBalancer.memoryMiB',
      },
      {
        what: 'open files',
        sum: `2 × ${connections} + 256, next power of 2`,
        result: 2 ** Math.ceil(Math.log2(balancerFiles(connections))),
        unit: 'files',
        key: 'loadBalancer.openFiles',
      },
      {
        what: 'requests',
        sum: `of one address: most of ${leastRequests} and 2 × ${number(actions)}/s`,
        result: Math.ceil(requests),
        unit: '/s',
        key: 'loadBalancer.requestsPerSecond',
      },
    ],
  };
}
