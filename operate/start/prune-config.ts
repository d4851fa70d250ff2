import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ChosenStack } from '../stack-choice.js';

/** Removes config folders that nothing mounts since the apply: those that the synthesized stack does not name. */
export function pruneConfig({ facts, output }: ChosenStack): void {
  const root = join(facts.directory, 'config');
  const synthesized = join(facts.checkout, output, 'stacks', 'local', 'cdk.tf.json');
  if (!existsSync(root) || !existsSync(synthesized)) return;
  const named = readFileSync(synthesized, 'utf8');
  for (const tier of readdirSync(root)) {
    for (const hash of readdirSync(join(root, tier))) {
      const folder = join(root, tier, hash);
      if (!named.includes(folder)) rmSync(folder, { recursive: true, force: true });
      else for (const part of unfinished(folder)) rmSync(part, { force: true });
    }
  }
}

/** What a synth that was killed has left in a folder. */
function unfinished(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.part')).map((name) => join(folder, name));
}
