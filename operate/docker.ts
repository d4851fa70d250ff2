import { execa } from 'execa';
import { Failure } from './failure.js';

/**
 * Runs the Docker client and gives what it printed.
 *
 * @throws Failure with the engine's message.
 */
export async function docker(...args: string[]): Promise<string> {
  const result = await execa('docker', args, { reject: false });
  if (!result.failed) return result.stdout;
  const said = result.stderr || (result.shortMessage ?? '');
  const advice = /cannot connect|error during connect|ENOENT/i.test(said)
    ? '\nStart the engine, or correct DOCKER_HOST or the Docker context; `npm start` says what is wrong with it.'
    : '';
  throw new Failure(`docker ${args.slice(0, 2).join(' ')} failed: ${said}${advice}`);
}

/** The lines of what the Docker client printed. */
export async function dockerLines(...args: string[]): Promise<string[]> {
  return (await docker(...args)).split('\n').filter((line) => line !== '');
}

/** The filter for what belongs to a stack. */
export function ofStack(stack: string): string[] {
  return ['--filter', `label=planetary.stack=${stack}`];
}
