import { join } from 'node:path';

/** The checkout that this file belongs to. */
export const checkout = join(import.meta.dirname, '..');

/** Git-ignored folder of a checkout for programs that set-up has built. */
export function toolsDirectory(root: string = checkout): string {
  return join(root, '.tools');
}
