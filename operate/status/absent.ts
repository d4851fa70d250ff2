import { Refusal } from '../../toolchain/refusal.js';
import { dockerLines, ofStack } from '../docker.js';

/**
 * Tells a stack that is not up from one that has an outage.
 *
 * @throws Refusal when the engine has no container of the stack, with the stacks that it has.
 */
export async function refuseAbsent(stack: string): Promise<void> {
  if ((await dockerLines('ps', '--all', '--quiet', ...ofStack(stack))).length > 0) return;
  const labels = await dockerLines(
    ...['ps', '--all', '--filter', 'label=planetary.stack', '--format', '{{.Label "planetary.stack"}}'],
  );
  const others = [...new Set(labels)].toSorted();
  const known = others.length === 0 ? 'The engine has no stack at all' : `The engine has ${others.join(', ')}`;
  throw new Refusal(`The stack ${stack} is not up: npm start deploys it. ${known} (--stack NAME).`);
}
