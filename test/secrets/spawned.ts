import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Starts a program of `programs/` in a process of its own, which ends with the test. */
export function startProgram(name: string, args: string[], environment: Record<string, string> = {}): ChildProcess {
  const script = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** What a program printed, once it has ended well; throws with its errors otherwise. */
export async function outputOf(child: ChildProcess): Promise<string> {
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`exit code ${code}: ${errors}`);
  return output;
}
