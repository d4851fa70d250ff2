import { RootConstruct } from 'constructs';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { settingsSchema, type Settings } from '../../config/schema.js';
import type { Task, Workload } from '../../constructs/workload.js';
import { renderTiers, type Bundles } from '../../stacks/tiers.js';
import type { Render } from './both-platforms.js';

/** Programs are not what these tests are about. */
export const bundles: Bundles = { state: '// state\n', smoke: '// smoke\n' };

/** The settings of a shipped profile. */
export function profile(name: 'local' | 'production'): Settings {
  const file = new URL(`../../config/environments/${name}.yaml`, import.meta.url);
  return settingsSchema.parse(parse(readFileSync(file, 'utf8')));
}

/** Renders the whole stack of these settings. */
export function wholeStack(settings: Settings): Render {
  return (scope, platform) => renderTiers(scope, platform, settings, bundles);
}

/** Every tier and task of the stack as plain data, in the order in which they are rendered. */
export function described(settings: Settings): (Workload | Task)[] {
  const all: (Workload | Task)[] = [];
  wholeStack(settings)(new RootConstruct(), {
    workload: (_, workload) => void all.push(workload),
    task: (_, task) => void all.push(task),
  });
  return all;
}

/** The name of a tier or task. */
export function nameOf(process: Workload | Task): string {
  return 'tier' in process ? process.tier : process.task;
}
