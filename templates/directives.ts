/** One line of a config file: its name and its values, already in the syntax of the file. */
export type Directive = readonly [name: string, ...values: (string | number)[]];

/**
 * Lines of `name value …`, as redis.conf and sentinel.conf want them.
 *
 * @throws Error when a value has a line break or another control character, or is empty where it would vanish.
 */
export function directives(lines: readonly Directive[]): string {
  return (
    lines.map(([name, ...values]) => [name, ...values.map((value) => word(name, value))].join(' ')).join('\n') + '\n'
  );
}

/** Lines of `name = value`, as an ini file wants them, below a `[section]`. Throws as `directives` does. */
export function iniSection(section: string, entries: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(entries).map(([name, value]) => `${name} = ${plain(name, value)}`);
  return [`[${section}]`, ...lines].join('\n') + '\n';
}

function word(name: string, value: string | number): string {
  const text = plain(name, value);
  if (text === '') return '""';
  return /[\s"'#\\]/.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text;
}

/** A value that stays on its line. */
export function plain(name: string, value: string | number): string {
  const text = String(value);
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) {
    throw new Error(`${name}: a value must stay on one line, got ${JSON.stringify(text)}`);
  }
  return text;
}
