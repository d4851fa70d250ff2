import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse, stringify } from 'yaml';
import { merge } from '../config/merge.js';
import type { ImageSource } from '../config/images.js';
import { replaceFile } from '../secrets/atomic-file.js';
import { overlayFile } from '../stacks/local-context.js';

/** What `npm start` has chosen for a stack; plain cdktf takes it from the same file. */
export interface Choices {
  readonly images?: { readonly source?: ImageSource };
  readonly docker?: { readonly expose?: boolean };
}

const comment = ` What \`npm start\` chose for this stack; it wins over config/environments/local.yaml.\n`;

/** The choices of a stack so far. */
export function readChoices(checkout: string, stack: string): Choices {
  const file = overlayFile(checkout, stack);
  return existsSync(file) ? ((parse(readFileSync(file, 'utf8')) as Choices | null) ?? {}) : {};
}

/** Adds choices to those of a stack. */
export function writeChoices(checkout: string, stack: string, choices: Choices): void {
  const file = overlayFile(checkout, stack);
  const merged = merge(readChoices(checkout, stack) as Record<string, unknown>, choices as Record<string, unknown>);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  replaceFile(file, `#${comment}${stringify(merged)}`, { mode: 0o600 });
}
