import type { LocalFacts } from '../../stacks/local-facts.js';
import { missingPackages } from '../../toolchain/debian.js';
import { enginePackages } from '../../toolchain/docker-engine.js';
import { goPackages } from '../../toolchain/go.js';
import { Refusal } from '../../toolchain/refusal.js';
import { checkout } from '../../toolchain/tools-directory.js';
import { readChoices } from '../choices.js';
import { confirm, isTerminal } from '../terminal.js';

/**
 * Asks before system packages are installed: with a terminal, and unless the answer was given by `--yes`.
 *
 * @throws Refusal when the answer is no.
 */
export async function agreeOnPackages({ stack }: LocalFacts, yes: boolean): Promise<void> {
  if (yes || !isTerminal) return;
  const needed = await enginePackages();
  // A stack that has its image set has been through here, and has what it takes.
  const isFirst = readChoices(checkout, stack).images?.source === undefined;
  const perhaps = isFirst ? [...(await goPackages()), ...(await missingPackages({ debootstrap: 'debootstrap' }))] : [];
  if (needed.length + perhaps.length === 0) return;
  if (await confirm(packagesQuestion(needed, perhaps))) return;
  throw new Refusal('Nothing was installed. Install what is missing yourself and run the command again.');
}

/** What is asked before Debian packages are installed: those that are needed, and those that a network without registries needs. */
export function packagesQuestion(needed: readonly string[], perhaps: readonly string[]): string {
  const parts = [
    ...(needed.length > 0 ? [`The Debian packages ${needed.join(', ')} are needed.`] : []),
    ...(perhaps.length > 0
      ? [
          `Where the registries of images and providers do not answer, ${perhaps.join(', ')} ${perhaps.length > 1 ? 'are' : 'is'} needed too.`,
        ]
      : []),
  ];
  return `${parts.join(' ')} Install what is needed?`;
}
