import { join, relative } from 'node:path';
import { Option, type Command } from 'commander';
import { asVariables, settingVariable, variablePrefix } from '../config/overrides.js';
import { SettingsError } from '../config/settings-error.js';
import { localContext, type LocalContext } from '../stacks/local-context.js';
import { defaultProfile } from '../stacks/local-facts.js';
import { checkout } from '../toolchain/tools-directory.js';

export interface StackChoice {
  readonly profile?: string;
  readonly stack?: string;
  /** `key=value` each. */
  readonly set?: readonly string[];
}

/** A stack of this checkout, as a command sees it. */
export interface ChosenStack extends LocalContext {
  /** Folder that cdktf writes to, relative to the checkout. Stacks of different names need different ones: Terraform remembers the state file there. */
  readonly output: string;
  /** What tells child processes which stack it is, and with which settings. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Adds `--profile`, `--stack` and `--set` to a command. */
export function withStack(command: Command): Command {
  return command
    .addOption(
      new Option('--profile <name>', 'file of config/environments, on Docker; npx cdktf takes the same name')
        .env('PLANETARY_PROFILE')
        .default(defaultProfile),
    )
    .addOption(
      new Option(
        '--stack <name>',
        "name of the stack: lower-case letters, digits, hyphens (default: from the profile, else from the checkout's path)",
      ).env('PLANETARY_STACK'),
    )
    .addOption(
      new Option(
        '--set <key=value>',
        `a setting, over the profile's, for this run; may be given again. As a variable: ${settingVariable(['redis', 'maxClients'])}=20000`,
      ).argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]),
    );
}

/**
 * Settings and facts of the chosen stack.
 *
 * @throws SettingsError for a profile, a setting or a name with faults, and for a profile that is not on Docker.
 */
export function chooseStack({ profile = defaultProfile, stack, set = [] }: StackChoice): ChosenStack {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith(variablePrefix));
  const named = stack === undefined ? {} : { PLANETARY_STACK: stack };
  const context = localContext(checkout, profile, { ...Object.fromEntries(given), ...named }, set);
  if (context.settings.platform !== 'docker') {
    throw new SettingsError([
      `config/environments/${profile}.yaml: platform must be docker for this command, got "${context.settings.platform}"; npx cdktf deploy ${profile} deploys it`,
    ]);
  }
  const usual = localContext(checkout, defaultProfile, {}).facts.stack;
  const { directory } = context.facts;
  // Synthesized alone where another profile need not fit, or what was set is meant for this one only.
  const alone = profile !== defaultProfile || set.length > 0 || given.length > 0;
  const isUsual = context.facts.stack === usual && !alone;
  return {
    ...context,
    output: isUsual ? 'cdktf.out' : join(relative(checkout, directory), 'cdktf.out'),
    environment: {
      ...named,
      ...(alone || stack !== undefined ? { PLANETARY_PROFILE: profile } : {}),
      ...asVariables(set),
    },
  };
}
