import { readGiven } from '../../secrets/given.js';
import { Refusal } from '../../toolchain/refusal.js';
import { dockerLines, ofStack } from '../docker.js';
import { cleaningUp, whileRunning } from '../interrupt.js';
import { runPhases, type Phase } from '../phases.js';
import { lockStack } from '../stack-lock.js';
import type { ChosenStack } from '../stack-choice.js';
import { refuseInUse } from './authority-in-use.js';
import { switchDatabasePasswords } from './database-passwords.js';
import { rotationOf, type Rotatable } from './rotation.js';
import { RotationSteps } from './rotation-steps.js';
import { turns } from './turns.js';

export interface RotateOptions {
  readonly what: Rotatable;
  /** End where old and new both count, so that clients outside of the stack can be told; the next run goes on. */
  readonly pause: boolean;
}

/**
 * Replaces certificates, the authority or passwords while the stack runs, one tier after the other, by reload. Of an authority and of
 * passwords, old and new count until every tier has the new one in use. A run that was ended goes on with the next one.
 *
 * @throws SettingsError for given secrets that are not allowed; Refusal when the stack is not up; Failure that names the container that does not take its secrets.
 */
export async function rotate(stack: ChosenStack, { what, pause }: RotateOptions): Promise<void> {
  const { facts } = stack;
  const given = await readGiven(process.env, new Date());
  const release = await lockStack(facts.directory, `npm run certs -- --rotate ${what}`);
  await cleaningUp(release, async () => {
    const running = await dockerLines('ps', '--quiet', ...ofStack(facts.stack));
    if (running.length === 0) throw new Refusal(`The stack ${facts.stack} is not up: npm start.`);
    const rotation = rotationOf(facts.vault, what);
    refuseInUse(facts.vault, rotation, given);
    const steps = new RotationSteps(stack, rotation);
    const overlaps = rotation.authority || rotation.passwords;
    if (pause && !overlaps) throw new Refusal('--pause is for the authority and for passwords: name one of them.');
    const overlap = {
      title: 'Old and new both count',
      run: async () => {
        const kept = await steps.overlap(given);
        return kept.length === 0 ? 'everywhere' : `everywhere; given as they are, and left so: ${kept.join(', ')}`;
      },
    };
    await runPhases([
      ...(overlaps ? [overlap] : []),
      ...(pause ? [] : [...use(stack, steps, rotation.passwords), ...(overlaps ? [drop(steps)] : [])]),
    ]);
  });
}

function use(stack: ChosenStack, steps: RotationSteps, passwords: boolean): Phase[] {
  const tiers = turns(steps.requests).map((requests, index) => ({
    title: requests.map(({ tier }) => tier).join(' and '),
    run: async () => {
      if (index === 0) await steps.takeIntoUse();
      return (await steps.tiers(requests)) === 0 ? 'for its next run' : 'in use';
    },
  }));
  const inDatabase = {
    title: "Passwords of the database's users",
    run: async () => {
      // Ended in the middle, it could leave database and PgBouncer with different ones.
      await whileRunning(
        () => {},
        async () => await switchDatabasePasswords(stack, steps),
      );
      return 'in use';
    },
  };
  return [...(passwords ? [inDatabase] : []), ...tiers];
}

function drop(steps: RotationSteps): Phase {
  return {
    title: 'The old ones count no more',
    run: async () => {
      await steps.drop();
      return undefined;
    },
  };
}
