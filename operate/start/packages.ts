import { enginePackages } from '../../toolchain/docker-engine.js';
import { goPackages } from '../../toolchain/go.js';
import { Refusal } from '../../toolchain/refusal.js';
import { inspectTerraform } from '../../toolchain/terraform.js';
import { confirm, isTerminal } from '../terminal.js';

/**
 * Asks before system packages are installed: with a terminal, and unless the answer was given by `--yes`.
 *
 * @throws Refusal when the answer is no.
 */
export async function agreeOnPackages(yes: boolean): Promise<void> {
  if (yes || !isTerminal) return;
  const packages = [...(await enginePackages()), ...((await inspectTerraform('terraform')) ? [] : await goPackages())];
  if (packages.length === 0) return;
  if (await confirm(`The Debian packages ${packages.join(', ')} are needed. Install them now?`)) return;
  throw new Refusal(`Nothing was installed. Install ${packages.join(', ')} yourself and run the command again.`);
}
