/** One line of a config file: its name, then its values. */
export type Directive = readonly [name: string, ...values: (string | number)[]];

/**
 * Lines of `name value …`, as redis.conf and sentinel.conf want them. A value with a space, a quote, `#` or a backslash is quoted, an
 * empty one is `""`.
 *
 * @throws Error when a value has a line break or another control character.
 */
export function directives(lines: readonly Directive[]): string {
  return (
    lines.map(([name, ...values]) => [name, ...values.map((value) => word(name, value))].join(' ')).join('\n') + '\n'
  );
}

/**
 * Lines of `name = value`, as an ini file wants them, below a `[section]`.
 *
 * @throws Error as `directives` does, and when a value begins or ends with a space, which the reader would drop.
 */
export function iniSection(section: string, entries: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(entries).map(([name, value]) => {
    const text = plain(name, value);
    if (text.trim() !== text) {
      throw new Error(`${name}: a value must not begin or end with a space, got ${JSON.stringify(text)}`);
    }
    return `${name} = ${text}`;
  });
  return [`[${section}]`, ...lines].join('\n') + '\n';
}

function word(name: string, value: string | number): string {
  const text = plain(name, value);
  if (text === '') return '""';
  return /[\s"'#\\]/.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text;
}

/**
 * A value that stays on its line.
 *
 * @throws Error when it does not, naming the directive. It shows the value: secrets are checked where they come from.
 */
export function plain(name: string, value: string | number): string {
  const text = String(value);
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) {
    throw new Error(`${name}: a value must stay on one line, got ${JSON.stringify(text)}`);
  }
  return text;
}
