import { withinRange } from './within-range.js';
import { missesPerSecond, type Load, type Sums } from './load.js';
import { number } from './number.js';

/** Assumed: what an action takes of an instance's one JavaScript thread, in ms. */
const actionMs = 0.2;
const headroom = 2;
/** The least pool of one instance. */
const leastPool = 10;
/** Largest of the settings' ranges. */
const mostInstances = 64;
const mostPool = 200;

export interface App {
  readonly sums: Sums;
  readonly instances: number;
  /** Connections of all instances to PgBouncer, one more instance than usual included: an update starts it first. */
  readonly connections: number;
}

/**
 * Instances of the app and their pools.
 *
 * @throws Failure when the settings' ranges have no room for it.
 */
export function sizeApp(load: Load): App {
  const { players, actionsPerSecond, targetMs } = load;
  const actions = players * actionsPerSecond;
  const queries = missesPerSecond(load);
  const inFlight = (queries * targetMs) / 1_000;
  const byThread = (actions * actionMs * headroom) / 1_000;
  const instances = Math.max(2, Math.ceil(byThread), Math.ceil((inFlight * headroom) / mostPool));
  const poolSize = Math.max(leastPool, Math.ceil((inFlight * headroom) / instances));
  withinRange(['state.instances', instances, mostInstances], ['state.poolSize', poolSize, mostPool]);
  return {
    instances,
    connections: (instances + 1) * poolSize,
    sums: {
      heading: 'App',
      lines: [
        {
          what: 'queries in flight',
          sum: `${number(queries)}/s × ${number(targetMs)} ms (Little's law)`,
          result: inFlight,
          unit: '',
        },
        {
          what: 'instances',
          sum: `most of 2, ${number(actions)}/s × ${actionMs} ms of a thread × ${headroom}, ${number(inFlight)} × ${headroom} ÷ ${mostPool} a pool`,
          result: instances,
          unit: '',
          key: 'state.instances',
        },
        {
          what: 'pool of each',
          sum: `at least ${leastPool}; ${number(inFlight)} × ${headroom} ÷ ${instances}`,
          result: poolSize,
          unit: 'connections',
          key: 'state.poolSize',
        },
      ],
    },
  };
}
