import { placeholderPassword } from './secret-shape.js';
import type { Process, Workload } from './workload.js';

export interface ProcessText {
  /** Where the text is, for messages: `args[2]`, `file redis.conf`, `secret users.acl`. */
  readonly where: string;
  readonly text: string;
}

/**
 * Every text of a process that can name another one: command, arguments, environment, files, probe, and secret texts, made with
 * placeholders for passwords. Programs are left out (`.js`, `.cjs`, `.mjs`): what they connect to, they are told by the rest.
 */
export function processTexts(process: Process & Partial<Pick<Workload, 'probe'>>): ProcessText[] {
  const { command, args, env, files, secrets, probe } = process;
  return [
    ...numbered('command', command),
    ...numbered('args', args),
    ...numbered('probe', probe?.command ?? []),
    ...Object.entries(env).map(([name, text]) => ({ where: `env ${name}`, text })),
    ...Object.entries(files)
      .filter(([path]) => !/\.[cm]?js$/.test(path))
      .map(([path, text]) => ({ where: `file ${path}`, text })),
    ...Object.entries(secrets).flatMap(([name, secret]) =>
      secret.kind === 'text' ? [{ where: `secret ${name}`, text: secret.render(() => placeholderPassword) }] : [],
    ),
  ];
}

function numbered(kind: string, texts: readonly string[]): ProcessText[] {
  return texts.map((text, index) => ({ where: `${kind}[${index}]`, text }));
}
