import { existsSync } from 'node:fs';
import type { LocalFacts } from '../../stacks/local-facts.js';
import type { Engine } from '../../toolchain/engine-facts.js';
import { Refusal } from '../../toolchain/refusal.js';
import { dockerLines, ofStack } from '../docker.js';
import type { PlannedStack } from '../synthesized.js';
import { engineFileLimit } from './engine-limit.js';
import { knownSubnets } from './known-subnets.js';
import { memoryFault } from './memory.js';
import { openFileFaults } from './open-files.js';
import { ownershipFault } from './ownership.js';
import { portFaults } from './ports.js';
import { subnetFaults } from './subnets.js';
import { usedPorts } from './used-ports.js';

/**
 * Compares a synthesized stack with this machine and its engine. What the stack itself holds is not in its way.
 *
 * @throws Refusal with all faults, each with its sum and its setting.
 */
export async function preflight(facts: LocalFacts, planned: PlannedStack, engine: Engine): Promise<void> {
  const { stack, stateFile } = facts;
  const [ports, subnets, containers] = await Promise.all([
    usedPorts(stack, planned.containers),
    knownSubnets(stack),
    dockerLines('ps', '--all', ...ofStack(stack), '--format', '{{.Names}}'),
  ]);
  const faults = [
    ownershipFault(stack, containers, existsSync(stateFile)),
    memoryFault(planned.containers, engine.memoryBytes),
    ...portFaults(planned.containers, ports),
    ...subnetFaults(planned.networks, subnets),
    ...openFileFaults(planned.containers, engineFileLimit()),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new Refusal(['This machine cannot take the stack:', ...faults].join('\n  '));
}
