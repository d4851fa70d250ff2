import { existsSync } from 'node:fs';
import { readGiven } from '../../secrets/given.js';
import { ensureEngine } from '../../toolchain/docker-engine.js';
import { Refusal } from '../../toolchain/refusal.js';
import { ensureDockerProvider } from '../../toolchain/provider-build.js';
import { ensureTerraform } from '../../toolchain/terraform.js';
import { cdktf } from '../deploy.js';
import { cleaningUp } from '../interrupt.js';
import { runPhases } from '../phases.js';
import { chooseStack, type ChosenStack } from '../stack-choice.js';
import { lockStack } from '../stack-lock.js';
import { confirm, isTerminal } from '../terminal.js';
import { volumesOf } from '../volumes.js';
import { deleteData, removeLeftovers } from './leftovers.js';
import type { StopOptions } from './options.js';

/**
 * Destroys the local stack, with its data only when asked.
 *
 * @throws SettingsError for given secrets that are not allowed, which its synth refuses too; Refusal when the answer is no; Failure when Terraform fails.
 */
export async function stop(options: StopOptions): Promise<void> {
  const stack = chooseStack(options);
  const { facts } = stack;
  const isKnown = existsSync(facts.directory);
  if (!isKnown && options.deleteData !== true) {
    process.stdout.write(`Nothing to stop: this checkout has no stack ${facts.stack}.\n`);
    return;
  }
  await readGiven(process.env, new Date());
  const release = await lockStack(facts.directory, 'npm stop');
  await cleaningUp(release, async () => {
    const engine = await ensureEngine(() => undefined);
    if (options.deleteData === true) await agree(stack, options.yes === true);
    await runPhases([
      {
        title: 'Destroy',
        run: async (report) => {
          if (!existsSync(facts.stateFile)) return 'no Terraform state';
          const { program } = await ensureTerraform(report);
          await ensureDockerProvider(program, report);
          const done = await cdktf({ verb: 'destroy', stack, terraform: program, endpoint: engine.endpoint }, report);
          return done.unchanged ? 'nothing was up' : `${done.done} resources removed`;
        },
      },
      { title: 'Leftovers', run: async () => await removeLeftovers(facts.stack) },
      ...(options.deleteData === true ? [{ title: 'Data', run: async () => await deleteData(stack) }] : []),
    ]);
  });
  if (options.deleteData !== true) {
    process.stdout.write('Data, certificates and passwords stay: npm start brings the stack back.\n');
  }
}

async function agree({ facts }: ChosenStack, yes: boolean): Promise<void> {
  const volumes = await volumesOf(facts.stack);
  const what = `the volumes ${volumes.join(', ') || '(none)'} and the certificates and passwords of the stack ${facts.stack}`;
  if (yes) return;
  if (!isTerminal)
    throw new Refusal(`This removes ${what}. Without a terminal to ask on, say so: npm stop -- --delete-data --yes`);
  if (!(await confirm(`Remove ${what} for ever?`))) throw new Refusal('Nothing was removed.');
}
