import { execa } from 'execa';
import { resolveImages, type ImageName } from '../../config/images.js';
import { Refusal } from '../../toolchain/refusal.js';
import { dockerLines } from '../docker.js';
import { whileRunning } from '../interrupt.js';
import type { ChosenStack } from '../stack-choice.js';
import { isTerminal } from '../terminal.js';

export interface ClientContainer {
  readonly image: ImageName;
  /** Folder below the stack's secrets, mounted at `/secrets`. */
  readonly secrets: string;
  /** File mounted at `/program.cjs`. */
  readonly program?: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/**
 * Makes sure that there is a stack to be a client of, before anything is made for one.
 *
 * @throws Refusal when the stack is not up.
 */
export async function requireStack({ facts: { stack } }: ChosenStack): Promise<void> {
  if ((await dockerLines('network', 'ls', '--quiet', '--filter', `name=^${stack}-data$`)).length === 0)
    throw new Refusal(`The stack ${stack} is not up: npm start.`);
}

/**
 * Runs a client in a container of its own on the data network, with this terminal, and gives its exit code.
 *
 * @throws Refusal when the stack is not up.
 */
export async function runClient(
  chosen: ChosenStack,
  { image, secrets, program: file, command: [program, ...args] }: ClientContainer,
): Promise<number> {
  await requireStack(chosen);
  const { facts, settings } = chosen;
  const options = [
    ...['run', '--rm', '--interactive', ...(isTerminal ? ['--tty'] : [])],
    ...['--network', `${facts.stack}-data`, '--user', `${facts.userId}:${facts.userId}`],
    ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--tmpfs', '/tmp', '--env', 'HOME=/tmp', '--volume', `${facts.secrets}/${secrets}:/secrets:ro`],
    ...(file === undefined ? [] : ['--volume', `${file}:/program.cjs:ro`]),
  ];
  const child = execa('docker', [...options, '--entrypoint', program, resolveImages(settings.images)[image], ...args], {
    stdio: 'inherit',
    reject: false,
  });
  const { exitCode } = await whileRunning(
    () => child.kill('SIGINT'),
    async () => await child,
  );
  return exitCode ?? 1;
}
