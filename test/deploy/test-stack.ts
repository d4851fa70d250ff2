import { checkout } from './commands.js';
import { localContext, type LocalContext } from '../../stacks/local-context.js';

export interface TestStack {
  readonly checkout: string;
  readonly stack: string;
  readonly context: LocalContext;
}

/** The deployed stack that `PLANETARY_TEST_STACK` names. Throws when it names none: a stack of somebody's own is never broken. */
export function testStack(): TestStack {
  const stack = process.env['PLANETARY_TEST_STACK'];
  if (!stack) throw new Error('PLANETARY_TEST_STACK must name a deployed stack that may be broken');
  return { checkout, stack, context: localContext(checkout, 'local', { PLANETARY_STACK: stack }) };
}
