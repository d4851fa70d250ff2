import { join } from 'node:path';
import type { Report } from '../toolchain/report.js';
import { isFull } from '../toolchain/disk-full.js';
import { Refusal } from '../toolchain/refusal.js';
import { runCdktf } from './cdktf.js';
import { DeployOutput, type DeployProgress } from './deploy-output.js';
import { Failure } from './failure.js';
import { sparingly } from './sparingly.js';
import type { ChosenStack } from './stack-choice.js';

export interface CdktfCommand {
  readonly verb: 'synth' | 'deploy' | 'destroy';
  readonly stack: ChosenStack;
  /** Path or name of Terraform or OpenTofu. */
  readonly terraform: string;
  /** Address of the Docker engine. */
  readonly endpoint: string;
}

/**
 * Runs `cdktf` for the profile of a stack and follows it. Everything that it prints goes to a log in the stack's folder.
 *
 * @throws Failure with Terraform's errors, what to do, and the path of the log; Refusal when its synth was refused.
 */
export async function cdktf(
  { verb, stack, terraform, endpoint }: CdktfCommand,
  report: Report,
): Promise<DeployProgress> {
  const output = new DeployOutput();
  const tell = sparingly(report);
  const log = join(stack.facts.directory, `${verb}.log`);
  // The plan that deploy makes is that of the synth which the preflight has looked at.
  const { profile } = stack;
  const own = { synth: [], deploy: [profile, '--auto-approve', '--skip-synth'], destroy: [profile, '--auto-approve'] };
  const code = await runCdktf({
    args: [verb, ...own[verb], '--output', stack.output],
    environment: { ...stack.environment, TERRAFORM_BINARY_NAME: terraform, DOCKER_HOST: endpoint },
    log,
    onLine: (line) => {
      const isPlanned = output.progress.total !== undefined;
      if (!output.add(line)) return;
      // What will restart is said always, and before it does.
      const say = isPlanned || output.progress.total === undefined ? tell : report;
      say(describe(output.progress));
    },
  });
  if (code !== 0) {
    const message = failureMessage(verb, output, log, verb !== 'synth' && isFull(stack.facts.directory));
    throw output.synthRefused ? new Refusal(message) : new Failure(message);
  }
  return output.progress;
}

function describe(progress: DeployProgress): string {
  const { total, done, last, unchanged } = progress;
  if (unchanged) return 'nothing to change';
  if (total === undefined) return 'planning';
  if (done === 0)
    return [`0 of ${total} changes`, restartsOf(progress)].filter((text) => text !== undefined).join('; ');
  return `${done} of ${total} changes${last === undefined ? '' : ` (${last})`}`;
}

/** Which replicas an apply restarts, in words; undefined for none. */
export function restartsOf({ restarts }: DeployProgress): string | undefined {
  return restarts.length === 0 ? undefined : `restarts ${restarts.join(', ')}`;
}

function failureMessage(verb: CdktfCommand['verb'], output: DeployOutput, log: string, full: boolean): string {
  const errors = output.errors();
  // On a full disk Terraform prints its whole state before its errors, and cdktf cuts it off. A synth says what it could not write.
  const lost = full ? ['No space left on device: the file system is full. Make room first.'] : output.tail(12);
  const told = errors.length > 0 ? errors : lost;
  const advice = {
    synth: 'Nothing was deployed.',
    deploy:
      'What was deployed before the error stays; `npm start` again goes on from there, `npm stop` removes it and keeps the data.',
    destroy: 'What was not removed is still there; `npm stop` again goes on.',
  }[verb];
  return [
    `cdktf ${verb} failed:`,
    ...told.flatMap((text) => text.split('\n')).map((line) => `  ${line}`),
    `${advice} Full log: ${log}`,
  ].join('\n');
}
