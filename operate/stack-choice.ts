import { join, relative } from 'node:path';
import { Option, type Command } from 'commander';
import { localContext, type LocalContext } from '../stacks/local-context.js';
import { checkout } from '../toolchain/tools-directory.js';

/** The Docker profile that the commands work on. */
export const profile = 'local';

export interface StackChoice {
  readonly stack?: string;
}

/** A stack of this checkout, as a command sees it. */
export interface ChosenStack extends LocalContext {
  /** Folder that cdktf writes to, relative to the checkout. Stacks of different names need different ones: Terraform remembers the state file there. */
  readonly output: string;
  /** What tells child processes which stack it is. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Adds `--stack` to a command. */
export function withStack(command: Command): Command {
  return command.addOption(
    new Option(
      '--stack <name>',
      "name of the stack: lower-case letters, digits, hyphens (default: from the profile, else from the checkout's path)",
    ).env('PLANETARY_STACK'),
  );
}

/**
 * Settings and facts of the chosen stack.
 *
 * @throws SettingsError for a profile or a name with faults.
 */
export function chooseStack({ stack }: StackChoice): ChosenStack {
  const environment = stack === undefined ? {} : { PLANETARY_STACK: stack };
  const context = localContext(checkout, profile, environment);
  const usual = localContext(checkout, profile, {}).facts.stack;
  const { directory } = context.facts;
  const output = context.facts.stack === usual ? 'cdktf.out' : join(relative(checkout, directory), 'cdktf.out');
  return { ...context, output, environment };
}
