import type { HostCheck } from '../host/host-context.js';
import { containersHealthy } from './host/containers-healthy.js';
import { hostOutOfReach } from './host/host-out-of-reach.js';
import { noPrivileges } from './host/no-privileges.js';
import { noRestarts } from './host/no-restarts.js';
import { noRouteIn } from './host/no-route-in.js';
import { noWayOut } from './host/no-way-out.js';
import { ownPortsOnly } from './host/own-ports-only.js';
import { publishedAnswers } from './host/published-answers.js';
import { publishedPorts } from './host/published-ports.js';

/** The checks that look from the machine that the stack runs on. */
export const hostChecks: readonly HostCheck[] = [
  containersHealthy,
  publishedPorts,
  publishedAnswers,
  ownPortsOnly,
  noRouteIn,
  noWayOut,
  hostOutOfReach,
  noPrivileges,
  noRestarts,
];
