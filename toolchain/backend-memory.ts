import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Terraform remembers in the working directory where the state was, and refuses to run when that changes, as it does when a stack gets
 * another name. Each name has its own state, so there is nothing to migrate: the memory of another path is removed.
 */
export function forgetOtherState(workingDirectory: string, stateFile: string): void {
  const memory = join(workingDirectory, '.terraform', 'terraform.tfstate');
  if (!existsSync(memory)) return;
  const { backend } = JSON.parse(readFileSync(memory, 'utf8')) as { backend?: { config?: { path?: string } } };
  if (backend?.config?.path !== stateFile) rmSync(memory);
}
